/**
 * Alerts. At most one is open for a rule and an object, however many processes look: the file itself says so. One that a
 * person has closed is not opened again by the same trouble: first things have to be well again, or the window to be new.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from './engine.ts';
import { AlertRule } from '../../domain/alert-rules.ts';
import { type Alert, type AlertCount, type AlertObject, Measured, objectKey } from '../../domain/alert.ts';

export type StoredAlert = Omit<Alert, 'name' | 'deliveries'>;

interface Row extends Omit<StoredAlert, 'rule' | 'object' | 'measured'> {
  rule: string;
  object: string;
  measured: string;
}
const COLUMNS = `a.id, a.rule, a.object, a.measured, a.opened_at as openedAt, a.recovered_at as recoveredAt,
  a.acknowledged_at as acknowledgedAt, coalesce(k.name, a.acknowledged_by) as acknowledgedBy,
  a.closed_at as closedAt, coalesce(c.name, a.closed_by) as closedBy, a.note
  from alerts a
  left join accounts k on k.id = a.acknowledged_by and k.office_id = a.office_id
  left join accounts c on c.id = a.closed_by and c.office_id = a.office_id`;

const KINDS: readonly AlertObject['kind'][] = ['office', 'counter', 'criterion', 'device'];
function objectOf(key: string): AlertObject {
  const at = key.indexOf(':');
  const kind = KINDS.find((one) => one === key.slice(0, at));
  if (!kind) throw new Error(`an alert about "${key}"`);
  return { kind, id: key.slice(at + 1) };
}
const alertOf = (row: Row): StoredAlert => ({
  ...row,
  rule: AlertRule.parse(JSON.parse(row.rule)),
  measured: Measured.parse(JSON.parse(row.measured)),
  object: objectOf(row.object),
});

/** Newest first. */
export const openAlerts = (db: Database, office: number): StoredAlert[] =>
  db
    .prepare<[number], Row>(
      `select ${COLUMNS} where a.office_id = ? and a.closed_at is null order by a.opened_at desc, a.rule_id, a.object`,
    )
    .all(office)
    .map(alertOf);

/** Those that were closed last. */
export const closedAlerts = (db: Database, office: number, limit: number): StoredAlert[] =>
  db
    .prepare<[number, number], Row>(
      `select ${COLUMNS} where a.office_id = ? and a.closed_at is not null order by a.closed_at desc, a.id limit ?`,
    )
    .all(office, limit)
    .map(alertOf);

export const readAlert = (db: Database, office: number, id: string): StoredAlert | null => {
  const row = db.prepare<[number, string], Row>(`select ${COLUMNS} where a.office_id = ? and a.id = ?`).get(office, id);
  return row ? alertOf(row) : null;
};

export function countAlerts(db: Database, office: number): AlertCount {
  const counts = db
    .prepare<[number], AlertCount>(
      `select count(*) as open, count(*) - count(acknowledged_at) as unacknowledged
       from alerts where office_id = ? and closed_at is null`,
    )
    .get(office);
  if (!counts) throw new Error('a count has a row');
  return counts;
}

/**
 * Opens an alert unless one is open, or the last one was closed and its trouble has lasted since.
 * @param renewedBefore an alert closed before this instant no longer counts: nothing in the window was in its window.
 * @returns its id, or `null` when none was opened.
 */
export function openAlert(
  db: Database,
  office: number,
  { rule, object, measured }: { rule: AlertRule; object: AlertObject; measured: Measured },
  now: number,
  renewedBefore: number,
): string | null {
  const key = objectKey(object);
  const last = db
    .prepare<[number, string, string], { closedAt: number | null; recoveredAt: number | null }>(
      `select closed_at as closedAt, recovered_at as recoveredAt from alerts
       where office_id = ? and rule_id = ? and object = ? order by opened_at desc, rowid desc limit 1`,
    )
    .get(office, rule.id, key);
  if (last && (last.closedAt === null || (last.recoveredAt === null && last.closedAt >= renewedBefore))) return null;
  const id = randomUUID();
  const { changes } = db
    .prepare(
      `insert into alerts (id, office_id, rule_id, object, rule, measured, opened_at) values (?, ?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
    )
    .run(id, office, rule.id, key, JSON.stringify(rule), JSON.stringify(measured), now);
  return changes === 1 ? id : null;
}

/**
 * Notes that things are well (or bad) again, for the last alert of a rule and an object.
 * @returns the id of the open alert that this concerns and has just become well, or `null`.
 */
export function noteRecovery(
  db: Database,
  office: number,
  rule: string,
  object: AlertObject,
  well: boolean,
  now: number,
): string | null {
  const last = db
    .prepare<[number, string, string], { id: string; closedAt: number | null; recoveredAt: number | null }>(
      `select id, closed_at as closedAt, recovered_at as recoveredAt from alerts
       where office_id = ? and rule_id = ? and object = ? order by opened_at desc, rowid desc limit 1`,
    )
    .get(office, rule, objectKey(object));
  if (!last || (last.recoveredAt !== null) === well) return null;
  // Of a closed alert it only matters that things were well once.
  if (last.closedAt !== null && !well) return null;
  db.prepare('update alerts set recovered_at = ? where id = ? and office_id = ?').run(
    well ? now : null,
    last.id,
    office,
  );
  return last.closedAt === null && well ? last.id : null;
}

/** @returns false when it is closed already. */
export const acknowledgeAlert = (db: Database, office: number, id: string, by: string, now: number): boolean =>
  db
    .prepare(
      `update alerts set acknowledged_at = ?, acknowledged_by = ?
       where id = ? and office_id = ? and closed_at is null and acknowledged_at is null`,
    )
    .run(now, by, id, office).changes === 1;

/** @param by an account, or `null` when it closes by itself. @returns false when it is closed already. */
export const closeAlert = (
  db: Database,
  office: number,
  id: string,
  { by, note, now }: { by: string | null; note: string; now: number },
): boolean =>
  db
    .prepare(
      'update alerts set closed_at = ?, closed_by = ?, note = ? where id = ? and office_id = ? and closed_at is null',
    )
    .run(now, by, note, id, office).changes === 1;
