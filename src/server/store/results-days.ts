/** The days of a period and the months of a comparison, each with what of it must be hidden. */
import type { Database } from './engine.ts';
import { daysIn, type Period, periodAround } from '../../domain/period.ts';
import { DIMENSIONS, narrowedBy, type Narrowing } from '../../domain/results-narrowing.ts';
import { type Group, suppress } from '../../domain/suppression.ts';
import { type BallotRow, type CriterionRow, Groups } from './breakdown.ts';
import { type SliceSource, timesOf } from './results-slices.ts';
import { totalSpans } from './spans.ts';

/** Of a counter, the days of a quarter: they are read place by place. */
const MOST_DAYS = 92;
const RANGE = 'where office_id = ? and span between ? and ?';

/** The whole office, by day or by month (10 or 7 letters of the day). */
function wholeBy(db: Database, office: number, period: Period, letters: 7 | 10, criteria: readonly string[]): Group[] {
  const read = (sql: string) =>
    db
      .prepare<[number, string, string], (string | number)[]>(sql)
      .raw()
      .all(office, ...totalSpans(period));
  const groups = new Groups();
  const at = (span: string | number | undefined) => groups.of(String(span).slice(1, 1 + letters));
  // The columns after the words are the sums, in the order of the query.
  for (const [span, ...counts] of read(
    `select span, sum(ballots), sum(left_early), sum(valid), sum(satisfied) from ballot_tallies ${RANGE} group by span`,
  ))
    at(span).addBallots(counts as BallotRow);
  for (const [span, criterion, ...counts] of read(
    `select span, criterion, sum(n1), sum(n2), sum(n3), sum(n4), sum(n5), sum(unknown), sum(blank)
     from tallies ${RANGE} group by span, criterion`,
  ))
    at(span).addCriterion(String(criterion), counts as CriterionRow);
  const tallies = [...groups.byId].map(([id, sums]) => ({ id, tally: sums.tally(criteria) }));
  return suppress(tallies.filter(({ tally }) => tally.ballots.all > 0).sort((a, b) => (a.id < b.id ? -1 : 1)));
}
const inTime = (groups: Group[]) => groups.sort((a, b) => (a.id < b.id ? -1 : 1));

/** Oldest first. By the day only the whole office and a counter are told; of anything else there are none. */
export function readDays(
  db: Database,
  office: number,
  source: SliceSource,
  period: Period,
  narrowing: Narrowing,
  criteria: readonly string[],
): Group[] {
  const by = narrowedBy(narrowing);
  if (by.length === 0) return wholeBy(db, office, period, 10, criteria);
  if (by.some((name) => name !== DIMENSIONS[0]) || daysIn(period) > MOST_DAYS) return [];
  const hidings = (day: string) => source.hidings({ from: day, to: day });
  return inTime(timesOf(source.days(period), criteria, narrowing, { timeOf: (day) => day, hidings }));
}

/** Oldest first. @param period from the first day of a month to the last of one. */
export function readMonths(
  db: Database,
  office: number,
  source: SliceSource,
  period: Period,
  narrowing: Narrowing,
  criteria: readonly string[],
): Group[] {
  if (narrowedBy(narrowing).length === 0) return wholeBy(db, office, period, 7, criteria);
  const hidings = (month: string) => source.hidings(periodAround('month', `${month}-01`));
  return inTime(timesOf(source.months(period), criteria, narrowing, { timeOf: (day) => day.slice(0, 7), hidings }));
}
