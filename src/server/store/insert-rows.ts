/**
 * Writes many rows with few statements: PostgreSQL takes all in one, SQLite as many as one of a few fixed sizes has, so that it is prepared
 * once. The rows of a statement are written in their order: of two that meet the same constraint, the first is there already when the second comes.
 */
import type { Cell, Database, Row, RowsInto, Statement } from './engine.ts';

/** Rows of one statement; the widest table has fewer cells then than any database takes. */
export const SIZES: readonly number[] = [64, 16, 4, 1];
/**
 * For rows with random keys in SQLite: it notes every page that a statement of several rows changes, to be able to undo it, and each of them changes
 * a page of its own. That costs more than the statements that are saved.
 */
export const ONE_BY_ONE: readonly number[] = [1];

/** @returns what gives the statement for so many rows. */
function statements<Result>(db: Database, { table, columns, onConflict = '' }: RowsInto, returning = '') {
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

/** @returns a function that writes rows; no two of one call may change the same one that is there. */
export function createRowInsert(db: Database, into: RowsInto, sizes = SIZES): (rows: readonly Row[]) => void {
  const all = db.prepareRows?.(into);
  if (all) return (rows) => void all(rows);
  const of = statements(db, into);
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
  into: Omit<RowsInto, 'onConflict'>,
  id: readonly string[],
  sizes = ONE_BY_ONE,
): (rows: readonly Row[]) => boolean[] {
  const quiet = { ...into, onConflict: 'on conflict do nothing' };
  const places = id.map((name) => into.columns.indexOf(name));
  const nameOf = (cells: Row) => JSON.stringify(cells);
  const areIn = (rows: readonly Row[], found: readonly Row[]): boolean[] => {
    if (found.length === rows.length) return rows.map(() => true);
    const written = new Set(found.map(nameOf));
    // Of two with the same name only the first can have been written.
    return rows.map((row) => written.delete(nameOf(places.map((at) => row[at] ?? null))));
  };
  const all = db.prepareRows?.(quiet, id);
  if (all) return (rows) => areIn(rows, all(rows));
  const one = statements(db, quiet)(1);
  const of = statements<Cell[]>(db, quiet, `returning ${id.join(', ')}`);
  return (rows) =>
    [...partsOf(rows, sizes)].flatMap((part) =>
      part.length === 1 ? [one.run(part[0] ?? []).changes === 1] : areIn(part, of(part.length).raw().all(part.flat())),
    );
}
