import { describe, expect, it } from 'vitest';
import { type HourCount, insightOf, worseBy, worstPlace } from '../../src/domain/insight.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { summarise } from '../../src/domain/summary.ts';
import { emptyCriterion, type Tally } from '../../src/domain/tally.ts';

const COUNTERS = ['quay-1', 'quay-2', 'quay-3'];
/** Every counter, Monday to Friday at 9 and at 15, 40 answers each, satisfied as told. */
const week = (share: (counter: string, day: number, hour: number) => number): HourCount[] =>
  COUNTERS.flatMap((counter) =>
    [0, 1, 2, 3, 4].flatMap((day) =>
      [9, 15].map((hour) => ({
        counter,
        hour: day * 24 + hour,
        valid: 40,
        satisfied: Math.round(40 * share(counter, day, hour)),
      })),
    ),
  );
const tally = (shares: readonly number[], valid = 200): Tally => ({
  ballots: { all: valid, left: 0, valid, satisfied: 0 },
  criteria: shares.map((share, i) => ({
    ...emptyCriterion(SIX_CRITERIA.criteria[i]?.id ?? ''),
    levels: [valid - Math.round(share * valid), 0, 0, Math.round(share * valid), 0],
  })),
});
const insight = (shares: readonly number[], hours: readonly HourCount[] = [], valid = 200) =>
  insightOf(summarise(tally(shares, valid), SIX_CRITERIA), SIX_CRITERIA, () => hours);

describe('the worst place', () => {
  it('is the counter and the half-day together where it is only there', () => {
    const hours = week((counter, day, hour) => (counter === 'quay-2' && day === 0 && hour === 9 ? 0.4 : 0.9));
    expect(worstPlace(hours)).toEqual({ counter: 'quay-2', when: { weekday: 0, half: 'morning' } });
  });
  it('is the counter alone, or the half-day alone, where it is all over it', () => {
    expect(worstPlace(week((counter) => (counter === 'quay-3' ? 0.6 : 0.9)))).toEqual({
      counter: 'quay-3',
      when: null,
    });
    expect(worstPlace(week((_, day, hour) => (day === 4 && hour === 15 ? 0.6 : 0.9)))).toEqual({
      counter: null,
      when: { weekday: 4, half: 'afternoon' },
    });
  });
  it('is nowhere when all are alike, when the difference is chance, or when the group is small', () => {
    expect(worstPlace(week(() => 0.8))).toEqual({ counter: null, when: null });
    expect(worstPlace(week((_, day, hour) => 0.85 + 0.05 * ((day + hour) % 2)))).toEqual({ counter: null, when: null });
    const few: HourCount[] = [
      { counter: 'quay-1', hour: 9, valid: 29, satisfied: 0 },
      { counter: 'quay-2', hour: 9, valid: 300, satisfied: 299 },
    ];
    expect(worstPlace(few)).toEqual({ counter: null, when: null });
    expect(worstPlace([])).toEqual({ counter: null, when: null });
  });
  it('compares two shares by the usual z', () => {
    // 60/100 against 80/100: pooled 0.7, spread 0.0648, z 3.086.
    expect(worseBy({ valid: 100, satisfied: 60 }, { valid: 100, satisfied: 80 })).toBeCloseTo(3.086, 3);
    expect(worseBy({ valid: 10, satisfied: 10 }, { valid: 10, satisfied: 10 })).toBe(0);
  });
});

describe('the sentence', () => {
  it('names the criterion furthest below the goal, and where', () => {
    const hours = week((counter) => (counter === 'quay-2' ? 0.5 : 0.9));
    expect(insight([0.9, 0.8, 0.9, 0.9, 0.7, 0.9], hours)).toEqual({
      kind: 'below',
      criterion: 'result',
      counter: 'quay-2',
      when: null,
    });
  });
  it('weighs the criteria as the survey does', () => {
    const weighted = {
      ...SIX_CRITERIA,
      overall: 'weighted' as const,
      criteria: SIX_CRITERIA.criteria.map((one, i) => ({ ...one, weight: i === 1 ? 5 : 1 })),
    };
    const found = insightOf(summarise(tally([0.9, 0.8, 0.9, 0.9, 0.7, 0.9]), weighted), weighted, () => []);
    expect(found.criterion).toBe('reception');
  });
  it('names the lowest where all reach the goal, exactly 85 included', () => {
    expect(insight([0.9, 0.85, 0.9, 0.9, 0.95, 0.9])).toEqual({
      kind: 'met',
      criterion: 'reception',
      counter: null,
      when: null,
    });
  });
  it('says nothing from fewer than 30 ballots', () => {
    expect(insight([0.2, 0.2, 0.2, 0.2, 0.2, 0.2], [], 29).kind).toBe('tooFew');
  });
});
