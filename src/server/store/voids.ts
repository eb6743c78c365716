/**
 * Void ballots: kept as they came, taken out of every figure, and counted as void. Called inside a transaction, together with the audit.
 */
import type { Database } from './engine.ts';
import type { VoidBody, VoidReason } from '../../domain/remark-ballot.ts';
import { addVoid, removeVoid } from './void-tallies.ts';

export type VoidOutcome = 'changed' | 'not-found' | 'already-void';

const isBallot = (db: Database, office: number, id: string): boolean =>
  db.prepare('select 1 from submissions where office_id = ? and id = ?').get(office, id) !== undefined;

export function voidBallot(
  db: Database,
  office: number,
  id: string,
  { reason, note, by, at }: VoidBody & { by: string; at: number },
): VoidOutcome {
  if (!isBallot(db, office, id)) return 'not-found';
  const { changes } = db
    .prepare<(string | number)[]>(
      `insert into voids (submission_id, office_id, reason, note, voided_by, voided_at) values (?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
    )
    .run(id, office, reason, note, by, at);
  if (changes === 0) return 'already-void';
  // The constraint has decided that this ballot still counted: taken out exactly once.
  if (!addVoid(db, office, id)) throw new Error(`ballot ${id} was here a moment ago`);
  return 'changed';
}

/** Lets a void ballot count again. @returns the reason that it had, or `null` when it is none. */
export function restoreBallot(db: Database, office: number, id: string): VoidReason | null {
  const reason = db
    .prepare<[number, string], VoidReason>(
      'delete from voids where office_id = ? and submission_id = ? returning reason',
    )
    .pluck()
    .get(office, id);
  if (reason === undefined) return null;
  if (!removeVoid(db, office, id)) throw new Error(`void ballot ${id} has no submission`);
  return reason;
}
