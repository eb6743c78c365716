/**
 * Who is above whom: each office has a row with itself (depth 0) and with every one above it. A statement over the rows of offices joins
 * it and need not find the way step by step, which engines that keep offices on many machines do not take.
 */
import type { Database } from './engine.ts';

/** Any number that no other program is likely to hold. */
const LOCK = 7_221_386;

/** An office and all that is beneath it, as the table `beneath` of a statement. Its first parameter is `offices.id`. */
export const BENEATH = 'beneath (id, depth) as (select office_id, depth from office_lines where above = ?)';
/** An office and those above it, as the table `line` of a statement. Its first parameter is `offices.id`. */
export const LINE = 'line (id, depth) as (select above, depth from office_lines where office_id = ?)';

/** For an office that was just made. In the caller's transaction. @param parent `offices.id`; `null` is none */
export function startLine(db: Database, office: number, parent: number | null): void {
  db.prepare('insert into office_lines (office_id, above, depth) values (?, ?, 0)').run(office, office);
  if (parent !== null) joinLine(db, office, parent);
}

function joinLine(db: Database, office: number, parent: number): void {
  db.prepare(
    `insert into office_lines (office_id, above, depth)
     select b.office_id, a.above, b.depth + a.depth + 1 from office_lines b, office_lines a
     where b.above = ? and a.office_id = ?`,
  ).run(office, parent);
}

/** Puts an office with all that is beneath it under another, which is not one of these; `null` is none. In the caller's transaction. */
export function putUnder(db: Database, office: number, parent: number | null): void {
  db.prepare('update offices set parent = ? where id = ?').run(parent, office);
  db.prepare(
    `delete from office_lines where office_id in (select office_id from office_lines where above = ?)
     and above in (select above from office_lines where office_id = ? and depth > 0)`,
  ).run(office, office);
  if (parent !== null) joinLine(db, office, parent);
}

/**
 * While it runs nobody else changes the tree. PostgreSQL holds one office alone in a transaction (engine.ts): two that move other offices
 * at once could close a ring between them, or leave one that is just being added where it no longer belongs.
 */
export function holdTree<T>(db: Database, work: () => T): T {
  if (db.pragma) return work();
  db.exec(`select pg_advisory_lock(${LOCK})`);
  try {
    return work();
  } finally {
    db.exec(`select pg_advisory_unlock(${LOCK})`);
  }
}
