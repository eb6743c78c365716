/**
 * What the program asks of the rows of an office names the office: where many offices lie in one database each key begins with it, and an
 * engine on many machines finds by it where the rows are. Statements of the tests themselves may look at all of them.
 */
import type { Database } from '../../src/server/deps.ts';
import { MOVED } from '../../src/server/store/move.ts';
import { SHARED_TABLES } from '../../src/server/store/postgres/schema.ts';

const TABLES = new Set(MOVED.map(({ name }) => name).filter((name) => !SHARED_TABLES.includes(name)));
const PLACES = /\b(?:from|join|into|update|,)\s+(\w+)(?=\s|\)|$)/gi;
/** From where the office is known: a value, the row of an office, or who is above or beneath. */
const ANCHOR = /office_id = (?:\?|[:@]\w+|\$\d+|[bl]\.id|o\.id)|insert into \w+ \([^)]*\boffice_id\b/i;

/** @returns why a statement reaches rows without saying whose; `null` where it does not. */
export function strayIn(sql: string): string | null {
  const text = sql.replace(/--[^\n]*/g, ' ').replace(/'(?:[^']|'')*'/g, "''");
  const tables = [...text.matchAll(PLACES)].flatMap(([, name = '']) => (TABLES.has(name) ? [name] : []));
  if (tables.length === 0) return null;
  const named = text.match(/\boffice_id\b/gi)?.length ?? 0;
  if (named >= tables.length && ANCHOR.test(text)) return null;
  return `${tables.join(', ')}: ${sql.replace(/\s+/g, ' ').trim()}`;
}

/** @returns the statements so far, of the program and not of a test, that are stray. */
export function watchStatements(db: Database): () => string[] {
  const seen = new Map<string, boolean>();
  const prepare = db.prepare.bind(db);
  const note = (sql: string) => {
    if (seen.has(sql)) return;
    // What called `prepare`, beneath this function and the one that stands for it.
    const caller = new Error().stack?.split('\n')[3] ?? '';
    if (caller.includes('/src/server/')) seen.set(sql, true);
  };
  db.prepare = ((sql: string) => {
    note(sql);
    return prepare(sql);
  }) as typeof db.prepare; // it is handed through
  const { prepareEach, prepareRows } = db;
  if (prepareEach)
    db.prepareEach = (sql) => {
      note(sql);
      return prepareEach(sql);
    };
  if (prepareRows)
    db.prepareRows = (into, returning) => {
      note(`insert into ${into.table} (${into.columns.join(', ')})`);
      return prepareRows(into, returning);
    };
  return () => [...seen.keys()].flatMap((sql) => strayIn(sql) ?? []);
}
