/**
 * Tally rows, added up by place, and what of them must be hidden. Every breakdown of a period, narrowed or not, is a sum of the
 * same slices, and what is hidden follows from all periods and all views together (domain/suppression-periods.ts): what one
 * reply hides no other gives away.
 */
import type { Database } from './engine.ts';
import { addDays, type Period, periodAround } from '../../domain/period.ts';
import type { Hidden } from '../../domain/results.ts';
import { type Dimension, DIMENSIONS, type Narrowing } from '../../domain/results-narrowing.ts';
import { type Group, groupOf } from '../../domain/suppression.ts';
import { createPeriodHiding, type DatedRow } from '../../domain/suppression-periods.ts';
import type { Hiding } from '../../domain/suppression-table.ts';
import { base, emptyBallots, emptyCriterion, type Tally } from '../../domain/tally.ts';
import { type BallotRow, type CriterionRow, Groups, Sums } from './breakdown.ts';
import { placeSpans, type SpanRange } from './spans.ts';

export interface Slice {
  /** Any day of the time that it stands for. */
  day: string;
  /** A word for each of DIMENSIONS. */
  at: string[];
  tally: Tally;
}
/** What is hidden, over the axes of DIMENSIONS: of the ballots, and of each criterion. */
export interface Hidings {
  ballots: Hiding;
  criteria: readonly Hiding[];
}
export interface Slices {
  slices: readonly Slice[];
  criteria: readonly string[];
  hiding: Hidings;
}
/** The slices of any period, all of one state of the data. */
export interface SliceSource {
  of: (period: Period) => Slices;
  /** Those of a span, divided as far as is asked. */
  rowsIn: (span: Period, parts: 'year' | 'month' | 'day') => readonly Slice[];
  hidings: (period: Period) => Hidings;
  /** By day, for the days of a period. */
  days: (period: Period) => readonly Slice[];
  /** By month: of the months that a period touches. */
  months: (period: Period) => readonly Slice[];
}

/** By the day only what is by counter is told: DIMENSIONS begins with it. */
export const DAILY = 1;
const RANGE = 'where office_id = ? and span between ? and ?';
const BALLOTS = 'sum(ballots), sum(left_early), sum(valid), sum(satisfied)';
const ANSWERS = 'sum(n1), sum(n2), sum(n3), sum(n4), sum(n5), sum(unknown), sum(blank)';
const PLACES = DIMENSIONS.join(', ');
/** Of all ballots, or of the flagged ones. */
const TABLES = {
  all: { ballots: 'ballot_tallies', answers: 'tallies' },
  flagged: { ballots: 'flagged_ballot_tallies', answers: 'flagged_tallies' },
} as const;
type Tables = (typeof TABLES)[keyof typeof TABLES];

/** The day of a span by day, or the first of a month. */
const dayOf = (span: string): string => (span.startsWith('m') ? `${span.slice(1)}-01` : span);

/** @param day the day of all of it, or none where each span stands for itself. */
function readRange(
  db: Database,
  office: number,
  [from, to]: SpanRange,
  criteria: readonly string[],
  tables: Tables,
  day?: string,
): Slice[] {
  const width = DIMENSIONS.length + 1;
  const first = day === undefined ? 'span' : "''";
  // A range of one month by its days is added up over them; all else is read in the order in which it lies.
  const by = day === undefined ? `span, ${PLACES}, survey` : PLACES;
  const read = (sql: string) =>
    db.prepare<[number, string, string], (string | number)[]>(sql).raw().all(office, from, to);
  const found = new Map<string, { at: string[]; sums: Sums }>();
  const sumsAt = (row: (string | number)[]): Sums => {
    const at = row.slice(0, width).map(String);
    const key = at.join('\u001f');
    let one = found.get(key);
    if (!one) found.set(key, (one = { at, sums: new Sums() }));
    return one.sums;
  };
  // The columns after the words are the sums, in the order of the query.
  for (const row of read(`select ${first}, ${PLACES}, ${BALLOTS} from ${tables.ballots} ${RANGE} group by ${by}`))
    sumsAt(row).addBallots(row.slice(width) as BallotRow);
  for (const row of read(
    `select ${first}, ${PLACES}, criterion, ${ANSWERS} from ${tables.answers} ${RANGE} group by ${by}, criterion`,
  ))
    sumsAt(row).addCriterion(String(row[width]), row.slice(width + 1) as CriterionRow);
  return [...found.values()].map(({ at: [span = '', ...at], sums }) => ({
    day: day ?? dayOf(span),
    at,
    tally: sums.tally(criteria),
  }));
}

/** Days apart from each month, which has one day or is a range of spans by month. */
function* rangesByMonth(ranges: readonly SpanRange[]): Generator<[range: SpanRange, day?: string]> {
  for (const [from, to] of ranges)
    if (from.startsWith('m')) yield [[from, to]];
    else
      for (let day = from; day <= to;) {
        const month = periodAround('month', day);
        const last = month.to < to ? month.to : to;
        yield [[day, last], day];
        day = addDays(last, 1);
      }
}

