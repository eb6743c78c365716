/** What a backup and a restore ask of a data file. */
import Sqlite from 'better-sqlite3';

type Database = Sqlite.Database;

/** Writes the file as it is at this moment into a new one, while others go on writing. */
export const copyInto = (db: Database, file: string): void => void db.prepare('vacuum into ?').run(file);

/** Every page and index, not only what a start looks at. @returns what is wrong; `null` when nothing is */
export function faultOf(db: Database): string | null {
  const found = String(db.prepare('pragma integrity_check(1)').pluck().get());
  return found === 'ok' ? null : found;
}

export const countSubmissions = (db: Pick<Database, 'prepare'>): number =>
  Number(db.prepare('select count(*) from submissions').pluck().get());

/** Whether it has a table: a file of an earlier version may not. */
export const hasTable = (db: Database, name: string): boolean =>
  db.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(name) !== undefined;

/** The HMAC of a row of the audit log. */
export const auditMac = (db: Database, seq: number): unknown =>
  db.prepare('select mac from audit_log where seq = ?').pluck().get(seq);

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
