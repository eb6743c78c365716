/** A number that differs once another connection, of this process or another, has written; its own writes leave it. */
import type { Database } from './engine.ts';

export const dataVersion = (db: Database): number =>
  db.version ?? Number(db.pragma?.('data_version', { simple: true }));
