/**
 * Opens the data file, and refuses rather than risks it: a version of SQLite with the WAL-reset bug, a file that fails
 * its check, or one written by a newer version of this program. Nothing is written before all of that is known.
 */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { Office } from '../../domain/place.ts';
import { databaseFile, makeDurable } from './connection.ts';
import type { Database as Store } from './engine.ts';
import { seedOffice } from './office.ts';
import { MIGRATIONS } from './schema.ts';

type Database = Sqlite.Database;
export type OpenRefusal =
  | 'sqlite-version'
  | 'unreadable'
  | 'damaged'
  | 'newer'
  | 'not-durable'
  | 'locked'
  | 'other-office'
  | 'no-backup'
  | 'update-failed';
type Refused = { ok: false; code: OpenRefusal; message: string };
/** `office` is the row of `offices` that this process serves. */
export type Opening = { ok: true; db: Database; office: number } | Refused;

const BUSY_MS = 5000;
const UNTOUCHED = 'It was left untouched; restore a backup.';
const OUT_OF_REACH = /^SQLITE_(BUSY|CANTOPEN|READONLY|IOERR|FULL|PERM|AUTH|NOMEM)/;

/** False for the versions of SQLite that can lose committed rows when a WAL is reset. */
export function isSafeVersion(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  if (minor === 52) return patch >= 1;
  return minor > 51 || (minor === 51 && patch >= 3);
}

const refuse = (code: OpenRefusal, message: string): Refused => ({ ok: false, code, message });

export const levelOf = (db: Database) => Number(db.pragma('user_version', { simple: true }));
const objectsOf = (db: Database) =>
  db.prepare<[], string>('select sql from sqlite_master where sql is not null').pluck().all();

/** True when everything that the migrations up to this level made is there as they made it. */
function hasSchema(db: Database, level: number): boolean {
  const fresh = new Sqlite(':memory:');
  for (const sql of MIGRATIONS.slice(0, level)) fresh.exec(sql);
  const expected = objectsOf(fresh);
  fresh.close();
  const found = new Set(objectsOf(db));
  return level === 0 ? found.size === 0 : expected.every((sql) => found.has(sql));
}

/** Whole check before the first write: a damaged file is left exactly as it is, for whoever repairs it. */
export function findFault(db: Database, file: string): Refused | null {
  const version = db.prepare<[], string>('select sqlite_version()').pluck().get() ?? '';
  if (!isSafeVersion(version)) return refuse('sqlite-version', `SQLite ${version} can lose data; see the README.`);
  const found = db.prepare<[], string>('pragma quick_check(1)').pluck().get();
  if (found !== 'ok') return refuse('damaged', `${file} is damaged (${String(found)}). ${UNTOUCHED}`);
  if (db.prepare('pragma foreign_key_check').get() !== undefined)
    return refuse('damaged', `${file} has rows that point to nothing. ${UNTOUCHED}`);
  const level = levelOf(db);
  if (level > MIGRATIONS.length)
    return refuse('newer', `${file} was written by a newer version (${level}; this one knows ${MIGRATIONS.length}).`);
  if (level < 0 || !hasSchema(db, level))
    return refuse('damaged', `${file} has other tables than it should. ${UNTOUCHED}`);
  return null;
}

/**
 * All migrations in one transaction: a file is that of one version or of the other, and one that cannot be brought up to date is
 * still good for the program that wrote it. A second process that waits for the lock finds it done.
 */
function migrate(db: Database): void {
  // Asked without a lock first: a command must not wait for a server that is writing.
  if (levelOf(db) >= MIGRATIONS.length) return;
  db.transaction(() => {
    for (const [index, sql] of MIGRATIONS.entries()) {
      if (levelOf(db) > index) continue;
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    }
  }).immediate();
}

/** The version of the tables of a sound file that an earlier program wrote; `null` where there is nothing to bring up to date. */
export function outdatedLevel(dataDir: string): number | null {
  const file = databaseFile(dataDir);
  if (!existsSync(file)) return null;
  let db: Database | null = null;
  try {
    db = new Sqlite(file, { readonly: true, timeout: BUSY_MS });
    const level = levelOf(db);
    return level > 0 && level < MIGRATIONS.length && findFault(db, file) === null ? level : null;
  } catch {
    return null; // Opening it says what is wrong.
  } finally {
    db?.close();
  }
}

function setUp(db: Database, file: string, seed: Office, now: number): Opening {
  // Read back, not believed: with anything less, a power cut takes records that the tablets have already deleted.
  const { mode, synchronous } = makeDurable(db);
  if (mode !== 'wal' || synchronous !== 2)
    return refuse('not-durable', `${file} cannot be written durably (journal ${mode}, level ${synchronous}).`);
  db.pragma('cache_size = -65536');
  migrate(db);
  const office = seedOffice(db, seed, now);
  if (office === null) return refuse('other-office', `${file} belongs to another office than ${seed.code}.`);
  return { ok: true, db, office };
}

function open(file: string, seed: Office, now: number): Opening {
  const reader = existsSync(file) ? new Sqlite(file, { readonly: true, timeout: BUSY_MS }) : new Sqlite(':memory:');
  try {
    const refused = findFault(reader, file);
    if (refused) return refused;
  } catch (error) {
    // What the checks stumble over is damage too, unless the file could not be reached at all.
    if (!(error instanceof Sqlite.SqliteError) || OUT_OF_REACH.test(error.code)) throw error;
    return refuse('damaged', `${file} is damaged (${error.message}). ${UNTOUCHED}`);
  } finally {
    reader.close();
  }
  // What people wrote is in it: a new one is for its owner alone. Its log takes over its rights.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const db = new Sqlite(file, { timeout: BUSY_MS });
  let opening: Opening | null = null;
  try {
    opening = setUp(db, file, seed, now);
    return opening;
  } finally {
    if (!opening?.ok) db.close();
  }
}

/**
 * Opens (or makes) the data file in a folder. Another process may have it open too: the commands run beside the server.
 * @param at the folder, and the office to set up where there is none yet.
 * @param now milliseconds since 1970.
 */
export function openDatabase(at: { dataDir: string; office: Office }, now: number): Opening {
  const file = databaseFile(at.dataDir);
  try {
    mkdirSync(at.dataDir, { recursive: true, mode: 0o700 });
    return open(file, at.office, now);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const code = String(error.code);
    if (code.startsWith('SQLITE_BUSY')) return refuse('locked', `${file} is locked by another program.`);
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return refuse('damaged', `${file} is damaged (${error.message}).`);
    if (!OUT_OF_REACH.test(code) && !/^E[A-Z]+$/.test(code)) throw error;
    return refuse('unreadable', `${file} cannot be opened (${error.message}).`);
  }
}

/** A new data file with all tables and no office, for what is moved into it. @throws where there is a file already */
export function makeDataFile(file: string): Database {
  closeSync(openSync(file, 'ax', 0o600));
  const db = new Sqlite(file);
  makeDurable(db);
  migrate(db);
  return db;
}

/** Writes everything of a data file into the one file, so that what is left can be looked at and copied as it is. */
export function closeDatabase(db: Store): void {
  db.pragma?.('wal_checkpoint(truncate)');
  db.close();
}
