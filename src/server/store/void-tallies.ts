/**
 * Takes a void ballot out of every tally, and puts it back. The row of `voids` and the tallies change in one transaction,
 * the caller's; the submission itself stays as it came.
 */
import type { Database } from './engine.ts';
import { safeParse } from 'zod/v4/core';
import { readSurvey } from './surveys.ts';
import { isFlagged } from './signal-flags.ts';
import { RecordShape } from './record-shape.ts';
import { createTallyWriter, readOpenMonth } from './tallies.ts';
import { createTallySums, type TallyKey } from './tallies-sums.ts';

function change(db: Database, office: number, submissionId: string, sign: 1 | -1): boolean {
  if (!db.inTransaction) throw new Error('tallies change only in the transaction of the deed');
  const row = db
    .prepare<[string, number], TallyKey & { body: string }>(
      `select day, hour, counter, field, stage, channel, survey, body from submissions where id = ? and office_id = ?`,
    )
    .get(submissionId, office);
  if (!row) return false;
  const submission = safeParse(RecordShape, JSON.parse(row.body));
  const survey = readSurvey(db, office, row.survey);
  if (!submission.success || !survey) throw new Error(`submission ${submissionId} can no longer be counted`);
  const write = createTallyWriter(db, office);
  for (const of of isFlagged(db, office, submissionId) ? (['all', 'flagged'] as const) : (['all'] as const)) {
    const sums = createTallySums(readOpenMonth(db, office), of);
    sums.add(row, submission.data, survey);
    write(sums, sign);
  }
  return true;
}

/**
 * Takes a submission out of all tallies. Insert its row into `voids` first: that row's key is what keeps a ballot from being
 * taken out twice.
 * @returns false when the office has no such submission; then nothing has changed.
 */
export const addVoid = (db: Database, office: number, submissionId: string): boolean =>
  change(db, office, submissionId, -1);

/** Puts it back. Call it only when deleting its row of `voids` has changed one row. @returns as `addVoid` */
export const removeVoid = (db: Database, office: number, submissionId: string): boolean =>
  change(db, office, submissionId, 1);
