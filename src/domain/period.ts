/**
 * Days are calendar days in the office's zone, written yyyy-MM-dd. The day and hour of an instant are worked out once, at
 * ingest; from then on a period is two days, and comparing days is comparing strings.
 */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** True for a zone that this runtime knows, such as Asia/Ho_Chi_Minh. */
/** Where the office is, unless it is set otherwise. */
export const OFFICE_ZONE = 'Asia/Ho_Chi_Minh';

export function isZone(zone: string): boolean {
  try {
    return formatFor(zone) !== undefined;
  } catch {
    return false;
  }
}

export interface DayHour {
  /** yyyy-MM-dd */
  day: string;
  /** 0 to 23 */
  hour: number;
}

// Every zone offset in use since 1970 is a multiple of 15 minutes, so a quarter of an hour has one day and one hour.
const QUARTER = 15 * 60 * 1000;
const known = new Map<string, Map<number, DayHour>>();

/** Day and hour of an instant (milliseconds since 1970) in a zone. */
export function dayHour(instant: number, zone: string): DayHour {
  let ofZone = known.get(zone);
  if (!ofZone || ofZone.size > 5000) known.set(zone, (ofZone = new Map<number, DayHour>()));
  const quarter = Math.floor(instant / QUARTER);
  const cached = ofZone.get(quarter);
  if (cached) return cached;
  const parts = new Map<string, string>(
    formatFor(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: string) => parts.get(type) ?? '';
  const result = {
    day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
  };
  ofZone.set(quarter, result);
  return result;
}

/** First and last day, both included. */
export interface Period {
  from: string;
  to: string;
}
export type PeriodName = 'today' | 'week' | 'month' | 'quarter' | 'year';
export const PERIOD_NAMES: readonly PeriodName[] = ['today', 'week', 'month', 'quarter', 'year'];

const DAY = 24 * 60 * 60 * 1000;
const toTime = (day: string) => Date.parse(`${day}T00:00:00Z`);
const toDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** A day that the calendar has, between the years 1970 and 2106. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = toTime(text);
  return Number.isFinite(time) && toDay(time) === text && text >= '1970-01-01' && text <= '2106-01-01';
}

export const addDays = (day: string, count: number): string => toDay(toTime(day) + count * DAY);
/** Monday is 0. */
export const weekday = (day: string): number => (new Date(toTime(day)).getUTCDay() + 6) % 7;
/** Days in a period, both ends included. */
export const daysIn = ({ from, to }: Period): number => Math.round((toTime(to) - toTime(from)) / DAY) + 1;

/** The named period that holds a day, whole: the week from Monday to Sunday, the month to its last day, and so on. */
export function periodAround(name: PeriodName, day: string): Period {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  const firstOf = (m: number) => toDay(Date.UTC(Number(year), m - 1, 1));
  switch (name) {
    case 'today':
      return { from: day, to: day };
    case 'week': {
      const from = addDays(day, -weekday(day));
      return { from, to: addDays(from, 6) };
    }
    case 'month':
      return { from: firstOf(month), to: addDays(firstOf(month + 1), -1) };
    case 'quarter': {
      const first = month - ((month - 1) % 3);
      return { from: firstOf(first), to: addDays(firstOf(first + 3), -1) };
    }
    case 'year':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
  }
}
