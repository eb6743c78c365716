/**
 * Spans of the tally tables. A day is its own name; a month begins with "m" and a day over all places with "d", so neither
 * ever lies between two days. A year by place is then twelve months instead of 365 days, however many answers it has. The
 * newest month with answers is still open and has its days only (store/tallies.ts): most answers are written once, not twice.
 */
import { addDays, type Period, periodAround } from '../../domain/period.ts';

/** yyyy-MM */
export const monthOf = (day: string): string => day.slice(0, 7);
export const monthSpan = (day: string): string => `m${monthOf(day)}`;
export const totalSpan = (day: string): string => `d${day}`;

/** First and last span, both included. */
export type SpanRange = [from: string, to: string];

/**
 * The ranges that make up a period by place, without overlap: its whole months, and the days before and after them.
 * @param openMonth yyyy-MM, the first month that is not summed up yet.
 */
export function placeSpans({ from, to }: Period, openMonth: string): SpanRange[] {
  const firstOfMonth = (day: string) => periodAround('month', day).from;
  const nextMonth = (day: string) => addDays(periodAround('month', day).to, 1);
  const start = from === firstOfMonth(from) ? from : nextMonth(from);
  const wholeEnd = firstOfMonth(addDays(to, 1));
  const end = wholeEnd < openMonth ? wholeEnd : `${openMonth}-01`;
  if (start >= end) return [[from, to]];
  const days = (first: string, last: string): SpanRange[] => (first <= last ? [[first, last]] : []);
  return [...days(from, addDays(start, -1)), [monthSpan(start), monthSpan(addDays(end, -1))], ...days(end, to)];
}

/** The range of a period, day by day over all places. */
export const totalSpans = ({ from, to }: Period): SpanRange => [totalSpan(from), totalSpan(to)];
