/** What a backup and a restore ask of a data file. */
import Sqlite from 'better-sqlite3';
import { makeDataFile } from './database.ts';
import type { Database as Store } from './engine.ts';
import { moveOffice } from './move.ts';

type Database = Sqlite.Database;

/**
 * Writes the office as it is at this moment into a new data file, while others go on writing.
 * @param office `offices.id`. @returns its number in the copy. @throws when any row differs
 */
export function copyInto(db: Store, office: number, file: string): number {
  if (db.pragma) {
    db.prepare('vacuum into ?').run(file);
    return office;
  }
  const copy = makeDataFile(file);
  try {
    const moved = moveOffice(db, office, copy);
    if (!moved.ok) throw new Error(moved.message);
    // A file without a log beside it, as the other way makes one.
    copy.pragma('journal_mode = delete');
    return moved.office;
  } finally {
    copy.close();
  }
}

/** Every page and index, not only what a start looks at. @returns what is wrong; `null` when nothing is */
export function faultOf(db: Database): string | null {
  const found = String(db.prepare('pragma integrity_check(1)').pluck().get());
  return found === 'ok' ? null : found;
}

export const countSubmissions = (db: Store, office: number): number =>
  Number(db.prepare('select count(*) from submissions where office_id = ?').pluck().get(office));

/** Whether it has a table: a file of an earlier version may not. */
export const hasTable = (db: Database, name: string): boolean =>
  db.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(name) !== undefined;

/** The HMAC of a row of the audit log. */
export const auditMac = (db: Store, office: number, seq: number): unknown =>
  db.prepare('select mac from audit_log where office_id = ? and seq = ?').pluck().get(office, seq);

/**
 * Brings what stands in the log home into the file, so that it is whole under any name; a damaged one stays as it is.
 * @returns false while another program has it open: a server would go on writing into what is moved away.
 */
export function settle(file: string): boolean {
  const db = new Sqlite(file, { timeout: 1000 });
  try {
    return db.pragma('journal_mode = delete', { simple: true }) === 'delete';
  } catch (error) {
    return !(error instanceof Sqlite.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code));
  } finally {
    db.close();
  }
}