/** @param openMonth yyyy-MM, the first month that is not summed up yet. */
export function createSlices(
  db: Database,
  office: number,
  openMonth: string,
  criteria: readonly string[],
  counted: keyof typeof TABLES = 'all',
): SliceSource {
  const tables = TABLES[counted];
  const known = new Map<string, Slice[]>();
  const once = (name: string, { from, to }: Period, read: () => Slice[]): Slice[] => {
    const key = `${name} ${from} ${to}`;
    let slices = known.get(key);
    if (!slices) known.set(key, (slices = read()));
    return slices;
  };
  const whole = (period: Period) =>
    once('whole', period, () =>
      placeSpans(period, openMonth).flatMap((range) => readRange(db, office, range, criteria, tables, period.from)),
    );
  const months = (period: Period) =>
    once('months', period, () =>
      [...rangesByMonth(placeSpans(period, openMonth))].flatMap(([range, day]) =>
        readRange(db, office, range, criteria, tables, day),
      ),
    );
  const days = (period: Period) =>
    once('days', period, () => readRange(db, office, [period.from, period.to], criteria, tables));
  const within = (slices: readonly Slice[], { from, to }: Period) =>
    slices.filter(({ day }) => day >= from && day <= to);
  const rowsIn = (span: Period, parts: 'year' | 'month' | 'day'): readonly Slice[] => {
    if (parts === 'year') return whole(span);
    if (parts === 'month') return within(months(periodAround('year', span.from)), span);
    return within(days(periodAround('month', span.from)), span);
  };
  const column = (baseOf: (tally: Tally) => number) =>
    createPeriodHiding(
      (span, parts) => rowsIn(span, parts).map(({ day, at, tally }): DatedRow => ({ day, at, base: baseOf(tally) })),
      { daily: DAILY },
    );
  const ballots = column((tally) => tally.ballots.valid);
  const each = criteria.map((_, c) => column(({ criteria: list }) => (list[c] ? base(list[c]) : 0)));
  const decided = new Map<string, Hidings>();
  const hidings = (period: Period): Hidings => {
    const key = `${period.from} ${period.to}`;
    let found = decided.get(key);
    if (!found) decided.set(key, (found = { ballots: ballots(period), criteria: each.map((one) => one(period)) }));
    return found;
  };
  const of = (period: Period): Slices => ({ slices: whole(period), criteria, hiding: hidings(period) });
  return { of, rowsIn, hidings, days, months };
}

export function addTally(sums: Sums, { ballots, criteria }: Tally): void {
  sums.addBallots([ballots.all, ballots.left, ballots.valid, ballots.satisfied]);
  for (const { id, levels, unknown, blank } of criteria) sums.addCriterion(id, [...levels, unknown, blank]);
}

/** Where the narrowing stands among the axes. */
const fixedIn = (narrowing: Narrowing): { axis: number; word: string }[] =>
  DIMENSIONS.flatMap((dimension, axis) => {
    const word = narrowing[dimension];
    return word === undefined ? [] : [{ axis, word }];
  });
const isIn = (fixed: readonly { axis: number; word: string }[], { at }: Slice) =>
  fixed.every(({ axis, word }) => at[axis] === word);
/** One column's answer for a cell that is fixed by these words. */
const hides = (hiding: Hiding | undefined, fixed: readonly { axis: number; word: string }[]): boolean =>
  hiding?.(
    fixed.map(({ axis }) => axis),
    fixed.map(({ word }) => word),
  ) ?? true;

/** What the narrowing leaves, by the words of one dimension. Groups without a ballot are left out. */
export function groupsOf({ slices, criteria, hiding }: Slices, by: Dimension, narrowing: Narrowing): Group[] {
  const fixed = fixedIn(narrowing);
  const axis = DIMENSIONS.indexOf(by);
  const groups = new Groups();
  for (const slice of slices) if (isIn(fixed, slice)) addTally(groups.of(slice.at[axis] ?? ''), slice.tally);
  return [...groups.byId].flatMap(([id, sums]) => {
    const tally = sums.tally(criteria);
    const places = [...fixed.filter((one) => one.axis !== axis), { axis, word: id }];
    return tally.ballots.all === 0
      ? []
      : [groupOf(id, tally, hides(hiding.ballots, places), (c) => hides(hiding.criteria[c], places))];
  });
}

/** What the narrowing leaves, by time. @param timeOf the id of the group of a day. @param hidings what is hidden at that time. */
export function timesOf(
  slices: readonly Slice[],
  criteria: readonly string[],
  narrowing: Narrowing,
  { timeOf, hidings }: { timeOf: (day: string) => string; hidings: (id: string) => Hidings },
): Group[] {
  const fixed = fixedIn(narrowing);
  const groups = new Groups();
  for (const slice of slices) if (isIn(fixed, slice)) addTally(groups.of(timeOf(slice.day)), slice.tally);
  return [...groups.byId].flatMap(([id, sums]) => {
    const tally = sums.tally(criteria);
    if (tally.ballots.all === 0) return [];
    const { ballots, criteria: each } = hidings(id);
    return [groupOf(id, tally, hides(ballots, fixed), (c) => hides(each[c], fixed))];
  });
}

/** What the narrowing leaves, in all. What must be hidden has no counts; only the number of ballots stays. */
export function totalOf({ slices, criteria, hiding }: Slices, narrowing: Narrowing): { total: Tally; hidden: Hidden } {
  const fixed = fixedIn(narrowing);
  const sums = new Sums();
  for (const slice of slices) if (isIn(fixed, slice)) addTally(sums, slice.tally);
  const tally = sums.tally(criteria);
  const hidden: Hidden = {
    ballots: hides(hiding.ballots, fixed),
    criteria: criteria.filter((_, c) => hides(hiding.criteria[c], fixed)),
  };
  const total: Tally = {
    ballots: hidden.ballots ? { ...emptyBallots(), all: tally.ballots.all } : tally.ballots,
    criteria: tally.criteria.map((one) => (hidden.criteria.includes(one.id) ? emptyCriterion(one.id) : one)),
  };
  return { total, hidden };
}
