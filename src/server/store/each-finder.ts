/** The same question about each of a list: PostgreSQL is asked all at once (engine.ts), SQLite one after the other. */
import type { Database } from './engine.ts';

/** @returns a function that gives the rows for each of a list of parameters, in their order. */
export function createEachFinder<Params extends unknown[], Result>(
  db: Database,
  sql: string,
): (list: readonly Params[]) => Result[][] {
  const all = db.prepareEach?.(sql);
  if (all) return (list) => all(list) as Result[][]; // the rows of that statement, as those of `prepare` are
  const statement = db.prepare<Params, Result>(sql);
  return (list) => list.map((params) => statement.all(...params));
}
