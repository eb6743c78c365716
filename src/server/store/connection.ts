/** How every connection to the data file is set, so that what was acknowledged is on disk. */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

export const databaseFile = (dataDir: string): string => join(dataDir, 'hai-long.db');

/**
 * Pages in the log before they are brought home into the file (32 MB). A page that many commits touch, such as the end of an
 * index, is then written there once for all of them.
 */
const CHECKPOINT_PAGES = 8000;

/** @returns what was really set, read back: the journal's mode, and 2 where a commit is on disk before it is acknowledged. */
export function makeDurable(db: Sqlite.Database): { mode: string; synchronous: number } {
  const mode = String(db.pragma('journal_mode = wal', { simple: true }));
  db.pragma('synchronous = full');
  db.pragma('foreign_keys = on');
  db.pragma('journal_size_limit = 67108864');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  return { mode, synchronous: Number(db.pragma('synchronous', { simple: true })) };
}

/**
 * A connection beside the server's own, for what must not hold it up: the thread that stores ballots, and an import with many
 * rows. On a file that the server has already checked. @throws when it is not there, or not written durably.
 */
export function openConnection(dataDir: string): Sqlite.Database {
  const db = new Sqlite(databaseFile(dataDir), { timeout: 5000, fileMustExist: true });
  const { mode, synchronous } = makeDurable(db);
  if (mode === 'wal' && synchronous === 2) return db;
  db.close();
  throw new Error(`a second connection cannot write durably (journal ${mode}, level ${synchronous})`);
}
