/** Records that were refused because the key to open them was not here. */
import type { Database } from './engine.ts';

export interface WaitingRecord {
  hash: string;
  /** The tablet that sent it. */
  device: string;
  sentAt: number;
  receivedAt: number;
  body: Buffer;
}

/** The next after this one, in the order of their hashes. */
export function waitingAfter(db: Database, office: number, hash: string, count: number): WaitingRecord[] {
  return db
    .prepare<[number, string, number], WaitingRecord>(
      `select hash, device_id as device, sent_at as sentAt, received_at as receivedAt, body from refused_submissions
       where office_id = ? and code = 'sealing-key' and sent_at is not null and hash > ? order by hash limit ?`,
    )
    .all(office, hash, count);
}

/** Takes a record off the list; whoever calls this stores it in the same transaction. */
export const stopWaiting = (db: Database, office: number, hash: string): void =>
  void db
    .prepare("delete from refused_submissions where office_id = ? and hash = ? and code = 'sealing-key'")
    .run(office, hash);
