/**
 * A connection to PostgreSQL that is called as one to a data file is (engine.ts). Whoever writes for an office holds the row of that
 * office to the end of the transaction: writers of one office take turns, in whatever process they are, those of others do not wait.
 */
import type { Database, Statement } from '../engine.ts';
import { type Link, openLink, type Order, PostgresError, type Rows } from './link.ts';
import { toPostgres } from './sql.ts';

export interface PostgresDatabase extends Database {
  /** From now on the writers of this office take turns. @param office `offices.id` */
  serve: (office: number) => void;
}

const BEGIN_READING = 'begin isolation level repeatable read';
/** Before there is a row of the office to hold. */
const HOLD_ALL = 'lock table offices in share row exclusive mode';
const HOLD_ONE = 'select 1 from offices where id = $1 for no key update';
/** Rows that `iterate` asks for at once. */
const FETCH = 1000;

type Given = readonly unknown[];
type Shape = 'objects' | 'first' | 'arrays';

/** What one statement was given (one by one, as a list, or by name), in the order of its $1, $2, … */
function inOrder(names: readonly (string | null)[], given: Given): unknown[] {
  const [first] = given;
  const byName = names.some((name) => name !== null);
  const list = Array.isArray(first) ? (first as unknown[]) : [...given];
  const values = byName ? names.map((name) => (first as Readonly<Record<string, unknown>>)[name ?? '']) : list;
  if (values.length !== names.length || values.includes(undefined))
    throw new RangeError(`a statement with ${names.length} parameters was given others`);
  return values;
}

const bytes = (value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length) : value;

function shaped({ columns, rows }: Pick<Rows, 'columns' | 'rows'>, shape: Shape): unknown[] {
  if (shape === 'first') return rows.map(([first]) => bytes(first));
  if (shape === 'arrays') return rows.map((row) => row.map(bytes));
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, bytes(row[at])])));
}

let cursors = 0;

function prepare(link: Pick<Link, 'ask'>, sql: string) {
  const { text, names } = toPostgres(sql);
  let shape: Shape = 'objects';
  const ask = (given: Given) => link.ask({ text, values: inOrder(names, given) });
  const statement = {
    run: (...given: Given) => ({ changes: ask(given).changes, lastInsertRowid: 0 }),
    get: (...given: Given) => shaped(ask(given), shape)[0],
    all: (...given: Given) => shaped(ask(given), shape),
    *iterate(...given: Given) {
      // It outlives the statement whether there is a transaction or not.
      const cursor = `cursor_${++cursors}`;
      link.ask({
        text: `declare ${cursor} no scroll cursor with hold for ${text}`,
        values: inOrder(names, given),
        once: true,
      });
      try {
        for (;;) {
          const answer = link.ask({ text: `fetch ${FETCH} from ${cursor}`, values: [], once: true });
          yield* shaped(answer, shape);
          if (answer.rows.length < FETCH) return;
        }
      } finally {
        link.ask({ text: `close ${cursor}` });
      }
    },
    pluck() {
      shape = 'first';
      return statement;
    },
    raw() {
      shape = 'arrays';
      return statement;
    },
  };
  return statement;
}

/**
 * @param url `postgresql://user:password@host:port/database`
 * @param name what stands for the data file: a path in the data folder
 */
export function connectPostgres(url: string, name: string): PostgresDatabase {
  const link = openLink(url);
  let office: number | null = null;
  let depth = 0;
  /** The connection was lost within a transaction: what is left of that must not run on the next one. */
  let broken = false;

  function ask(order: Order): Rows {
    if (broken) throw new PostgresError('the connection was lost within a transaction', '08006', true);
    try {
      return link.ask(order);
    } catch (error) {
      broken = depth > 0 && error instanceof PostgresError && error.lost;
      throw error;
    }
  }
  const say = (text: string) => void ask({ text });

  function begin(alone: boolean): void {
    if (depth > 0) return say(`savepoint s${depth}`);
    say(alone ? 'begin' : BEGIN_READING);
    if (!alone) return;
    if (office === null) say(HOLD_ALL);
    else ask({ text: HOLD_ONE, values: [office] });
  }
  function undo(): void {
    if (depth === 0) broken = false;
    try {
      say(depth > 0 ? `rollback to s${depth}` : 'rollback');
    } catch (error) {
      // Without a connection there is nothing left to undo.
      if (!(error instanceof PostgresError)) throw error;
    }
  }
  /** Whoever has swallowed the error of a statement must not believe that the rest was kept. */
  function commit(): void {
    if (ask({ text: 'commit' }).command !== 'COMMIT')
      throw new PostgresError('a statement had failed, and nothing of its transaction was kept', '25P02', false);
  }
  function within<T>(alone: boolean, work: () => T): T {
    const outside = depth;
    try {
      begin(alone);
      depth = outside + 1;
      const value = work();
      if (outside > 0) say(`release s${outside}`);
      else commit();
      return value;
    } catch (error) {
      depth = outside;
      undo();
      throw error;
    } finally {
      depth = outside;
    }
  }
  const transaction = (work: (...given: Given) => unknown) =>
    Object.assign((...given: Given) => within(false, () => work(...given)), {
      immediate: (...given: Given) => within(true, () => work(...given)),
    });

  const database = {
    name,
    memory: false,
    get inTransaction() {
      return depth > 0 && !broken;
    },
    get version() {
      return link.version();
    },
    prepare: (sql: string) => prepare({ ask }, sql) as unknown as Statement<unknown[]>, // as far as engine.ts says
    transaction,
    exec: (sql: string) => say(sql),
    serve: (id: number) => void (office = id),
    close: () => link.close(),
  };
  return database as unknown as PostgresDatabase; // the calls of better-sqlite3 that the store makes, and no others
}
