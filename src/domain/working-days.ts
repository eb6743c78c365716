/**
 * Deadlines are counted in working days: Saturdays, Sundays and the office's holidays do not count. A working day that the Government
 * moves to a Saturday is not known here; the deadline is then a day later at most, never earlier.
 */
import * as z from 'zod/mini';
import { addDays, isDay, weekday } from './period.ts';

export const Day = z.string().check(z.refine(isDay));

/** A day on which the office is closed. */
export const Holiday = z.strictObject({ day: Day, name: z.string().check(z.minLength(1), z.maxLength(80)) });
export type Holiday = z.infer<typeof Holiday>;

export const Holidays = z.array(Holiday).check(
  z.maxLength(200),
  z.refine((list) => new Set(list.map(({ day }) => day)).size === list.length),
);

/** Working days for the resolution of a remark (QĐ 766), and how many before the end it is pointed out. */
export const DUE_WORKING_DAYS = 15;
export const WARN_WORKING_DAYS = 5;

const SATURDAY = 5;

export const isWorkingDay = (day: string, holidays: ReadonlySet<string>): boolean =>
  weekday(day) < SATURDAY && !holidays.has(day);

/**
 * The n-th working day after a day, which itself does not count, whatever day it is.
 * @param day yyyy-MM-dd
 * @param count at least 0; with 0 the day itself is returned.
 */
export function addWorkingDays(day: string, count: number, holidays: ReadonlySet<string>): string {
  if (!Number.isInteger(count) || count < 0) throw new RangeError('working days are counted forward, in whole days');
  let at = day;
  for (let left = count; left > 0;) {
    at = addDays(at, 1);
    if (isWorkingDay(at, holidays)) left -= 1;
  }
  return at;
}
