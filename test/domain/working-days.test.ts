import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, weekday } from '../../src/domain/period.ts';
import { addWorkingDays, Holidays, isWorkingDay } from '../../src/domain/working-days.ts';
import { SHIPPED_HOLIDAYS } from '../../src/domain/working-days-holidays.ts';

const NONE: ReadonlySet<string> = new Set();
const SHIPPED = new Set(SHIPPED_HOLIDAYS.map(({ day }) => day));

describe('a deadline in working days', () => {
  it.each([
    ['2026-11-23', 0, '2026-11-23'], // Monday
    ['2026-11-23', 1, '2026-11-24'],
    ['2026-11-23', 5, '2026-11-30'],
    ['2026-11-27', 1, '2026-11-30'], // Friday
    ['2026-11-28', 1, '2026-11-30'], // Saturday
    ['2026-11-29', 1, '2026-11-30'], // Sunday
    ['2026-11-23', 15, '2026-12-14'],
    ['2026-12-31', 1, '2027-01-04'], // New Year is a Friday
    ['2026-04-24', 1, '2026-04-27'],
    ['2026-04-29', 1, '2026-05-04'], // 30/4 and 1/5
    ['2026-09-01', 1, '2026-09-03'],
    ['2026-02-16', 1, '2026-02-20'], // the first three days of Tết
  ])('%s and %i working days are %s', (day, count, end) => expect(addWorkingDays(day, count, SHIPPED)).toBe(end));

  it('always ends on a working day with exactly so many between', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('2000-01-01', count));
    const holidays = fc.array(day, { maxLength: 30 }).map((list) => new Set(list));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), holidays, (start, count, closed) => {
        const end = addWorkingDays(start, count, closed);
        expect(isWorkingDay(end, closed)).toBe(true);
        let working = 0;
        for (let at = addDays(start, 1); at <= end; at = addDays(at, 1)) working += Number(isWorkingDay(at, closed));
        expect(working).toBe(count);
      }),
      { seed: 20261123 },
    );
  });

  it('is not counted backwards or in parts of days', () => {
    expect(() => addWorkingDays('2026-11-23', -1, NONE)).toThrow(RangeError);
    expect(() => addWorkingDays('2026-11-23', 1.5, NONE)).toThrow(RangeError);
  });
});

describe('the holidays that are shipped', () => {
  it('are valid days, each once, and the fixed ones of both years are among them', () => {
    expect(Holidays.safeParse([...SHIPPED_HOLIDAYS]).success).toBe(true);
    for (const year of [2026, 2027])
      for (const day of ['01-01', '04-30', '05-01', '09-02']) expect(SHIPPED.has(`${year}-${day}`)).toBe(true);
    expect(weekday('2026-02-17')).toBe(1);
  });
  it('are refused as a setting when a day is twice or is none', () => {
    const one = { day: '2026-11-24', name: 'Ngày nghỉ' };
    expect(Holidays.safeParse([one, one]).success).toBe(false);
    expect(Holidays.safeParse([{ ...one, day: '2026-02-30' }]).success).toBe(false);
    expect(Holidays.safeParse([{ ...one, name: '' }]).success).toBe(false);
  });
});
