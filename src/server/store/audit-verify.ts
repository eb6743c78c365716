/** Walks the chain of the audit log and holds it against the anchors. Changes nothing. */
import type { Database } from './engine.ts';
import { chainedAs, FIRST_LINK, macOf, type StoredRow } from './audit.ts';
import { readAnchors } from './audit-anchors.ts';
import { keyFor } from './secret.ts';

/** Rows from and to; `brokenAt` is the first one that does not fit, or `null`. */
export interface AuditRange {
  from: number;
  to: number;
  brokenAt: number | null;
}
export interface AuditVerification {
  rows: number;
  /** Up to the last anchor: any change to it is found. `null` where there is none yet. */
  anchored: AuditRange | null;
  /** After it: a change is found, but not that rows were cut off its end. */
  unanchored: AuditRange | null;
  /** Lines of the file of anchors that were not signed here. */
  unsigned: number;
}

/** @returns what was found; no `brokenAt` and nothing unsigned means that the log is as it was written. */
export function verifyAudit(db: Database, office: number): AuditVerification {
  return db.transaction((): AuditVerification => {
    const { anchors, unsigned } = readAnchors(db);
    const macAt = new Map<number, string>();
    for (const { seq, mac } of anchors) macAt.set(seq, mac);
    const end = Math.max(0, ...macAt.keys());
    const key = keyFor(db, 'audit');
    const broken: number[] = [];
    let before = FIRST_LINK;
    let last = 0;
    const rows = db
      .prepare<[number, number], StoredRow>(
        `select seq, cast(? as integer) as office, at, actor, action, object, detail, mac from audit_log
         where office_id = ? order by seq`,
      )
      .iterate(chainedAs(db, office), office);
    for (const row of rows) {
      const fits = row.seq === last + 1 && row.mac === macOf(key, before, row);
      if (!fits || (macAt.get(row.seq) ?? row.mac) !== row.mac) broken.push(fits ? row.seq : last + 1);
      [before, last] = [row.mac, row.seq];
    }
    // What an anchor saw is gone.
    if (last < end) broken.push(last + 1);
    const range = (from: number, to: number) =>
      to < from ? null : { from, to, brokenAt: broken.find((seq) => seq >= from && seq <= to) ?? null };
    return { rows: last, anchored: range(1, end), unanchored: range(end + 1, last), unsigned };
  })();
}
