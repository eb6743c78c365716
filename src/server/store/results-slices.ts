/**
 * Tally rows, added up by time and place, and what of them must be hidden. Every breakdown of a period, narrowed or not, is
 * a sum of the same slices, so that what one view hides no other gives away.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Hidden } from '../../domain/results.ts';
import { type Dimension, DIMENSIONS, type Narrowing } from '../../domain/results-narrowing.ts';
import { type Group, groupOf } from '../../domain/suppression.ts';
import { createHiding, type Hiding } from '../../domain/suppression-table.ts';
import { base, emptyBallots, emptyCriterion, type Tally } from '../../domain/tally.ts';
import { type BallotRow, type CriterionRow, Groups, Sums } from './breakdown.ts';
import type { SpanRange } from './spans.ts';

type Database = BetterSqlite3.Database;
export type Axis = 'time' | Dimension;
interface Slice {
  /** A word for each axis. */
  at: string[];
  tally: Tally;
}
export interface Slices {
  axes: readonly Axis[];
  slices: readonly Slice[];
  criteria: readonly string[];
  hiding: { ballots: Hiding; criteria: readonly Hiding[] };
}

const RANGE = 'where office_id = ? and span between ? and ?';
const BALLOTS = 'sum(ballots), sum(left_early), sum(valid), sum(satisfied)';
const ANSWERS = 'sum(n1), sum(n2), sum(n3), sum(n4), sum(n5), sum(unknown), sum(blank)';
/** The day of a span by day or of a day over all places; with 7 letters the month of any span. */
const timeOf = (span: string, letters: number): string => (span >= 'd' ? span.slice(1) : span).slice(0, letters);

/**
 * Reads the tallies of ranges of spans.
 * @param time what the axis `time` stands for.
 */
export function readSlices(
  db: Database,
  office: number,
  ranges: readonly SpanRange[],
  { axes, time = 'day' }: { axes: readonly Axis[]; time?: 'day' | 'month' },
  criteria: readonly string[],
): Slices {
  // By the span as it lies in the index, which is already in order; what it stands for is worked out here.
  const by = axes.map((axis) => (axis === 'time' ? 'span' : axis));
  const letters = time === 'month' ? 7 : 10;
  const group = (more: string[] = []) => [...by, ...more].join(', ') || "''";
  const sums = new Map<string, { at: string[]; sums: Sums }>();
  const sumsAt = (at: string[]): Sums => {
    const key = at.join('\u001f');
    let one = sums.get(key);
    if (!one) sums.set(key, (one = { at, sums: new Sums() }));
    return one.sums;
  };
  const width = Math.max(axes.length, 1);
  const read = (sql: string) => db.prepare<[number, string, string], (string | number)[]>(sql).raw();
  const ballots = read(`select ${group()}, ${BALLOTS} from ballot_tallies ${RANGE} group by ${group()}`);
  const grouped = group(['criterion']);
  const answers = read(
    `select ${by.length > 0 ? '' : "'', "}${grouped}, ${ANSWERS} from tallies ${RANGE} group by ${grouped}`,
  );
  const words = (row: (string | number)[]) =>
    axes.map((axis, i) => (axis === 'time' ? timeOf(String(row[i]), letters) : String(row[i])));
  for (const [from, to] of ranges) {
    // The columns after the words are the sums, in the order of the query above.
    for (const row of ballots.all(office, from, to)) sumsAt(words(row)).addBallots(row.slice(width) as BallotRow);
    for (const row of answers.all(office, from, to))
      sumsAt(words(row)).addCriterion(String(row[width]), row.slice(width + 1) as CriterionRow);
  }
  const slices = [...sums.values()].map((one) => ({ at: one.at, tally: one.sums.tally(criteria) }));
  const column = (baseOf: (tally: Tally) => number) =>
    createHiding(slices.map(({ at, tally }) => ({ at, base: baseOf(tally) })));
  return {
    axes,
    slices,
    criteria,
    hiding: {
      ballots: column((tally) => tally.ballots.valid),
      criteria: criteria.map((_, c) => column(({ criteria: list }) => (list[c] ? base(list[c]) : 0))),
    },
  };
}

function addTally(sums: Sums, { ballots, criteria }: Tally): void {
  sums.addBallots([ballots.all, ballots.left, ballots.valid, ballots.satisfied]);
  for (const { id, levels, unknown, blank } of criteria) sums.addCriterion(id, [...levels, unknown, blank]);
}

/** Where the narrowing stands among the axes. Every dimension that it names must be one of them. */
function fixedIn(axes: readonly Axis[], narrowing: Narrowing): { axis: number; word: string }[] {
  return DIMENSIONS.flatMap((dimension) => {
    const word = narrowing[dimension];
    if (word === undefined) return [];
    const axis = axes.indexOf(dimension);
    if (axis < 0) throw new Error(`these slices are not by ${dimension}`);
    return [{ axis, word }];
  });
}

/** What the narrowing leaves, by the words of one axis. Groups without a ballot are left out. */
export function groupsOf({ axes, slices, criteria, hiding }: Slices, by: Axis, narrowing: Narrowing): Group[] {
  const fixed = fixedIn(axes, narrowing);
  const axis = axes.indexOf(by);
  const groups = new Groups();
  for (const { at, tally } of slices)
    if (fixed.every((one) => at[one.axis] === one.word)) addTally(groups.of(at[axis] ?? ''), tally);
  return [...groups.byId].flatMap(([id, sums]) => {
    const tally = sums.tally(criteria);
    const places = [...fixed.filter((one) => one.axis !== axis), { axis, word: id }];
    const isHidden = (column: Hiding | undefined) =>
      column?.(
        places.map((one) => one.axis),
        places.map((one) => one.word),
      ) ?? true;
    return tally.ballots.all === 0
      ? []
      : [groupOf(id, tally, isHidden(hiding.ballots), (c) => isHidden(hiding.criteria[c]))];
  });
}

/** What the narrowing leaves, in all. What must be hidden has no counts; only the number of ballots stays. */
export function totalOf({ axes, slices, criteria, hiding }: Slices, narrowing: Narrowing) {
  const fixed = fixedIn(axes, narrowing);
  const sums = new Sums();
  for (const { at, tally } of slices) if (fixed.every((one) => at[one.axis] === one.word)) addTally(sums, tally);
  const places = fixed.map(({ axis }) => axis);
  const words = fixed.map(({ word }) => word);
  const tally = sums.tally(criteria);
  const hidden: Hidden = {
    ballots: hiding.ballots(places, words),
    criteria: criteria.filter((_, c) => hiding.criteria[c]?.(places, words) ?? true),
  };
  const total: Tally = {
    ballots: hidden.ballots ? { ...emptyBallots(), all: tally.ballots.all } : tally.ballots,
    criteria: tally.criteria.map((one) => (hidden.criteria.includes(one.id) ? emptyCriterion(one.id) : one)),
  };
  return { total, hidden };
}
