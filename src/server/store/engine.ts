/**
 * What the store asks of a database. SQLite (better-sqlite3) and PostgreSQL (postgres/connection.ts) are asked in the same words, and
 * each has answered before the next line runs: the statements are written so that both understand them.
 */
import type Sqlite from 'better-sqlite3';

/** Of it, what both have: run, get, all, iterate, pluck and raw; `?` stands for parameters in order, `:name` for those of an object. */
export type Statement<Params extends unknown[], Row = unknown> = Sqlite.Statement<Params, Row>;

type Shared = Pick<Sqlite.Database, 'inTransaction' | 'prepare' | 'transaction' | 'exec' | 'close' | 'memory' | 'name'>;
/**
 * `name` is the data file, or what stands for it: beside it lies what must not be in it (secret.ts). A `transaction` reads
 * everything as it was at one moment; an `immediate` one is alone among the writers of its office from its beginning.
 */
export interface Database extends Shared {
  /** Of SQLite alone: how this connection works. */
  pragma?: Sqlite.Database['pragma'];
  /** Of PostgreSQL alone: a number that differs once another connection has written. */
  version?: number;
}
