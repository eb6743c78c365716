/**
 * Writes many rows with few statements: PostgreSQL takes all in one, SQLite as many as one of a few fixed sizes has, so that it is prepared
 * once. The rows of a statement are written in their order: of two that meet the same constraint, the first is there already when the second comes.
 */
import type { Database, Row, RowsInto, Statement } from './engine.ts';

/** Rows of one statement; the widest table has fewer cells then than any database takes. */
const SIZES: readonly number[] = [64, 16, 4, 1];

function prepareInsert(db: Database, { table, columns, onConflict = '' }: RowsInto, size: number): Statement<[Row]> {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const rows = Array.from({ length: size }, () => row).join(', ');
  return db.prepare<[Row]>(`insert into ${table} (${columns.join(', ')}) values ${rows} ${onConflict}`);
}

/** Rows in parts, each of the largest size that it fills. */
function* partsOf(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length;) {
    const left = rows.length - from;
    const size = SIZES.find((one) => one <= left) ?? 1;
    yield rows.slice(from, from + size);
    from += size;
  }
}

/** @returns a function that writes rows; no two of one call may change the same one that is there. */
export function createRowInsert(db: Database, into: RowsInto): (rows: readonly Row[]) => void {
  const all = db.prepareRows?.(into);
  if (all) return (rows) => void all(rows);
  const known = new Map<number, Statement<[Row]>>();
  return (rows) => {
    for (const part of partsOf(rows)) {
      const statement = known.get(part.length) ?? prepareInsert(db, into, part.length);
      known.set(part.length, statement);
      statement.run(part.flat());
    }
  };
}

/**
 * For rows with random keys. To SQLite they go one by one: it notes every page that a statement of several rows changes, to be able to undo
 * it, and each of them changes a page of its own. That costs more than the statements that are saved.
 * @param id columns that together tell a row from every other with which it does not share all the keys of the table.
 * @returns a function that writes each row unless one of its keys is taken, and tells of each whether it was written.
 */
export function createNewRowInsert(
  db: Database,
  into: Omit<RowsInto, 'onConflict'>,
  id: readonly string[],
): (rows: readonly Row[]) => boolean[] {
  const quiet = { ...into, onConflict: 'on conflict do nothing' };
  const all = db.prepareRows?.(quiet, id);
  if (!all) {
    const one = prepareInsert(db, quiet, 1);
    return (rows) => rows.map((row) => one.run(row).changes === 1);
  }
  const places = id.map((name) => into.columns.indexOf(name));
  const nameOf = (cells: Row) => JSON.stringify(cells);
  return (rows) => {
    const found = all(rows);
    if (found.length === rows.length) return rows.map(() => true);
    const written = new Set(found.map(nameOf));
    // Of two with the same name only the first can have been written.
    return rows.map((row) => written.delete(nameOf(places.map((at) => row[at] ?? null))));
  };
}
