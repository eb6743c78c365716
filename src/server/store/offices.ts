/**
 * The tree of offices. `offices.parent` is the office right above; who asks sees what is beneath, never what is beside or above. A tree
 * stays one: who is put under another is not above it, which is looked at while nobody else can move an office.
 */
import type { Predecessor, Unit, UnitBeneath, UnitChange } from '../../domain/offices.ts';
import type { Office } from '../../domain/place.ts';
import type { Database } from './engine.ts';
import { BENEATH, holdTree, LINE, putUnder } from './office-lines.ts';

/** `depth` is 0 for the office from which it is looked, 1 for those right beneath; `under` is '' where nothing above is looked at. */
export interface StoredUnit extends UnitBeneath {
  id: number;
  depth: number;
}
type Row = Omit<StoredUnit, 'predecessors'>;
const COLUMNS = `o.id as id, o.code as code, o.name as name, o.kind as kind, o.valid_from as validFrom, o.valid_to as validTo`;

function predecessorsOf(db: Database, office: number): Map<number, Predecessor[]> {
  const found = new Map<number, Predecessor[]>();
  const rows = db
    .prepare<[number], Predecessor & { id: number }>(
      `with ${BENEATH}
       select p.office_id as id, p.code as code, p.name as name from office_predecessors p
       join beneath b on b.id = p.office_id order by p.office_id, p.position`,
    )
    .all(office);
  for (const { id, code, name } of rows) found.set(id, [...(found.get(id) ?? []), { code, name }]);
  return found;
}

/** An office and everything beneath it, those above before those below, by code. Two statements, however many they are. */
export function listUnits(db: Database, office: number): StoredUnit[] {
  const rows = db
    .prepare<[number], Row>(
      `with ${BENEATH}
       select ${COLUMNS}, b.depth as depth, case when b.depth > 0 then p.code else '' end as under
       from beneath b join offices o on o.id = b.id left join offices p on p.id = o.parent order by b.depth, o.code`,
    )
    .all(office);
  const predecessors = predecessorsOf(db, office);
  return rows.map((row) => ({ ...row, predecessors: predecessors.get(row.id) ?? [] }));
}

export const listBeneath = (db: Database, office: number): StoredUnit[] => listUnits(db, office).slice(1);

/** All offices of the store by code, with `offices.parent`. */
export const listAll = (db: Database): (Omit<Row, 'depth' | 'under'> & { parent: number | null })[] =>
  db
    .prepare<[], Omit<Row, 'depth' | 'under'> & { parent: number | null }>(
      `select ${COLUMNS}, o.parent as parent from offices o order by o.code`,
    )
    .all();

/** What may be told of it. */
export const unitOf = ({ code, name, kind, validFrom, validTo, predecessors }: Unit): Unit => {
  return { code, name, kind, validFrom, validTo, predecessors };
};

export const hasUnits = (db: Database, office: number): boolean =>
  db.prepare('select 1 from offices where parent = ? limit 1').get(office) !== undefined;

/** The offices above one, the nearest first. */
export const listAbove = (db: Database, office: number): Office[] =>
  db
    .prepare<[number], Office>(
      `with ${LINE}
       select o.code as code, o.name as name from line l join offices o on o.id = l.id where l.depth > 0 order by l.depth`,
    )
    .all(office);

/** The office with this code, where it is this one or beneath it; else `null`. */
export const unitIn = (db: Database, office: number, code: string): number | null =>
  db
    .prepare<[number, string], number>(
      `with ${BENEATH} select o.id from beneath b join offices o on o.id = b.id where o.code = ?`,
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
    putUnder(db, office, parent);
    note();
    return { ok: true };
  });
  return holdTree(db, () => attach.immediate());
}
