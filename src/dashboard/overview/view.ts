/**
 * What is shown, as the address says it. The URL is the only state of the page, so the back button, a bookmark and a link
 * in a message all work. What cannot be read in an address falls back to the default instead of failing.
 */
import {
  addDays,
  daysIn,
  isDay,
  PERIOD_NAMES,
  periodAround,
  type Period,
  type PeriodName,
} from '../../domain/period.ts';
import type { HalfDay } from '../../domain/insight.ts';
import { DIMENSIONS, type Narrowing } from '../../domain/results-narrowing.ts';
import { Method } from '../../domain/survey.ts';
import type { Language } from '../../ui/dashboard-words.ts';

/** A named period around a day (`null`: around today, moving on with it), or two days. */
export type Span = { name: PeriodName; at: string | null } | { name: 'range'; from: string; to: string };

export interface View {
  span: Span;
  /** `null` is the survey's own method. */
  method: Method | null;
  language: Language;
  /** What of the period is shown: in any combination. '' is what was not recorded. */
  narrowing: Narrowing;
  /** Only this criterion, and on the page "why" only this reason of it. */
  criterion: string | null;
  reason: string | null;
  /** The half-day of the week that the heat map frames, on the page "why" only. */
  when: HalfDay | null;
  /** The answer, the criteria and the levels without flagged ballots, on the overview only. */
  withoutFlagged: boolean;
}

const isPeriodName = (text: string): text is PeriodName => PERIOD_NAMES.some((name) => name === text);

function parseSpan(query: URLSearchParams): Span {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  if (isDay(from) && isDay(to) && from <= to) return { name: 'range', from, to };
  const name = query.get('period') ?? '';
  const at = query.get('at') ?? '';
  return { name: isPeriodName(name) ? name : 'month', at: isDay(at) ? at : null };
}

const LONGEST_ID = 40;
const idIn = (query: URLSearchParams, name: string): string | null => {
  const id = query.get(name);
  return id !== null && id.length <= LONGEST_ID ? id : null;
};
function parseNarrowing(query: URLSearchParams): Narrowing {
  const narrowing: Narrowing = {};
  for (const dimension of DIMENSIONS) {
    const id = idIn(query, dimension);
    if (id !== null) narrowing[dimension] = id;
  }
  return narrowing;
}

/** `0-morning` is Monday morning. */
function parseWhen(query: URLSearchParams): HalfDay | null {
  const [, day, half] = /^([0-6])-(morning|afternoon)$/.exec(query.get('when') ?? '') ?? [];
  return day === undefined ? null : { weekday: Number(day), half: half === 'morning' ? 'morning' : 'afternoon' };
}

/** Reads the part of an address after `?`. */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const method = Method.safeParse(query.get('method'));
  return {
    span: parseSpan(query),
    method: method.success ? method.data : null,
    language: query.get('lang') === 'en' ? 'en' : 'vi',
    narrowing: parseNarrowing(query),
    criterion: idIn(query, 'criterion') || null,
    reason: idIn(query, 'reason') || null,
    when: parseWhen(query),
    withoutFlagged: query.get('flagged') === 'without',
  };
}

function setNarrowing(query: URLSearchParams, narrowing: Narrowing): void {
  for (const dimension of DIMENSIONS) {
    const id = narrowing[dimension];
    if (id !== undefined) query.set(dimension, id);
  }
}

/** The address for a view, beginning with `?`; `parseView` reads it back. */
export function viewSearch({
  span,
  method,
  language,
  narrowing,
  criterion,
  reason,
  when,
  withoutFlagged,
}: View): string {
  const query = new URLSearchParams(span.name === 'range' ? { from: span.from, to: span.to } : { period: span.name });
  if (span.name !== 'range' && span.at !== null) query.set('at', span.at);
  if (method !== null) query.set('method', method);
  setNarrowing(query, narrowing);
  if (criterion !== null) query.set('criterion', criterion);
  if (reason !== null) query.set('reason', reason);
  if (withoutFlagged) query.set('flagged', 'without');
  if (when !== null) query.set('when', `${when.weekday}-${when.half}`);
  if (language !== 'vi') query.set('lang', language);
  return `?${query.toString()}`;
}

/** The days of a span. */
export const periodOf = (span: Span, today: string): Period =>
  span.name === 'range' ? { from: span.from, to: span.to } : periodAround(span.name, span.at ?? today);

/** What the server is asked for; a period around today is named, so that the server's own today counts. */
export function requestQuery({ span, narrowing }: Pick<View, 'span' | 'narrowing'>): string {
  const query = new URLSearchParams(spanQuery(span));
  setNarrowing(query, narrowing);
  return query.toString();
}
function spanQuery(span: Span): string {
  if (span.name === 'range') return `from=${span.from}&to=${span.to}`;
  if (span.at === null) return `period=${span.name}`;
  const { from, to } = periodAround(span.name, span.at);
  return `from=${from}&to=${to}`;
}

/** The span before (-1) or after (1); `null` where there is nothing to see, after today. */
export function step(span: Span, direction: -1 | 1, today: string): Span | null {
  const period = periodOf(span, today);
  if (span.name === 'range') {
    const length = direction * daysIn(period);
    const [from, to] = [addDays(period.from, length), addDays(period.to, length)];
    return from > today || !isDay(from) ? null : { name: 'range', from, to };
  }
  const at = periodAround(span.name, addDays(direction < 0 ? period.from : period.to, direction)).from;
  if (at > today || !isDay(at)) return null;
  return { name: span.name, at: at === periodAround(span.name, today).from ? null : at };
}
