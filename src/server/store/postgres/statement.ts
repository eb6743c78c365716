/** One statement for PostgreSQL, called as one of better-sqlite3 is. */
import type { Order, Rows } from './link.ts';
import { toPostgres } from './sql.ts';

/** Rows that `iterate` asks for at once. */
const FETCH = 1000;

export type Given = readonly unknown[];
type Shape = 'objects' | 'first' | 'arrays';

/** What one statement was given (one by one, as a list, or by name), in the order of its $1, $2, … */
export function inOrder(names: readonly (string | null)[], given: Given): unknown[] {
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

export function shaped({ columns, rows }: Pick<Rows, 'columns' | 'rows'>, shape: Shape): unknown[] {
  if (shape === 'first') return rows.map(([first]) => bytes(first));
  if (shape === 'arrays') return rows.map((row) => row.map(bytes));
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, bytes(row[at])])));
}

let cursors = 0;

export function prepare(link: { ask: (order: Order) => Rows }, sql: string) {
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
