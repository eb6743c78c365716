/** What compares: the period before, whether a change is real, the funnel, and the sample rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breaksBetween, changeOf, periodBefore } from '../../src/domain/change.ts';
import { coverageOf, neededBallots } from '../../src/domain/coverage.ts';
import { toNumber } from '../../src/domain/fraction.ts';
import { controlLimits, funnelPlace } from '../../src/domain/funnel.ts';
import { addDays, daysIn } from '../../src/domain/period.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { type Figure, summarise } from '../../src/domain/summary.ts';
import { emptyCriterion } from '../../src/domain/tally.ts';

function share(satisfied: number, valid: number): Figure {
  const criteria = [
    {
      ...emptyCriterion('access'),
      levels: [valid - satisfied, 0, 0, 0, satisfied] as [number, number, number, number, number],
    },
  ];
  const [one] = summarise({ ballots: { all: valid, left: 0, valid, satisfied }, criteria }, SIX_CRITERIA).criteria;
  if (!one) throw new Error('one criterion');
  return one;
}

describe('the period before', () => {
  it('of a month, quarter or year is the one before; of anything else as many days', () => {
    expect(periodBefore({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodBefore({ from: '2026-01-01', to: '2026-03-31' })).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(periodBefore({ from: '2026-01-01', to: '2026-12-31' })).toEqual({ from: '2025-01-01', to: '2025-12-31' });
    expect(periodBefore({ from: '2026-11-16', to: '2026-11-22' })).toEqual({ from: '2026-11-09', to: '2026-11-15' });
    expect(periodBefore({ from: '2026-11-22', to: '2026-11-22' })).toEqual({ from: '2026-11-21', to: '2026-11-21' });
  });
  it('ends the day before the period begins (seed 41)', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n));
    fc.assert(
      fc.property(day, fc.nat(500), (from, length) => {
        const before = periodBefore({ from, to: addDays(from, length) });
        expect(addDays(before.to, 1)).toBe(from);
        expect(daysIn(before)).toBeGreaterThan(0);
      }),
      { seed: 41, numRuns: 500 },
    );
  });
});

describe('a change', () => {
  it('of 56/70 against 48/80 is Newcombe’s published interval, 5,24 to 33,39 points', () => {
    const change = changeOf(share(56, 70), share(48, 80));
    expect(change && toNumber(change.difference)).toBeCloseTo(20, 10);
    expect(change?.low).toBeCloseTo(5.24, 2);
    expect(change?.high).toBeCloseTo(33.39, 2);
    expect(change?.real).toBe(true);
  });
  it('of few ballots is chance, and without data there is none', () => {
    expect(changeOf(share(17, 20), share(15, 20))?.real).toBe(false);
    expect(changeOf(share(0, 0), share(15, 20))).toBeNull();
  });
  it('is as large one way as the other (seed 42)', () => {
    const figure = fc.tuple(fc.nat(200), fc.nat(200)).map(([a, b]) => share(a, a + b + 1));
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        const [there, back] = [changeOf(a, b), changeOf(b, a)];
        expect(there?.low).toBeCloseTo(-(back?.high ?? NaN), 9);
        expect(there?.real).toBe(back?.real);
      }),
      { seed: 42, numRuns: 300 },
    );
  });
});

describe('what must not be joined', () => {
  const surveys = [
    { version: 1, method: 'top2', overall: 'criteriaMean' },
    { version: 2, method: 'top2', overall: 'criteriaMean' },
    { version: 3, method: 'norm', overall: 'criteriaMean' },
  ] as const;
  const asked = (from: string, versions: number[]) => ({ from, to: addDays(from, 27), versions });
  it('is another version, another method, and the office before 1 July 2025', () => {
    expect(breaksBetween(asked('2026-01-01', [1]), asked('2026-02-01', [1]), surveys)).toEqual([]);
    expect(breaksBetween(asked('2026-01-01', [1]), asked('2026-02-01', [2]), surveys)).toEqual(['version']);
    expect(breaksBetween(asked('2026-01-01', [1, 2]), asked('2026-02-01', [2]), surveys)).toEqual(['version']);
    expect(breaksBetween(asked('2026-01-01', [2]), asked('2026-02-01', [3]), surveys)).toEqual(['version', 'method']);
    expect(breaksBetween(asked('2025-06-01', [1]), asked('2025-07-01', [1]), surveys)).toEqual(['office']);
    expect(breaksBetween(asked('2025-07-01', [1]), asked('2025-08-01', [1]), surveys)).toEqual([]);
  });
});

describe('the funnel', () => {
  it('has Spiegelhalter’s limits around the office’s mean', () => {
    // p = 0.9, n = 100: spread 3 points.
    const warning = controlLimits(90, 100, 'warning');
    expect([warning.low, warning.high]).toEqual([expect.closeTo(84.12, 2), expect.closeTo(95.88, 2)]);
    const alarm = controlLimits(90, 100, 'alarm');
    expect([alarm.low, alarm.high]).toEqual([expect.closeTo(80.73, 2), expect.closeTo(99.27, 2)]);
  });
  it('gives a small group more room than a large one, and never leaves 0 to 100 (seed 43)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.integer({ min: 1, max: 5000 }), (mean, n) => {
        const [few, many] = [controlLimits(mean, n, 'alarm'), controlLimits(mean, n + 1, 'alarm')];
        expect(few.low).toBeGreaterThanOrEqual(0);
        expect(few.high).toBeLessThanOrEqual(100);
        expect(few.low).toBeLessThanOrEqual(many.low + 1e-9);
        expect(few.high).toBeGreaterThanOrEqual(many.high - 1e-9);
      }),
      { seed: 43, numRuns: 300 },
    );
  });
  it('says where a group lies', () => {
    expect(['inside', 'warningLow', 'alarmLow', 'warningHigh', 'alarmHigh']).toEqual(
      [90, 83, 70, 96.5, 99.9].map((one) => funnelPlace(one, 100, 90)),
    );
  });
});

describe('the sample rule', () => {
  it('is the ministry’s: 400 → 200, 1 200 → 300, rounded up', () => {
    expect([400, 1200, 1, 401, 100_000].map(neededBallots)).toEqual([200, 300, 1, 201, 399]);
  });
  it('knows N of a year, a quarter and a month as entered, or added up when nothing is missing', () => {
    const population = { '2026-Q1': 900, '2026-04': 100, '2026-05': 200, '2026-06': 100, '2025': 5000 };
    const n = (from: string, to: string) => coverageOf(population, { from, to })?.population;
    expect(n('2026-01-01', '2026-03-31')).toBe(900);
    expect(n('2026-04-01', '2026-06-30')).toBe(400);
    expect(n('2026-05-01', '2026-05-31')).toBe(200);
    expect(n('2025-01-01', '2025-12-31')).toBe(5000);
    expect(n('2026-04-01', '2026-05-31')).toBe(300);
    // A month of a quarter that is known as a whole only, days, and a year that lacks a half.
    expect(n('2026-02-01', '2026-02-28')).toBeUndefined();
    expect(n('2026-05-01', '2026-05-30')).toBeUndefined();
    expect(n('2026-01-01', '2026-12-31')).toBeUndefined();
  });
});
