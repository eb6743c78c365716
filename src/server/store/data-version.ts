/** A number that differs once another connection, of this process or another, has written; its own writes leave it. */
import type BetterSqlite3 from 'better-sqlite3';

export const dataVersion = (db: BetterSqlite3.Database): number => Number(db.pragma('data_version', { simple: true }));
