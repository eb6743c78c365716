/**
 * The counts that the rules about answers look at: a window of days, the office as a whole and each counter. Only answers to the survey
 * version that is asked now: two versions are never joined silently. Reads tallies, never submissions.
 */
import type { Database } from './engine.ts';
import type { Period } from '../../domain/period.ts';
import type { Survey } from '../../domain/survey.ts';
import type { Tally } from '../../domain/tally.ts';
import { type BallotRow, type CriterionRow, Groups, Sums } from './breakdown.ts';
import { placeSpans } from './spans.ts';
import { readOpenMonth } from './tallies.ts';

type Range = [office: number, survey: number, from: string, to: string];

export function readAlertFigures(
  db: Database,
  office: number,
  survey: Survey,
  period: Period,
): { office: Tally; counters: ReadonlyMap<string, Tally> } {
  const where = 'where office_id = ? and survey = ? and span between ? and ?';
  const ballots = db
    .prepare<Range, [string, ...BallotRow]>(
      `select counter, sum(ballots), sum(left_early), sum(valid), sum(satisfied) from ballot_tallies ${where}
       group by counter`,
    )
    .raw();
  const answers = db
    .prepare<Range, [string, string, ...CriterionRow]>(
      `select counter, criterion, sum(n1), sum(n2), sum(n3), sum(n4), sum(n5), sum(unknown), sum(blank) from tallies ${where}
       group by counter, criterion`,
    )
    .raw();
  const total = new Sums();
  const counters = new Groups();
  for (const [from, to] of placeSpans(period, readOpenMonth(db, office))) {
    for (const [counter, ...counts] of ballots.all(office, survey.version, from, to))
      for (const sums of [total, counters.of(counter)]) sums.addBallots(counts);
    for (const [counter, criterion, ...counts] of answers.all(office, survey.version, from, to))
      for (const sums of [total, counters.of(counter)]) sums.addCriterion(criterion, counts);
  }
  const criteria = survey.criteria.map(({ id }) => id);
  return {
    office: total.tally(criteria),
    counters: new Map([...counters.byId].map(([id, sums]) => [id, sums.tally(criteria)])),
  };
}
