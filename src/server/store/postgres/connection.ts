/**
 * A connection to PostgreSQL that is called as one to a data file is (engine.ts). Whoever writes for an office holds its row of `turns`
 * to the end of the transaction: writers of one office take turns, in whatever process they are, those of others do not wait.
 */
import type { Database, Statement } from '../engine.ts';
import { openLink, type Order, PostgresError, type Rows } from './link.ts';
import { createRowWriter } from './row-writer.ts';
import { toPostgres } from './sql.ts';
import { type Given, inOrder, prepare, shaped } from './statement.ts';

export interface PostgresDatabase extends Database {
  /** From now on the writers of this office take turns. @param office `offices.id` */
  serve: (office: number) => void;
  /** As `exec`, however long it takes. */
  patiently: (sql: string) => void;
}

const BEGIN_READING = 'begin isolation level repeatable read';
/** Before there is an office whose row could be held. */
const HOLD_ALL = 'lock table offices in share row exclusive mode';
/** Not the row of `offices`: every office reads that table, and where it lies on many machines (Citus) one row holds it whole. */
const HOLD_ONE = 'select 1 from turns where office_id = $1 for no key update';
const MAKE_ROW = 'insert into turns (office_id) values ($1) on conflict do nothing';

function only(answers: readonly Rows[]): Rows {
  const [answer] = answers;
  if (!answer) throw new Error('an order without an answer');
  return answer;
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

  function refuseBroken(): void {
    if (broken) throw new PostgresError('the connection was lost within a transaction', '08006', true);
  }
  function askAll(orders: readonly Order[], moved?: readonly ArrayBuffer[]): Rows[] {
    refuseBroken();
    try {
      return link.ask(orders, moved);
    } catch (error) {
      broken = depth > 0 && error instanceof PostgresError && error.lost;
      throw error;
    }
  }
  const ask = (order: Order) => only(askAll([order]));
  const say = (text: string) => void ask({ text });

  function begin(alone: boolean): void {
    say(alone ? 'begin' : BEGIN_READING);
    if (!alone) return;
    if (office === null) return say(HOLD_ALL);
    const values = [office];
    const isHeld = () => ask({ text: HOLD_ONE, values }).rows.length > 0;
    // The first writer of an office makes its row; of two at once one has waited here, and then holds what the other made.
    if (isHeld()) return;
    ask({ text: MAKE_ROW, values });
    isHeld();
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
    // Where this fails, what is around it has failed: it must not be taken up again from a savepoint of before.
    if (outside > 0) say(`savepoint s${outside}`);
    try {
      if (outside === 0) begin(alone);
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

  const writer = createRowWriter({
    ask: (order, moved) => only(askAll([order], moved)),
    tell(order, moved) {
      // Outside of a transaction nobody else would hear of its failure.
      if (depth === 0) return void askAll([order], moved);
      refuseBroken();
      link.tell([order], moved);
    },
  });
  function prepareEach(sql: string) {
    const { text, names } = toPostgres(sql);
    return (list: readonly Given[]) =>
      list.length === 0
        ? []
        : askAll(list.map((given) => ({ text, values: inOrder(names, given) }))).map((rows) => shaped(rows, 'objects'));
  }

  const database = {
    name,
    memory: false,
    get inTransaction() {
      return depth > 0 && !broken;
    },
    get version() {
      return link.version();
    },
    onWritten: (listener: () => void) => link.onWritten(listener),
    prepare: (sql: string) => prepare({ ask }, sql) as unknown as Statement<unknown[]>, // as far as engine.ts says
    prepareRows: writer,
    prepareEach,
    transaction,
    exec: (sql: string) => say(sql),
    patiently: (sql: string) => void ask({ text: sql, patient: true }),
    serve: (id: number) => void (office = id),
    close: () => link.close(),
  };
  return database as unknown as PostgresDatabase; // the calls of better-sqlite3 that the store makes, and no others
}
