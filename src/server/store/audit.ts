/**
 * What people did, in order. Appended in the transaction of the deed itself, so that neither is there without the other.
 * The rows are a chain: each carries an HMAC over itself and the one before, so none can be changed, taken out or moved
 * unseen. That the end was not cut off is what the anchors are for (audit-anchors.ts).
 */
import { createHmac } from 'node:crypto';
import type { Database } from './engine.ts';
import { keyFor } from './secret.ts';

export interface AuditEntry {
  /** An account id, `system`, or `anonymous`. */
  actor: string;
  /** What was done, as area.verb: `remark.assign`, `ballot.void`. */
  action: string;
  /** The id of what it was done to. Never a citizen's words or contact. */
  object: string;
  detail?: Readonly<Record<string, string | number | null>>;
}

/** A row as it is stored. `at`: milliseconds since 1970. `detail`: JSON. */
export interface StoredRow {
  seq: number;
  office: number;
  at: number;
  actor: string;
  action: string;
  object: string;
  detail: string;
  mac: string;
}

/** What the first row is chained to. */
export const FIRST_LINK = '';

export function macOf(key: Buffer, before: string, row: Omit<StoredRow, 'mac'>): string {
  const { seq, office, at, actor, action, object, detail } = row;
  const canonical = JSON.stringify([before, seq, office, at, actor, action, object, detail]);
  return createHmac('sha256', key).update(canonical).digest('base64url');
}

/** The last row's place and HMAC; 0 where there is none. */
export const auditHead = (db: Database, office: number): { seq: number; mac: string } =>
  db
    .prepare<[number], { seq: number; mac: string }>(
      'select seq, mac from audit_log where office_id = ? order by seq desc limit 1',
    )
    .get(office) ?? { seq: 0, mac: FIRST_LINK };

/** The number of the office in its chain: the one that it had where the chain began. */
export const chainedAs = (db: Database, office: number): number =>
  db.prepare<[number], number>('select coalesce(chained_as, id) from offices where id = ?').pluck().get(office) ??
  office;

/** @param onAppended called after each row, before the transaction of the deed is over. */
export function createAudit(
  db: Database,
  office: number,
  now: () => number,
  onAppended: () => void = () => {},
): (entry: AuditEntry) => void {
  const insert = db.prepare(
    'insert into audit_log (seq, office_id, at, actor, action, object, detail, mac) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const key = keyFor(db, 'audit');
  const chain = chainedAs(db, office);
  const append = ({ actor, action, object, detail = {} }: AuditEntry) => {
    const head = auditHead(db, office);
    const row = { seq: head.seq + 1, office: chain, at: now(), actor, action, object, detail: JSON.stringify(detail) };
    insert.run(row.seq, office, row.at, actor, action, object, row.detail, macOf(key, head.mac, row));
  };
  // One lock from the look at the head to the new row: two processes can never chain to the same one.
  const alone = db.transaction(append);
  return (entry) => {
    if (db.inTransaction) append(entry);
    else alone.immediate(entry);
    onAppended();
  };
}
