/**
 * Records from a file that are kept aside: they name a tablet that was revoked or that nobody knows, or are not signed in
 * the name of one that signs. Nothing of them is
 * ever deleted; an administrator takes them in, or leaves them where they are.
 */
import type { Database } from './engine.ts';
import type { Aside, AsideReason } from '../../domain/tablet-file.ts';

export interface AsideRecord {
  hash: string;
  device: string;
  reason: AsideReason;
  unsigned: boolean;
  body: Uint8Array;
}

/** @returns a function that keeps a record once. */
export function createAsideKeeper(db: Database, office: number): (record: AsideRecord, now: number) => void {
  const insert = db.prepare<[number, string, string, AsideReason, number, number, Uint8Array]>(
    `insert into aside_records (office_id, hash, device_id, reason, unsigned, received_at, body)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  return ({ hash, device, reason, unsigned, body }, now) =>
    void insert.run(office, hash, device, reason, unsigned ? 1 : 0, now, body);
}

export function createAsideFinder(db: Database, office: number): (hash: string) => boolean {
  const find = db.prepare<[number, string]>('select 1 from aside_records where office_id = ? and hash = ?');
  return (hash) => find.get(office, hash) !== undefined;
}

/** What waits for a decision, the longest first. */
export const listAside = (db: Database, office: number): Aside[] =>
  db
    .prepare<[number], Aside>(
      `select device_id as device, min(reason) as reason, count(*) as records, sum(unsigned) as unsigned,
         min(received_at) as since
       from aside_records where office_id = ? and decided_at is null group by device_id order by since, device_id`,
    )
    .all(office);

/** The next records of one tablet that wait. */
export const nextAside = (
  db: Database,
  office: number,
  device: string,
  count: number,
): { hash: string; body: Buffer }[] =>
  db
    .prepare<[number, string, number], { hash: string; body: Buffer }>(
      `select hash, body from aside_records where office_id = ? and device_id = ? and decided_at is null
       order by received_at, hash limit ?`,
    )
    .all(office, device, count);

/** Notes the decision about a record. */
export function decideAside(
  db: Database,
  office: number,
  hashes: readonly string[],
  { take, note, by, now }: { take: boolean; note: string; by: string; now: number },
): void {
  const decide = db.prepare(
    `update aside_records set decided_at = ?, decided_by = ?, taken = ?, note = ?
     where office_id = ? and hash = ? and decided_at is null`,
  );
  for (const hash of hashes) decide.run(now, by, take ? 1 : 0, note, office, hash);
}
