/** A number that differs once another connection, of this process or another, has written; its own writes leave it. */
import type { Database } from './engine.ts';

export const dataVersion = (db: Database): number =>
  db.version ?? Number(db.pragma?.('data_version', { simple: true }));

/**
 * @param look called whenever the number may be another: a file is looked at once in so many milliseconds, PostgreSQL tells by itself.
 * @returns the way to stop.
 */
export function watchVersion(db: Database, look: () => void, every: number): () => void {
  if (db.onWritten) return db.onWritten(look);
  const looking = setInterval(look, every);
  looking.unref();
  return () => clearInterval(looking);
}
