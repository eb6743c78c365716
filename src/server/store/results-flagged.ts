/**
 * The figures without flagged ballots, from their own tallies. "Flagged" is one more axis of the tables in which small groups are
 * hidden, by place and by time: so the difference from the total, in any view and period, says no more about single people than any
 * other cell.
 */
import type { Database } from './engine.ts';
import type { Period } from '../../domain/period.ts';
import type { Flagged, FlaggedKind } from '../../domain/results-flagged.ts';
import { DIMENSIONS, narrowedBy, type Narrowing } from '../../domain/results-narrowing.ts';
import { createPeriodHiding, type DatedRow } from '../../domain/suppression-periods.ts';
import type { Hiding } from '../../domain/suppression-table.ts';
import { base, type Tally } from '../../domain/tally.ts';
import { Sums } from './breakdown.ts';
import { addTally, createSlices, DAILY, type Hidings, type Slice, type SliceSource } from './results-slices.ts';
import { weekOf } from './signal-places.ts';

type Range = [office: number, from: string, to: string];

/** The words of the first axis. */
const FLAGGED = 'flagged';
const WITHOUT = 'without';

export interface FlaggedQuery {
  period: Period;
  /** yyyy-MM, the first month that is not summed up yet. */
  openMonth: string;
  narrowing: Narrowing;
  criteria: readonly string[];
  all: SliceSource;
  total: Tally;
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
  for (const { tally } of slices) addTally(sums, tally);
  return sums.tally(criteria);
}

function readKinds(db: Database, office: number, { from, to }: Period): FlaggedKind[] {
  const kinds = db
    .prepare<Range, FlaggedKind>(
      `select kind, count(*) as count from flagged_ballots f where office_id = ? and day between ? and ?
         and not exists (select 1 from voids v where v.office_id = f.office_id and v.submission_id = f.submission_id) group by kind order by kind`,
    )
    .all(office, from, to);
  // A week belongs to the period in which it begins, and the first one to the period that it reaches into.
  const weeks = db
    .prepare<Range, number>('select count(*) from place_flags where office_id = ? and week between ? and ?')
    .pluck()
    .get(office, weekOf(from), to);
  return weeks ? [...kinds, { kind: 'far-from-peers', count: weeks }] : kinds;
}

type Column = (tally: Tally) => number;
/** One column's answer for a place, flagged or without the flagged. @param main what is hidden of all ballots. */
function hidingOf(
  all: SliceSource,
  flagged: SliceSource,
  baseOf: Column,
  main: (period: Period) => Hiding,
): (period: Period) => Hiding {
  return createPeriodHiding(
    (span, parts): DatedRow[] => {
      const parted = flagged.rowsIn(span, parts);
      return [
        ...all.rowsIn(span, parts).map(({ day, at, tally }) => ({ day, at: [WITHOUT, ...at], base: baseOf(tally) })),
        ...parted.map(({ day, at, tally }) => ({ day, at: [WITHOUT, ...at], base: -baseOf(tally) })),
        ...parted.map(({ day, at, tally }) => ({ day, at: [FLAGGED, ...at], base: baseOf(tally) })),
      ];
    },
    {
      daily: DAILY + 1,
      given: (span) => (axes) =>
        axes[0] === 0
          ? null
          : (words) =>
              main(span)(
                axes.map((axis) => axis - 1),
                words,
              ),
    },
  );
}

/** @param all what the whole office has, by every dimension. @param total what the narrowing leaves of it. */
export function readFlagged(
  db: Database,
  office: number,
  { period, openMonth, narrowing, criteria, all, total }: FlaggedQuery,
): Flagged {
  const flagged = createSlices(db, office, openMonth, criteria, 'flagged');
  const by = narrowedBy(narrowing);
  const kinds = by.length > 0 ? [] : readKinds(db, office, period);
  const isHere = ({ at }: Slice) => by.every((name) => at[DIMENSIONS.indexOf(name)] === narrowing[name]);
  const part = sumOf(flagged.of(period).slices.filter(isHere), criteria);
  if (part.ballots.all === 0) return { ballots: 0, without: null, kinds };

  const axes = [0, ...by.map((name) => DIMENSIONS.indexOf(name) + 1)];
  const words = by.map((name) => narrowing[name] ?? '');
  const isHidden = (baseOf: Column, main: (hidings: Hidings) => Hiding | undefined) => {
    const hides = hidingOf(all, flagged, baseOf, (span) => main(all.hidings(span)) ?? (() => true))(period);
    return hides(axes, [FLAGGED, ...words]) || hides(axes, [WITHOUT, ...words]);
  };
  const hidden =
    isHidden(
      ({ ballots }) => ballots.valid,
      ({ ballots }) => ballots,
    ) ||
    criteria.some((_, c) =>
      isHidden(
        ({ criteria: each }) => (each[c] ? base(each[c]) : 0),
        ({ criteria: each }) => each[c],
      ),
    );
  return { ballots: part.ballots.all, without: hidden ? null : minus(total, part), kinds };
}
