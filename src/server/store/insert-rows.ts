/**
 * Writes many rows with few statements: each takes as many rows as one of a few fixed sizes has, so that it is prepared once. The rows of
 * a statement are written in their order: of two that meet the same constraint, the first is there already when the second comes.
 */
import type { Database, Statement } from './engine.ts';

export type Cell = string | number | null | Uint8Array;
/** A cell for each column, in their order. */
export type Row = readonly Cell[];

/** Rows of one statement; the widest table has fewer cells then than any database takes. */
export const SIZES: readonly number[] = [64, 16, 4, 1];
/**
 * For rows with random keys in SQLite: it notes every page that a statement of several rows changes, to be able to undo it, and each of them changes
 * a page of its own. That costs more than the statements that are saved.
 */
export const ONE_BY_ONE: readonly number[] = [1];

interface Table {
  table: string;
  columns: readonly string[];
  /** `on conflict …`, where a row may meet a key that is taken. */
  onConflict?: string;
}

/** @returns what gives the statement for so many rows. */
function statements<Result>(db: Database, { table, columns, onConflict = '' }: Table, returning = '') {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const known = new Map<number, Statement<[Row], Result>>();
  return (size: number): Statement<[Row], Result> => {
    const found = known.get(size);
    if (found) return found;
    const rows = Array.from({ length: size }, () => row).join(', ');
    const text = `insert into ${table} (${columns.join(', ')}) values ${rows} ${onConflict} ${returning}`;
    const statement = db.prepare<[Row], Result>(text);
    known.set(size, statement);
    return statement;
  };
}

/** Rows in parts, each of the largest size that it fills. */
function* partsOf(rows: readonly Row[], sizes: readonly number[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length;) {
    const left = rows.length - from;
    const size = sizes.find((one) => one <= left) ?? 1;
    yield rows.slice(from, from + size);
    from += size;
  }
}

/** @returns a function that writes rows. */
export function createRowInsert(db: Database, table: Table, sizes = SIZES): (rows: readonly Row[]) => void {
  const of = statements(db, table);
  return (rows) => {
    for (const part of partsOf(rows, sizes)) of(part.length).run(part.flat());
  };
}

/**
 * @param id columns that together tell a row from every other with which it does not share all the keys of the table.
 * @returns a function that writes each row unless one of its keys is taken, and tells of each whether it was written.
 */
export function createNewRowInsert(
  db: Database,
  table: Omit<Table, 'onConflict'>,
  id: readonly string[],
  sizes = db.pragma ? ONE_BY_ONE : SIZES,
): (rows: readonly Row[]) => boolean[] {
  const { columns } = table;
  const quiet = { ...table, onConflict: 'on conflict do nothing' };
  const one = statements(db, quiet)(1);
  const of = statements<Cell[]>(db, quiet, `returning ${id.join(', ')}`);
  const places = id.map((name) => columns.indexOf(name));
  const nameOf = (cells: Row) => JSON.stringify(cells);
  const writeMany = (rows: readonly Row[]): boolean[] => {
    const written = new Set(of(rows.length).raw().all(rows.flat()).map(nameOf));
    // Of two with the same name only the first can have been written.
    return rows.map((row) => written.delete(nameOf(places.map((at) => row[at] ?? null))));
  };
  return (rows) =>
    [...partsOf(rows, sizes)].flatMap((part) =>
      part.length === 1 ? [one.run(part[0] ?? []).changes === 1] : writeMany(part),
    );
}
