/** Frozen periods: written once, read many times. */
import type { Database } from './engine.ts';
import { FrozenPeriod, type ReportEntry } from '../../domain/report.ts';

/** Newest first. */
export function listReports(db: Database, office: number): ReportEntry[] {
  return db
    .prepare<[number], ReportEntry>(
      `select r.id, r.number, r.period_from as "from", r.period_to as "to", r.frozen_at as frozenAt,
         a.name as frozenBy, cast(json_extract(r.snapshot, '$.total.ballots.all') as integer) as ballots
       from reports r join accounts a on a.office_id = r.office_id and a.id = r.frozen_by
       where r.office_id = ? order by r.number desc`,
    )
    .all(office);
}

export interface StoredReport {
  id: string;
  number: number;
  frozen: FrozenPeriod;
}

/** @returns `null` when this office has no such report. */
export function readReport(db: Database, office: number, id: string): StoredReport | null {
  const row = db
    .prepare<[number, string], { number: number; snapshot: string }>(
      'select number, snapshot from reports where office_id = ? and id = ?',
    )
    .get(office, id);
  return row ? { id, number: row.number, frozen: FrozenPeriod.parse(JSON.parse(row.snapshot)) } : null;
}

/** @returns the entry as it stands in the list. */
export function saveReport(
  db: Database,
  office: number,
  { id, frozenBy, frozen }: { id: string; frozenBy: string; frozen: FrozenPeriod },
): ReportEntry {
  const next = 'select coalesce(max(number), 0) + 1 from reports where office_id = ?';
  const number = Number(db.prepare(next).pluck().get(office));
  const { from, to } = frozen.period;
  db.prepare(
    `insert into reports (id, office_id, number, period_from, period_to, frozen_at, frozen_by, snapshot)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(id, office, number, from, to, frozen.frozenAt, frozenBy, JSON.stringify(frozen));
  const entry = listReports(db, office).find((one) => one.id === id);
  if (!entry) throw new Error(`report ${id} was not stored`);
  return entry;
}
