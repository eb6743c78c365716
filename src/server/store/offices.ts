/**
 * The tree of offices. `offices.parent` is the office right above; who asks sees what is beneath, never what is beside or above. A tree
 * stays one: who is put under another is not above it, which is looked at while nobody else can move an office.
 */
import type { Predecessor, UnitBeneath, UnitChange } from '../../domain/offices.ts';
import type { Database } from './engine.ts';

/** Any number that no other program is likely to hold. */
const LOCK = 7_221_386;

interface Row extends Omit<UnitBeneath, 'predecessors'> {
  id: number;
  depth: number;
}
/** `depth`: 1 for those right beneath. */
export interface StoredUnit extends UnitBeneath {
  id: number;
  depth: number;
}

/** An office and all that is beneath it, as the table `beneath` of a statement. Its first parameter is `offices.id`. */
export const BENEATH = `beneath (id, depth) as (
  select cast(? as bigint), 0
  union select o.id, b.depth + 1 from offices o join beneath b on o.parent = b.id where b.depth < 20
)`;

function predecessorsOf(db: Database, office: number): Map<number, Predecessor[]> {
  const found = new Map<number, Predecessor[]>();
  const rows = db
    .prepare<[number], Predecessor & { id: number }>(
      `with recursive ${BENEATH}
       select p.office_id as id, p.code as code, p.name as name from office_predecessors p
       join beneath b on b.id = p.office_id order by p.office_id, p.position`,
    )
    .all(office);
  for (const { id, code, name } of rows) found.set(id, [...(found.get(id) ?? []), { code, name }]);
  return found;
}

/** Everything beneath an office, those above before those below, by code. Two statements, however many they are. */
export function listBeneath(db: Database, office: number): StoredUnit[] {
  const rows = db
    .prepare<[number], Row>(
      `with recursive ${BENEATH}
       select o.id as id, b.depth as depth, o.code as code, o.name as name, o.kind as kind, o.valid_from as validFrom,
         o.valid_to as validTo, p.code as under
       from beneath b join offices o on o.id = b.id join offices p on p.id = o.parent
       where b.depth > 0 order by b.depth, o.code`,
    )
    .all(office);
  const predecessors = predecessorsOf(db, office);
  return rows.map((row) => ({ ...row, predecessors: predecessors.get(row.id) ?? [] }));
}

/** The office itself, as what is beneath it is listed; `depth` is 0. */
export function readUnit(db: Database, office: number): StoredUnit {
  const row = db
    .prepare<[number], Omit<Row, 'depth' | 'under'>>(
      'select id, code, name, kind, valid_from as validFrom, valid_to as validTo from offices where id = ?',
    )
    .get(office);
  if (!row) throw new Error(`there is no office ${office}`);
  const predecessors = db
    .prepare<[number], Predecessor>('select code, name from office_predecessors where office_id = ? order by position')
    .all(office);
  return { ...row, depth: 0, under: '', predecessors };
}

export const hasUnits = (db: Database, office: number): boolean =>
  db.prepare('select 1 from offices where parent = ? limit 1').get(office) !== undefined;

/** The offices above one, the nearest first. */
export const listAbove = (db: Database, office: number): { id: number; code: string; name: string }[] =>
  db
    .prepare<[number], { id: number; code: string; name: string }>(
      `with recursive above (id, depth) as (
         select parent, 1 from offices where id = ? and parent is not null
         union select o.parent, a.depth + 1 from offices o join above a on o.id = a.id
           where o.parent is not null and a.depth < 20
       )
       select o.id as id, o.code as code, o.name as name from above a join offices o on o.id = a.id order by a.depth`,
    )
    .all(office);

/** The office with this code, where it is this one or beneath it; else `null`. */
export const unitIn = (db: Database, office: number, code: string): number | null =>
  db
    .prepare<[number, string], number>(
      `with recursive ${BENEATH} select o.id from beneath b join offices o on o.id = b.id where o.code = ?`,
    )
    .pluck()
    .get(office, code) ?? null;

function savePredecessors(db: Database, office: number, predecessors: readonly Predecessor[]): void {
  db.prepare('delete from office_predecessors where office_id = ?').run(office);
  const insert = db.prepare('insert into office_predecessors (office_id, position, code, name) values (?, ?, ?, ?)');
  for (const [position, { code, name }] of predecessors.entries()) insert.run(office, position, code, name);
}

/** What an office is called, what it is, and when it is valid. Runs in the caller's transaction. @param office `offices.id` */
export function saveUnit(db: Database, office: number, unit: UnitChange): void {
  const { name, kind, validFrom, validTo, predecessors } = unit;
  db.prepare('update offices set name = ?, kind = ?, valid_from = ?, valid_to = ? where id = ?').run(
    name,
    kind,
    validFrom,
    validTo,
    office,
  );
  savePredecessors(db, office, predecessors);
}

export type Attached = { ok: true } | { ok: false; code: 'unknown' | 'itself' | 'beneath' };

/**
 * Puts an office, with all that is beneath it, under another, or under none.
 * @param under `null` is none. @param note called within the transaction.
 */
export function attachOffice(db: Database, code: string, under: string | null, note: () => void): Attached {
  const find = db.prepare<[string], number>('select id from offices where code = ?').pluck();
  const attach = db.transaction((): Attached => {
    const [office, parent] = [find.get(code), under === null ? null : find.get(under)];
    if (office === undefined || parent === undefined) return { ok: false, code: 'unknown' };
    if (office === parent) return { ok: false, code: 'itself' };
    if (under !== null && unitIn(db, office, under) !== null) return { ok: false, code: 'beneath' };
    db.prepare('update offices set parent = ? where id = ?').run(parent, office);
    note();
    return { ok: true };
  });
  // A transaction holds one office alone (engine.ts); two that move other offices at once could close a ring between them.
  if (db.pragma) return attach.immediate();
  db.exec(`select pg_advisory_lock(${LOCK})`);
  try {
    return attach.immediate();
  } finally {
    db.exec(`select pg_advisory_unlock(${LOCK})`);
  }
}
