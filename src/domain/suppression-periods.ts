/**
 * Hiding across periods. Days lie in weeks (cut at the ends of months), these in months, quarters and years, and each of these spans is one
 * more axis of the table of its parent: from the year down a cell is hidden when it is small, or for the sake of a small one
 * (./suppression-lines.ts), in sums of places or of times. A figure for a period is given when every one of the largest
 * spans that make it up is. So two periods, or two filters, or both, differ by nobody or by at least as many as a group must have.
 */
import { addDays, type Period, periodAround, weekday } from './period.ts';
import { createHiding, type Given, type Hiding, type TableRow, tellWhole } from './suppression-table.ts';

const LEVELS = ['year', 'quarter', 'month', 'week', 'day'] as const;
type Level = (typeof LEVELS)[number];
export interface Span extends Period {
  level: Level;
}

const known = new Map<string, Span>();
/** The span of a level that holds a day. A week ends with its month. */
export function spanAround(level: Level, day: string): Span {
  const name = `${level} ${day}`;
  let span = known.get(name);
  if (!span) {
    if (known.size > 20_000) known.clear();
    known.set(name, (span = workOut(level, day)));
  }
  return span;
}
function workOut(level: Level, day: string): Span {
  if (level === 'day') return { level, from: day, to: day };
  if (level !== 'week') return { level, ...periodAround(level, day) };
  const month = periodAround('month', day);
  const monday = addDays(day, -weekday(day));
  const sunday = addDays(monday, 6);
  return { level, from: monday > month.from ? monday : month.from, to: sunday < month.to ? sunday : month.to };
}

/** The fewest spans that make up a period, in order. */
export function spansOf({ from, to }: Period): Span[] {
  const spans: Span[] = [];
  for (let day = from; day <= to;) {
    const largest = LEVELS.map((level) => spanAround(level, day)).find((span) => span.from === day && span.to <= to);
    if (!largest) throw new Error(`${day} is no day`);
    spans.push(largest);
    day = addDays(largest.to, 1);
  }
  return spans;
}

const parentOf = ({ level, from }: Span): Span | null => {
  const above = LEVELS[LEVELS.indexOf(level) - 1];
  return above ? spanAround(above, from) : null;
};

/** What is counted on a day, or somewhere in a month: then `day` is any day of it. */
export interface DatedRow extends TableRow {
  day: string;
}
/** @param parts what the rows must be divided into: of a year that is asked for whole, nobody needs the days. */
export type RowsIn = (span: Period, parts: 'year' | 'month' | 'day') => readonly DatedRow[];

/** What is decided elsewhere of a span, over the axes of the rows. */
export type GivenIn = (span: Period) => Given;

export interface PeriodHidingOptions {
  /** How many of the first axes are told by the day; what is by any other is told of whole weeks and longer spans only. */
  daily: number;
  /** Without it the whole of any period is told, however few they are, and nothing else is decided. */
  given?: GivenIn;
}

/**
 * @param rowsIn all rows of a span. It is asked only for what is needed, and gives the same each time.
 * @returns what is hidden in the table of a period. Ask the same function for all periods of one state of the data.
 */
export function createPeriodHiding(
  rowsIn: RowsIn,
  { daily, given = () => tellWhole }: PeriodHidingOptions,
): (period: Period) => Hiding {
  const tables = new Map<string, Hiding>();
  const once = (name: string, make: () => Hiding): Hiding => {
    let table = tables.get(name);
    if (!table) tables.set(name, (table = make()));
    return table;
  };
  const isWholeTold = (span: Period) => given(span)([])?.([]) === false;
  /** The table of a parent by its spans of a level: time is the first axis. */
  const childrenOf = (parent: Span, level: Level): Hiding =>
    once(`${level} ${parent.from}`, () => {
      const byDay = level === 'day';
      const rows = rowsIn(parent, byDay || level === 'week' ? 'day' : 'month').map(({ day, at: words, base }) => ({
        at: [spanAround(level, day).from, ...(byDay ? words.slice(0, daily) : words)],
        base,
        ...(isWholeTold(parent) ? { moment: day } : {}),
      }));
      return createHiding(rows, (axes) => {
        const places = axes.filter((axis) => axis > 0).map((axis) => axis - 1);
        if (axes[0] !== 0) return (words) => at(parent)(places, words);
        if (!given(parent)(places)) return null;
        return ([from = '', ...words]) => given(spanAround(level, from))(places)?.(words) ?? true;
      });
    });
  const isAnyone = (parent: Span, from: string, axes: readonly number[], words: readonly string[]): boolean =>
    rowsIn(parent, 'day').some(
      ({ day, at: place, base }) => day === from && base > 0 && axes.every((axis, i) => place[axis] === words[i]),
    );
  const at = (span: Span, whole = false): Hiding => {
    const parent = parentOf(span);
    if (!parent)
      return once(`year ${span.from}`, () => createHiding(rowsIn(span, whole ? 'year' : 'month'), given(span)));
    return (axes, words) =>
      span.level === 'day' && axes.some((axis) => axis >= daily)
        ? isAnyone(parent, span.from, axes, words)
        : childrenOf(parent, span.level)([0, ...axes.map((axis) => axis + 1)], [span.from, ...words]);
  };
  return (period) => {
    const spans = spansOf(period);
    const whole = spans.every(({ level }) => level === 'year');
    return (axes, words) => spans.some((span) => given(span)(axes)?.(words) ?? at(span, whole)(axes, words));
  };
}
