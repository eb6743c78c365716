/**
 * How figures, counts, days and times are written in a language. It only turns the domain's exact text into the page's:
 * the comma in Vietnamese, the point in English, never another rounding.
 */
import { fromDecimal, toDecimal, type Fraction } from '../domain/fraction.ts';
import { dayHour } from '../domain/period.ts';
import { printIndex, type Interval } from '../domain/summary.ts';
import type { Language } from '../ui/dashboard-words.ts';

const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };

export interface Format {
  /** An index without its sign, with as many decimals as keep it on its side of the goal. */
  index: (index: Fraction) => string;
  /** Both bounds of an interval, kept on their side of the goal in the same way. */
  interval: (interval: Interval, decimals?: number) => { low: string; high: string };
  /** A share for a label: one decimal at most, no verdict hangs on it. */
  share: (share: Fraction, decimals?: number) => string;
  /** The mark of the language in a number that is printed already. */
  decimal: (text: string) => string;
  /** Adds the percent sign as the language writes it. */
  percent: (text: string) => string;
  goal: string;
  count: (count: number) => string;
  /** yyyy-MM-dd as people write a day. */
  day: (day: string) => string;
  /** The same without the year, for axes. */
  shortDay: (day: string) => string;
  /** Hour and minute in the office's zone; with the day when it is not `today`. */
  time: (instant: number, today: string) => string;
  /** Day, hour and minute. */
  moment: (instant: number) => string;
}

export function createFormat(language: Language, zone: string, goal: number): Format {
  const local = (text: string) => (language === 'vi' ? text.replace('.', ',') : text);
  const percent = (text: string) => (language === 'vi' ? `${text}\u00a0%` : `${text}%`);
  const counts = new Intl.NumberFormat(LOCALES[language]);
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', ...options });
  const full = date({ day: '2-digit', month: language === 'vi' ? '2-digit' : 'short', year: 'numeric' });
  const short = date({ day: 'numeric', month: language === 'vi' ? 'numeric' : 'short' });
  const clock = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const day = (text: string) => full.format(at(text));
  const moment = (instant: number) => `${clock.format(instant)}, ${day(dayHour(instant, zone).day)}`;
  const bound = (value: number, decimals: number) => printIndex(fromDecimal(value), goal, decimals);
  const decimalsOf = (text: string) => text.split('.')[1]?.length ?? 0;
  return {
    index: (index) => local(printIndex(index, goal)),
    interval: ({ low, high }, least = 1) => {
      // Where one bound needs another decimal to stay on its side of the goal, both get it.
      const decimals = Math.max(decimalsOf(bound(low, least)), decimalsOf(bound(high, least)));
      return { low: local(bound(low, decimals)), high: local(bound(high, decimals)) };
    },
    share: (share, decimals = 1) => local(toDecimal(share, decimals)),
    decimal: local,
    percent,
    goal: percent(local(String(goal))),
    count: (count) => counts.format(count),
    day,
    shortDay: (text) => short.format(at(text)),
    time: (instant, today) => (dayHour(instant, zone).day === today ? clock.format(instant) : moment(instant)),
    moment,
  };
}
