/** The void ballots of a period, counted from their bodies: they are few, and in no tally. */
import type BetterSqlite3 from 'better-sqlite3';
import { safeParse } from 'zod/v4/core';
import type { Period } from '../../domain/period.ts';
import { DIMENSIONS, narrowedBy, type Narrowing } from '../../domain/results-narrowing.ts';
import { isSmall } from '../../domain/suppression.ts';
import { emptyBallots, emptyCriterion, type Tally, tallyOf } from '../../domain/tally.ts';
import { Sums } from './breakdown.ts';
import { readSurvey } from './surveys.ts';
import { RecordShape } from './record-shape.ts';

/** @returns their counts; of 1 to 4 in a narrowed view only how many there are. */
export function readVoided(
  db: BetterSqlite3.Database,
  office: number,
  { from, to }: Period,
  narrowing: Narrowing,
  criteria: readonly string[],
): Tally {
  const places = narrowedBy(narrowing);
  const where = places.map((name) => `and s.${name} = ?`).join(' ');
  const rows = db
    .prepare<(string | number)[], { survey: number; body: string }>(
      // A cross join is read from the left: left to itself SQLite would look up every submission of the period instead.
      `select s.survey, s.body from voids v cross join submissions s on s.id = v.submission_id
       where v.office_id = ? and s.office_id = v.office_id and s.day between ? and ? ${where}`,
    )
    .all(office, from, to, ...places.map((name) => narrowing[name] ?? ''));
  const sums = new Sums();
  for (const { survey: version, body } of rows) {
    const submission = safeParse(RecordShape, JSON.parse(body));
    const survey = readSurvey(db, office, version);
    if (!submission.success || !survey) throw new Error('a void ballot can no longer be counted');
    const one = tallyOf(submission.data, survey);
    sums.addBallots([one.ballots.all, one.ballots.left, one.ballots.valid, one.ballots.satisfied]);
    for (const { id, levels, unknown, blank } of one.criteria) sums.addCriterion(id, [...levels, unknown, blank]);
  }
  const tally = sums.tally(criteria);
  const narrowed = DIMENSIONS.some((name) => narrowing[name] !== undefined);
  return narrowed && isSmall(tally.ballots.valid)
    ? { ballots: { ...emptyBallots(), all: tally.ballots.all }, criteria: criteria.map(emptyCriterion) }
    : tally;
}
