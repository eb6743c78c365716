/**
 * Opens the database of a PostgreSQL server, and refuses one that would lose what it has acknowledged, or that a newer version of this
 * program has written. The tables are made, or brought up to date, while no other process does the same.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Office } from '../../../domain/place.ts';
import type { OpenRefusal } from '../database.ts';
import { seedOffice } from '../office.ts';
import { connectPostgres, type PostgresDatabase } from './connection.ts';
import { PostgresError } from './link.ts';
import { LEVEL_14, LEVEL_15, LEVEL_16 } from './schema.ts';

/** Each brings the tables to its level, which counts like that of a data file (store/schema.ts), part by part in one transaction. */
const MIGRATIONS: readonly { level: number; parts: readonly string[] }[] = [
  { level: 14, parts: [LEVEL_14] },
  { level: 15, parts: [LEVEL_15] },
  { level: 16, parts: LEVEL_16 },
];
export const POSTGRES_LEVEL = MIGRATIONS.at(-1)?.level ?? 0;

const OLDEST = 140_000;
/** Any number that no other program is likely to hold. */
const LOCK = 7_221_385;

export interface PostgresPlace {
  dataDir: string;
  databaseUrl: string;
}
type Refused = { ok: false; code: OpenRefusal; message: string };
const refuse = (code: OpenRefusal, message: string): Refused => ({ ok: false, code, message });

/** What stands for the data file: the secret, the anchors of the audit log and the backups lie in that folder. */
const placeOf = (dataDir: string) => join(dataDir, 'postgres');

/** A connection beside the server's own, for one that has been opened. @param office `offices.id` */
export function joinPostgres({ dataDir, databaseUrl }: PostgresPlace, office: number): PostgresDatabase {
  const db = connectPostgres(databaseUrl, placeOf(dataDir));
  db.serve(office);
  return db;
}

const setting = (db: PostgresDatabase, name: string) =>
  String(db.prepare<[string], string>('select current_setting(?)').pluck().get(name));

function findFault(db: PostgresDatabase): Refused | null {
  if (Number(setting(db, 'server_version_num')) < OLDEST)
    return refuse('unreadable', `PostgreSQL ${setting(db, 'server_version')} is too old: 14 or newer is needed.`);
  if (setting(db, 'server_encoding') !== 'UTF8')
    return refuse('unreadable', `The database has the encoding ${setting(db, 'server_encoding')}; it must be UTF8.`);
  // Read back, not believed: with anything less, a power cut takes records that the tablets have already deleted.
  const weak = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => setting(db, name) === 'off');
  if (weak.length > 0)
    return refuse('not-durable', `PostgreSQL does not write durably: ${weak.join(', ')} must be on.`);
  return null;
}

/** Makes the tables, or brings them up to date. @returns why not */
export function makeTables(db: PostgresDatabase): Refused | null {
  db.exec(`select pg_advisory_lock(${LOCK})`);
  try {
    db.exec('create table if not exists store_level (level bigint not null)');
    const level = Number(db.prepare('select coalesce(max(level), 0) from store_level').pluck().get());
    if (level > POSTGRES_LEVEL)
      return refuse(
        'newer',
        `The database was written by a newer version (${level}; this one knows ${POSTGRES_LEVEL}).`,
      );
    for (const step of MIGRATIONS) {
      if (step.level <= level) continue;
      db.transaction(() => {
        // A large table takes as long as it takes; what came halfway would have to begin again at every start.
        db.exec('set local statement_timeout = 0');
        for (const part of step.parts) db.patiently(part);
        db.prepare('insert into store_level (level) values (?)').run(step.level);
      })();
    }
    return null;
  } finally {
    db.exec(`select pg_advisory_unlock(${LOCK})`);
  }
}

/** The tables alone, with whatever offices there are. */
export function openTables(at: PostgresPlace): { ok: true; db: PostgresDatabase } | Refused {
  mkdirSync(at.dataDir, { recursive: true, mode: 0o700 });
  const db = connectPostgres(at.databaseUrl, placeOf(at.dataDir));
  let opened = false;
  try {
    const refused = findFault(db) ?? makeTables(db);
    if (refused) return refused;
    opened = true;
    return { ok: true, db };
  } catch (error) {
    if (!(error instanceof PostgresError)) throw error;
    return refuse('unreadable', `The database cannot be opened (${error.code}: ${error.message}).`);
  } finally {
    if (!opened) db.close();
  }
}

/**
 * @param at the database, and the office to set up where it has none with that code.
 * @param now milliseconds since 1970.
 */
export function openPostgres(
  at: PostgresPlace & { office: Office },
  now: number,
): { ok: true; db: PostgresDatabase; office: number } | Refused {
  const opening = openTables(at);
  if (!opening.ok) return opening;
  const { db } = opening;
  const office = seedOffice(db, at.office, now);
  if (office === null) throw new Error(`office ${at.office.code} was not made`);
  db.serve(office);
  return { ok: true, db, office };
}
