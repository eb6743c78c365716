import { describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { mergedInterval, mergeSurvey, mergeTally, Merges, SIPAS_PARTS } from '../../src/domain/survey-merge.ts';
import { toDecimal, type Fraction } from '../../src/domain/fraction.ts';
import { summarise } from '../../src/domain/summary.ts';
import { base, emptyCriterion, type Tally } from '../../src/domain/tally.ts';

const text = (index: Fraction | null | undefined) => (index ? toDecimal(index, 2) : null);
/** DOMAIN.md: satisfied/valid 90/100, 80/100, 85/95, 95/100, 70/80, 20/25. */
const WORKED = [
  [90, 100],
  [80, 100],
  [85, 95],
  [95, 100],
  [70, 80],
  [20, 25],
] as const;
const tally: Tally = {
  ballots: { all: 100, left: 4, valid: 100, satisfied: 60 },
  criteria: SIX_CRITERIA.criteria.map(({ id }, at) => {
    const [satisfied, valid] = WORKED[at] ?? [0, 0];
    return { id, levels: [0, 0, valid - satisfied, satisfied, 0], unknown: at, blank: 10 - at };
  }),
};
const survey = mergeSurvey(SIX_CRITERIA, SIPAS_PARTS);
const merged = mergeTally(tally, SIPAS_PARTS);

describe('six criteria told as the five of SIPAS', () => {
  it('adds the counts of access and reception, level by level, and leaves the rest', () => {
    expect(merged.criteria.map(({ id }) => id)).toEqual([
      'access-conditions',
      'procedure',
      'staff',
      'result',
      'feedback',
    ]);
    expect(merged.criteria[0]).toEqual({ id: 'access-conditions', levels: [0, 0, 30, 170, 0], unknown: 1, blank: 19 });
    expect(merged.criteria.slice(1)).toEqual(tally.criteria.slice(2));
    expect(merged.ballots).toEqual(tally.ballots);
  });

  it('loses and gains no answer', () => {
    const all = ({ criteria }: Tally) => criteria.reduce((sum, one) => sum + base(one) + one.unknown + one.blank, 0);
    expect(all(merged)).toBe(all(tally));
  });

  it('has the index of all answers to both: 170 of 200, exactly at the goal of 85', () => {
    const figure = summarise(merged, survey).criteria[0];
    expect(text(figure?.index)).toBe('85.00');
    expect(figure?.verdict).toBe('met');
    expect(figure?.base).toBe(200);
  });

  it('changes the mean of the criteria, and not what is pooled or said of whole ballots', () => {
    const both = (rule: 'criteriaMean' | 'pooled' | 'allSatisfied') =>
      [summarise(tally, SIX_CRITERIA, 'top2', rule), summarise(merged, survey, 'top2', rule)].map(({ overall }) =>
        text(overall.index),
      );
    // (85 + 89.4737 + 95 + 87.5 + 80) / 5
    expect(both('criteriaMean')).toEqual(['87.00', '87.39']);
    expect(both('pooled')).toEqual(['88.00', '88.00']);
    expect(both('allSatisfied')).toEqual(['60.00', '60.00']);
  });

  it('weighs a part as much as its criteria together', () => {
    expect(survey.criteria.map(({ weight }) => weight)).toEqual([2, 1, 1, 1, 1]);
    expect(survey.criteria[0]?.name.vi).toBe('Tiếp cận dịch vụ');
  });

  it('has the interval of 100 citizens asked twice, not of 200 citizens', () => {
    const figures = summarise(tally, SIX_CRITERIA).criteria;
    const [low, high] = [figures[0]?.interval, figures[1]?.interval].map((one) => one ?? { low: NaN, high: NaN });
    const interval = mergedInterval(figures.slice(0, 2));
    expect(interval?.low).toBeCloseTo(((low?.low ?? 0) + (high?.low ?? 0)) / 2, 9);
    const tooNarrow = summarise(merged, survey).criteria[0]?.interval;
    expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeGreaterThan(
      (tooNarrow?.high ?? 0) - (tooNarrow?.low ?? 0),
    );
    expect(mergedInterval([{ base: 0, interval: null }])).toBeNull();
  });

  it('takes a criterion without data into no mean', () => {
    const criteria = tally.criteria.map((one) => (one.id === 'reception' ? emptyCriterion('reception') : one));
    expect(text(summarise(mergeTally({ ...tally, criteria }, SIPAS_PARTS), survey).criteria[0]?.index)).toBe('90.00');
  });
});

it('the setting refuses a criterion in two parts, and a version twice', () => {
  const [part] = SIPAS_PARTS;
  const one = { version: 1, parts: [part] };
  expect(Merges.safeParse([one]).success).toBe(true);
  expect(Merges.safeParse([one, one]).success).toBe(false);
  expect(Merges.safeParse([{ version: 1, parts: [part, { ...part, id: 'again' }] }]).success).toBe(false);
});
