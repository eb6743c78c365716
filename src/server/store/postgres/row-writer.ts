/**
 * Writes any number of rows with one statement, whose text depends on the table alone: PostgreSQL reads and plans it once. It takes a list
 * for each column and makes a row of the first of each, of the second of each, and so on.
 */
import type { Row, RowsInto } from '../engine.ts';
import { type ColumnType, isColumnType, packColumns } from './columns.ts';
import type { Order, Rows } from './link.ts';
import { shaped } from './statement.ts';

/** A domain is what it is made of. */
const COLUMNS = `select table_name, column_name, data_type from information_schema.columns
  where table_schema = current_schema()`;

interface Parts {
  ask: (order: Order, moved?: readonly ArrayBuffer[]) => Rows;
  /** Need not wait. */
  tell: (order: Order, moved: readonly ArrayBuffer[]) => void;
}

/** @returns engine.ts, `prepareRows` */
export function createRowWriter({ ask, tell }: Parts) {
  /** Asked once for all tables. */
  let known: ReadonlyMap<string, string> | null = null;
  const typeOf = (column: string): ColumnType => {
    known ??= new Map(
      ask({ text: COLUMNS, values: [], once: true }).rows.map(([of, name, type]) => [
        `${String(of)}.${String(name)}`,
        String(type),
      ]),
    );
    const type = known.get(column) ?? 'nothing';
    if (isColumnType(type)) return type;
    throw new TypeError(`${column} is made of ${type}`);
  };
  return ({ table, columns, onConflict = '' }: RowsInto, returning: readonly string[] = []) => {
    let types: ColumnType[] | null = null;
    let text = '';
    return (rows: readonly Row[]): unknown[] => {
      if (rows.length === 0) return [];
      if (types === null) {
        types = columns.map((name) => typeOf(`${table}.${name}`));
        const lists = types.map((type, at) => `unnest($${at + 1}::${type}[])`).join(', ');
        const back = returning.length > 0 ? ` returning ${returning.join(', ')}` : '';
        text = `insert into ${table} (${columns.join(', ')}) select ${lists} ${onConflict}${back}`;
      }
      const values = packColumns(rows, types);
      // All of them are in the same memory.
      const moved = values.slice(0, 1).map(({ buffer }) => buffer);
      if (returning.length > 0) return shaped(ask({ text, values }, moved), 'arrays');
      tell({ text, values }, moved);
      return [];
    };
  };
}
