/**
 * What the store asks of a database. SQLite (better-sqlite3) and PostgreSQL (postgres/connection.ts) are asked in the same words, and
 * each has answered before the next line runs: the statements are written so that both understand them.
 */
import type Sqlite from 'better-sqlite3';

/** Of it, what both have: run, get, all, iterate, pluck and raw; `?` stands for parameters in order, `:name` for those of an object. */
export type Statement<Params extends unknown[], Row = unknown> = Sqlite.Statement<Params, Row>;

export type Cell = string | number | null | Uint8Array;
/** A cell for each column, in their order. */
export type Row = readonly Cell[];
/** Where rows are written. */
export interface RowsInto {
  table: string;
  columns: readonly string[];
  /** `on conflict …`, where a row may meet a key that is taken. */
  onConflict?: string;
}

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
  /** Of PostgreSQL alone: called when that number has changed. @returns the way to stop listening. */
  onWritten?: (listener: () => void) => () => void;
  /**
   * Of PostgreSQL alone: one statement for rows of any number, written in their order. Within a transaction nobody waits for one that
   * returns nothing: what is wrong with it is thrown by the next question, or by the commit.
   * @param returning columns that are given back of each row that was written.
   */
  prepareRows?: (into: RowsInto, returning?: readonly string[]) => (rows: readonly Row[]) => Row[];
  /** Of PostgreSQL alone: the same question about each of a list, all asked at once. */
  prepareEach?: (sql: string) => (list: readonly (readonly unknown[])[]) => unknown[][];
}
