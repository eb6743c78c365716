import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysIn, periodAround } from '../../src/domain/period.ts';
import { monthSpan, placeSpans, totalSpans } from '../../src/server/store/spans.ts';

/** Every day that the ranges stand for, in order. */
const daysOf = (ranges: ReturnType<typeof placeSpans>) =>
  ranges.flatMap(([from, to]) => {
    const period = from.startsWith('m')
      ? { from: `${from.slice(1)}-01`, to: periodAround('month', `${to.slice(1)}-01`).to }
      : { from, to };
    return Array.from({ length: daysIn(period) }, (_, i) => addDays(period.from, i));
  });

const LATER = '2027-01';

describe('the spans of a period', () => {
  it('are its whole months, and the days around them', () => {
    expect(placeSpans({ from: '2026-01-01', to: '2026-12-31' }, LATER)).toEqual([['m2026-01', 'm2026-12']]);
    expect(placeSpans({ from: '2026-02-01', to: '2026-02-28' }, LATER)).toEqual([['m2026-02', 'm2026-02']]);
    expect(placeSpans({ from: '2026-01-15', to: '2026-04-02' }, LATER)).toEqual([
      ['2026-01-15', '2026-01-31'],
      ['m2026-02', 'm2026-03'],
      ['2026-04-01', '2026-04-02'],
    ]);
    expect(placeSpans({ from: '2026-01-02', to: '2026-01-31' }, LATER)).toEqual([['2026-01-02', '2026-01-31']]);
    expect(placeSpans({ from: '2026-01-31', to: '2026-02-01' }, LATER)).toEqual([['2026-01-31', '2026-02-01']]);
  });

  it('of a month that is still open are its days', () => {
    const year = { from: '2026-01-01', to: '2026-12-31' };
    expect(placeSpans(year, '2026-11')).toEqual([
      ['m2026-01', 'm2026-10'],
      ['2026-11-01', '2026-12-31'],
    ]);
    expect(placeSpans({ from: '2026-11-01', to: '2026-11-30' }, '2026-11')).toEqual([['2026-11-01', '2026-11-30']]);
    expect(placeSpans(year, '2026-01')).toEqual([['2026-01-01', '2026-12-31']]);
    expect(placeSpans(year, '')).toEqual([['2026-01-01', '2026-12-31']]);
  });

  it('stand for each of its days once, and for no other (seed 12)', () => {
    const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2024-01-01', n));
    fc.assert(
      fc.property(day, day, day, (a, b, open) => {
        const period = a <= b ? { from: a, to: b } : { from: b, to: a };
        const days = Array.from({ length: daysIn(period) }, (_, i) => addDays(period.from, i));
        const ranges = placeSpans(period, open.slice(0, 7));
        expect(daysOf(ranges)).toEqual(days);
        expect(ranges.length).toBeLessThanOrEqual(3);
        expect(ranges.every(([first]) => !first.startsWith('m') || first < monthSpan(open))).toBe(true);
        for (const [from, to] of [...ranges, totalSpans(period)]) expect(from <= to).toBe(true);
      }),
      { seed: 12, numRuns: 1000 },
    );
  });
});
