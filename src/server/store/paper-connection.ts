/**
 * A connection of its own for one import, beside the one of the server: an import sets the cache and the checkpoints of
 * its connection for many rows. Opened on a file that the server has already checked.
 */
import Sqlite from 'better-sqlite3';
import { databaseFile } from './database.ts';

export function openPaperConnection(dataDir: string): Sqlite.Database {
  const db = new Sqlite(databaseFile(dataDir), { timeout: 5000, fileMustExist: true });
  db.pragma('synchronous = full');
  db.pragma('foreign_keys = on');
  return db;
}
