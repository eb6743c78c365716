/**
 * When the counters are open: a tablet that is silent at night, on a Sunday or on a holiday is no news. Times are those of the wall clock in
 * the office's zone; a change to summer time inside a span is not reckoned with (Vietnam has none).
 */
import * as z from 'zod/mini';
import { dayHour, weekday } from './period.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** HH:mm, 00:00 to 23:59. */
export const ClockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
export const OpenSpan = z
  .strictObject({ from: ClockTime, to: ClockTime })
  .check(z.refine(({ from, to }) => from < to, 'a span ends after it begins'));
export type OpenSpan = z.infer<typeof OpenSpan>;

const OpenDay = z.array(OpenSpan).check(
  z.maxLength(2),
  z.refine(([first, second]) => !first || !second || first.to <= second.from, 'the second span follows the first'),
);
/** By weekday, Monday first; a day without a span is closed. */
export const OpeningHours = z.array(OpenDay).check(z.length(7));
export type OpeningHours = z.infer<typeof OpeningHours>;

const WORKING_DAY: readonly OpenSpan[] = [
  { from: '07:30', to: '11:30' },
  { from: '13:30', to: '17:00' },
];
/** Monday to Friday, morning and afternoon. */
export const DEFAULT_OPENING_HOURS: OpeningHours = Array.from({ length: 7 }, (_, day) =>
  day < 5 ? [...WORKING_DAY] : [],
);

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The wall clock at an instant, as if it were UTC: milliseconds that days and minutes can be taken from. */
function wallClock(instant: number, zone: string): number {
  const quarter = Math.floor(instant / QUARTER) * QUARTER;
  const { day, hour } = dayHour(quarter, zone);
  // A zone's offset is a multiple of a quarter of an hour: how many quarters the hour is old tells the minute.
  let quarters = 0;
  while (quarters < 3 && dayHour(quarter - (quarters + 1) * QUARTER, zone).hour === hour) quarters += 1;
  return Date.parse(`${day}T00:00:00Z`) + hour * 60 * MINUTE + quarters * QUARTER + (instant - quarter);
}

export interface OpenTimes {
  hours: OpeningHours;
  /** yyyy-MM-dd of the days on which the office is closed. */
  holidays: ReadonlySet<string>;
  zone: string;
}

/** The spans of a day, in milliseconds of the wall clock. */
function spansOf(start: number, { hours, holidays }: OpenTimes): [number, number][] {
  const day = new Date(start).toISOString().slice(0, 10);
  if (holidays.has(day)) return [];
  const spans = hours[weekday(day)] ?? [];
  return spans.map(({ from, to }) => [start + minutesOf(from) * MINUTE, start + minutesOf(to) * MINUTE]);
}

/**
 * Minutes for which the office was open between two instants (ms since 1970), rounded down; 0 when they are the wrong way
 * round. It is counted over at most 60 days: what lies before says nothing more.
 */
export function openMinutes(from: number, to: number, times: OpenTimes): number {
  const end = wallClock(to, times.zone);
  const begin = Math.max(wallClock(from, times.zone), end - 60 * DAY);
  let total = 0;
  for (let day = Math.floor(begin / DAY) * DAY; day < end; day += DAY)
    for (const [open, close] of spansOf(day, times)) total += Math.max(0, Math.min(close, end) - Math.max(open, begin));
  return Math.floor(total / MINUTE);
}

/** When it opens next after an instant, within two weeks: the day, and the time by the wall clock (HH:mm). */
export function nextOpening(instant: number, times: OpenTimes): { day: string; time: string } | null {
  const at = wallClock(instant, times.zone);
  const today = Math.floor(at / DAY) * DAY;
  for (let day = today; day <= today + 14 * DAY; day += DAY) {
    const next = spansOf(day, times).find(([open]) => open > at);
    if (next)
      return { day: new Date(day).toISOString().slice(0, 10), time: new Date(next[0]).toISOString().slice(11, 16) };
  }
  return null;
}

/** Whether the office is open at an instant. */
export function isOpen(instant: number, times: OpenTimes): boolean {
  const at = wallClock(instant, times.zone);
  return spansOf(Math.floor(at / DAY) * DAY, times).some(([open, close]) => at >= open && at < close);
}
