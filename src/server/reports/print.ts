/** How figures, counts and days are written in documents. It turns exact text into a language's, and never rounds again. */
import { fromDecimal, type Fraction } from '../../domain/fraction.ts';
import { dayHour } from '../../domain/period.ts';
import { type Interval, printIndex } from '../../domain/summary.ts';

export type Language = 'vi' | 'en';

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;
// Made when they are first needed: the two take a twentieth of a start.
const counts: Partial<Record<Language, Intl.NumberFormat>> = {};

/** A decimal with a point, as the language writes it. */
export const localDecimal = (text: string, language: Language): string =>
  language === 'vi' ? text.replace('.', ',') : text;
export const countText = (count: number, language: Language = 'vi'): string =>
  (counts[language] ??= new Intl.NumberFormat(LOCALES[language])).format(count);
/** "87,43 %" in Vietnamese, with a space that does not break. */
export const percentText = (text: string, language: Language = 'vi'): string =>
  language === 'vi' ? `${localDecimal(text, language)}\u00a0%` : `${text}%`;

/** Without its sign, with as many decimals as keep it on its side of the goal. */
export const indexText = (index: Fraction, goal: number, language: Language = 'vi'): string =>
  localDecimal(printIndex(index, goal), language);

const places = (text: string) => text.split('.')[1]?.length ?? 0;
/** Both bounds with the same number of decimals. */
export function intervalText({ low, high }: Interval, goal: number, language: Language = 'vi'): string {
  const print = (value: number, decimals: number) => printIndex(fromDecimal(value), goal, decimals);
  const decimals = Math.max(places(print(low, 2)), places(print(high, 2)));
  return [low, high].map((bound) => localDecimal(print(bound, decimals), language)).join(' – ');
}

/** yyyy-MM-dd as dd/MM/yyyy. */
export const dayText = (day: string): string => day.split('-').reverse().join('/');
/** yyyy-MM-dd as it stands at the head of an official letter. */
export function longDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  // One-digit days, and January and February, get a zero (NĐ 30/2020, Phụ lục I).
  return `ngày ${date} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`;
}

/** "14:05, 02/11/2026" in the office's zone. */
export function momentText(instant: number, zone: string): string {
  const clock = new Intl.DateTimeFormat('vi-VN', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${clock.format(instant)}, ${dayText(dayHour(instant, zone).day)}`;
}
