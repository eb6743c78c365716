import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayHour,
  daysIn,
  isDay,
  isZone,
  periodAround,
  PERIOD_NAMES,
  weekday,
} from '../../src/domain/period.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

describe('the day of an instant', () => {
  it('begins at midnight in the office, not in UTC', () => {
    expect(dayHour(Date.parse('2026-03-31T16:59:59.999Z'), ZONE)).toEqual({ day: '2026-03-31', hour: 23 });
    expect(dayHour(Date.parse('2026-03-31T17:00:00Z'), ZONE)).toEqual({ day: '2026-04-01', hour: 0 });
  });
  it('is right in zones with odd offsets and across a change of summer time', () => {
    expect(dayHour(Date.parse('2026-01-01T18:14:59Z'), 'Asia/Kathmandu')).toEqual({ day: '2026-01-01', hour: 23 });
    expect(dayHour(Date.parse('2026-01-01T18:15:00Z'), 'Asia/Kathmandu')).toEqual({ day: '2026-01-02', hour: 0 });
    expect(dayHour(Date.parse('2026-03-29T00:59:00Z'), 'Europe/Berlin')).toEqual({ day: '2026-03-29', hour: 1 });
    expect(dayHour(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toEqual({ day: '2026-03-29', hour: 3 });
  });
  it('agrees with the plain seven hours of Vietnam for any instant (seed 17)', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2100, 0) }), (instant) => {
        const shifted = new Date(instant + 7 * 3_600_000).toISOString();
        expect(dayHour(instant, ZONE)).toEqual({ day: shifted.slice(0, 10), hour: Number(shifted.slice(11, 13)) });
      }),
      { seed: 17, numRuns: 2000 },
    );
  });
  it('needs a zone that exists', () => {
    expect(isZone(ZONE)).toBe(true);
    expect(isZone('Asia/Đại_Lãnh')).toBe(false);
  });
});

describe('periods', () => {
  it('are whole: the week from Monday, the month to its last day, the quarter and the year', () => {
    expect(periodAround('today', '2026-11-22')).toEqual({ from: '2026-11-22', to: '2026-11-22' });
    expect(periodAround('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(periodAround('month', '2024-02-10')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(periodAround('month', '2026-12-31')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(periodAround('quarter', '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(periodAround('year', '2026-11-22')).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  });
  it('hold their day, and the next begins where one ends (seed 4)', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01', n));
    fc.assert(
      fc.property(day, fc.constantFrom(...PERIOD_NAMES), (one, name) => {
        const { from, to } = periodAround(name, one);
        expect(from <= one && one <= to).toBe(true);
        expect(periodAround(name, addDays(to, 1)).from).toBe(addDays(to, 1));
        expect(daysIn({ from, to })).toBeGreaterThan(0);
        expect(weekday(addDays(one, 7))).toBe(weekday(one));
      }),
      { seed: 4, numRuns: 1000 },
    );
  });
  it('take only days that the calendar has', () => {
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '1969-12-31', '31/12/2026', ''].filter(isDay)).toEqual([]);
    expect(isDay('2024-02-29')).toBe(true);
  });
});
