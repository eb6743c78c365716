/**
 * The figures without flagged ballots, from their own tallies. "Flagged" is one more dimension of the table in which small groups
 * are hidden: so the difference from the total, in any view, says no more about single people than any other cell.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Period } from '../../domain/period.ts';
import type { Flagged, FlaggedKind } from '../../domain/results-flagged.ts';
import { DIMENSIONS, narrowedBy, type Narrowing } from '../../domain/results-narrowing.ts';
import { createHiding, type TableRow } from '../../domain/suppression-table.ts';
import { base, type Tally } from '../../domain/tally.ts';
import { type BallotRow, type CriterionRow, Sums } from './breakdown.ts';
import type { Slices } from './results-slices.ts';
import { weekOf } from './signal-places.ts';
import type { SpanRange } from './spans.ts';

type Database = BetterSqlite3.Database;
type Slice = Pick<Slices['slices'][number], 'at' | 'tally'>;
type Range = [office: number, from: string, to: string];

const PLACE = DIMENSIONS.join(', ');
const RANGE = 'where office_id = ? and span between ? and ?';
const WIDTH = DIMENSIONS.length;

/** The flagged ballots by place: few rows, since few are flagged. */
function flaggedSlices(
  db: Database,
  office: number,
  ranges: readonly SpanRange[],
  criteria: readonly string[],
): Slice[] {
  const places = new Map<string, { at: string[]; sums: Sums }>();
  const sumsAt = (row: (string | number)[]): Sums => {
    const at = row.slice(0, WIDTH).map(String);
    const key = at.join('\u001f');
    let one = places.get(key);
    if (!one) places.set(key, (one = { at, sums: new Sums() }));
    return one.sums;
  };
  const read = (sql: string) => db.prepare<Range, (string | number)[]>(sql).raw();
  const ballots = read(
    `select ${PLACE}, sum(ballots), sum(left_early), sum(valid), sum(satisfied)
     from flagged_ballot_tallies ${RANGE} group by ${PLACE}`,
  );
  const answers = read(
    `select ${PLACE}, criterion, sum(n1), sum(n2), sum(n3), sum(n4), sum(n5), sum(unknown), sum(blank)
     from flagged_tallies ${RANGE} group by ${PLACE}, criterion`,
  );
  for (const [from, to] of ranges) {
    // The columns after the words are the sums, in the order of the queries above.
    for (const row of ballots.all(office, from, to)) sumsAt(row).addBallots(row.slice(WIDTH) as BallotRow);
    for (const row of answers.all(office, from, to))
      sumsAt(row).addCriterion(String(row[WIDTH]), row.slice(WIDTH + 1) as CriterionRow);
  }
  return [...places.values()]
    .map(({ at, sums }) => ({ at, tally: sums.tally(criteria) }))
    .filter(({ tally }) => tally.ballots.all > 0);
}

/** Takes the second from the first; both over the same criteria. */
function minus(all: Tally, part: Tally): Tally {
  const sums = new Sums();
  for (const [{ ballots, criteria }, sign] of [[all, 1] as const, [part, -1] as const]) {
    const { all: count, left, valid, satisfied } = ballots;
    sums.addBallots([sign * count, sign * left, sign * valid, sign * satisfied]);
    for (const { id, levels, unknown, blank } of criteria) {
      const [n1, n2, n3, n4, n5] = levels;
      sums.addCriterion(id, [sign * n1, sign * n2, sign * n3, sign * n4, sign * n5, sign * unknown, sign * blank]);
    }
  }
  return sums.tally(all.criteria.map(({ id }) => id));
}

function sumOf(slices: readonly Slice[], criteria: readonly string[]): Tally {
  const sums = new Sums();
  for (const { tally } of slices) {
    const { all, left, valid, satisfied } = tally.ballots;
    sums.addBallots([all, left, valid, satisfied]);
    for (const { id, levels, unknown, blank } of tally.criteria) sums.addCriterion(id, [...levels, unknown, blank]);
  }
  return sums.tally(criteria);
}

function readKinds(db: Database, office: number, { from, to }: Period): FlaggedKind[] {
  const kinds = db
    .prepare<Range, FlaggedKind>(
      `select kind, count(*) as count from flagged_ballots f where office_id = ? and day between ? and ?
         and not exists (select 1 from voids v where v.submission_id = f.submission_id) group by kind order by kind`,
    )
    .all(office, from, to);
  // A week belongs to the period in which it begins, and the first one to the period that it reaches into.
  const weeks = db
    .prepare<Range, number>('select count(*) from place_flags where office_id = ? and week between ? and ?')
    .pluck()
    .get(office, weekOf(from), to);
  return weeks ? [...kinds, { kind: 'far-from-peers', count: weeks }] : kinds;
}

/** @param all what the whole office has, by every dimension. @param total what the narrowing leaves of it. */
export function readFlagged(
  db: Database,
  office: number,
  {
    period,
    spans,
    narrowing,
    all,
    total,
  }: {
    period: Period;
    spans: readonly SpanRange[];
    narrowing: Narrowing;
    all: Pick<Slices, 'slices' | 'criteria'>;
    total: Tally;
  },
): Flagged {
  const { criteria } = all;
  const flagged = flaggedSlices(db, office, spans, criteria);
  const by = narrowedBy(narrowing);
  const kinds = by.length > 0 ? [] : readKinds(db, office, period);
  const isHere = ({ at }: Slice) => by.every((name) => at[DIMENSIONS.indexOf(name)] === narrowing[name]);
  const part = sumOf(flagged.filter(isHere), criteria);
  if (part.ballots.all === 0) return { ballots: 0, without: null, kinds };

  const columns: ((tally: Tally) => number)[] = [
    (tally) => tally.ballots.valid,
    ...criteria.map((_, c) => (tally: Tally) => (tally.criteria[c] ? base(tally.criteria[c]) : 0)),
  ];
  const axes = [...by.map((name) => DIMENSIONS.indexOf(name)), WIDTH];
  const words = by.map((name) => narrowing[name] ?? '');
  const isHidden = columns.some((baseOf) => {
    const rows: TableRow[] = [
      ...all.slices.map(({ at, tally }) => ({ at: [...at, 'without'], base: baseOf(tally) })),
      ...flagged.map(({ at, tally }) => ({ at: [...at, 'without'], base: -baseOf(tally) })),
      ...flagged.map(({ at, tally }) => ({ at: [...at, 'flagged'], base: baseOf(tally) })),
    ];
    const hides = createHiding(rows);
    return hides(axes, [...words, 'flagged']) || hides(axes, [...words, 'without']);
  });
  return { ballots: part.ballots.all, without: isHidden ? null : minus(total, part), kinds };
}
