/**
 * Copies all that a store has of one office into another store, whichever engines they have, and proves it: each table is read again on
 * both sides, row by row, and must give the same SHA-256. Numbers that a store gives by itself may differ, and are left out of that:
 * the office's, and those of flags and notes.
 */
import { createHash } from 'node:crypto';
import type { Cell, Database, Row } from './engine.ts';
import { createRowInsert } from './insert-rows.ts';
import { chainedAs } from './audit.ts';
import { startLine } from './office-lines.ts';

interface Table {
  name: string;
  /** Everything that tells one row of an office from the next, in the order in which they are read. */
  order: string;
  /** The columns with numbers that the store gives: the table's own first. */
  numbers?: readonly string[];
}
const own = (name: string, order: string): Table => ({ name, order });
const PLACE = 'span, counter, field, stage, channel, survey';
const HOUR = 'span, counter, hour, survey, criterion';

/**
 * All but `offices` and their lines, each after those that it points to. A test holds them against the schema. What an office was made
 * from goes along with it; the offices above and beneath it do not, so there it stands alone until it is attached (cli/offices.ts).
 */
export const MOVED: readonly Table[] = [
  own('office_predecessors', 'position'),
  own('counters', 'id'),
  own('surveys', 'version'),
  own('survey_drafts', 'office_id'),
  own('office_settings', 'name'),
  own('accounts', 'id'),
  own('recovery_codes', 'account_id, code_hash'),
  own('links', 'token_hash'),
  own('sessions', 'id'),
  own('known_browsers', 'account_id, token_hash'),
  own('failed_tries', 'kind, name'),
  own('audit_log', 'seq'),
  own('devices', 'id'),
  own('device_keys', 'device_id, public_key'),
  own('enrolment_codes', 'code_hash'),
  own('sealing_keys', 'id'),
  own('submissions', 'rowid'),
  own('refused_submissions', 'hash'),
  own('refused_places', 'device_id, epoch, seq, hash'),
  own('aside_records', 'hash'),
  own('device_runs', 'device_id, epoch, first'),
  own('device_told', 'device_id, epoch'),
  own('device_events', 'device_id, id'),
  own('tallies', `${PLACE}, criterion`),
  own('ballot_tallies', PLACE),
  own('reason_tallies', `${PLACE}, criterion, reason`),
  own('hour_tallies', HOUR),
  own('hour_reason_tallies', `${HOUR}, reason`),
  own('flagged_tallies', `${PLACE}, criterion`),
  own('flagged_ballot_tallies', PLACE),
  own('remarks', 'submission_id'),
  { ...own('remark_notes', 'id'), numbers: ['id'] },
  own('remark_tags', 'tag, submission_id'),
  own('voids', 'submission_id'),
  { ...own('flags', 'id'), numbers: ['id'] },
  { ...own('flagged_ballots', 'flag_id, submission_id'), numbers: ['flag_id'] },
  own('place_flags', 'week, counter'),
  own('signal_queue', 'device_id, day'),
  own('paper_files', 'rowid'),
  own('paper_mappings', 'file_hash'),
  own('paper_batches', 'rowid'),
  own('paper_entries', 'id'),
  own('paper_outcomes', 'batch_id, number'),
  own('alerts', 'rowid'),
  own('alert_outbox', 'id'),
  own('reports', 'number'),
];
const ORDER_KEPT = ['submissions', 'paper_files', 'paper_batches', 'alerts'];
/** What is copied of the office itself: all of it but its number and its parent, which is another store's. */
const OFFICE = ['code', 'name', 'pin', 'rules', 'open_month', 'chained_as', 'kind', 'valid_from', 'valid_to'];

export interface MovedTable {
  name: string;
  rows: number;
  /** Of all of them. */
  sha256: string;
}
export type Moving = { ok: true; office: number; tables: MovedTable[] } | { ok: false; message: string };

/** Rows that are held at once. */
const GROUP = 64;

function columnsOf(db: Database, table: string): string[] {
  const sql = db.pragma
    ? 'select name from pragma_table_info(?) order by name'
    : 'select column_name as name from information_schema.columns where table_name = ? and table_schema = current_schema() order by 1';
  const columns = db.prepare<[string], string>(sql).pluck().all(table);
  return ORDER_KEPT.includes(table) && !columns.includes('rowid') ? [...columns, 'rowid'].sort() : columns;
}

function* rowsOf(db: Database, { name, order }: Table, columns: readonly string[], office: number): Generator<Row> {
  const sql = `select ${columns.join(', ')} from ${name} where office_id = ? order by ${order}`;
  yield* db.prepare<[number], Cell[]>(sql).raw().iterate(office);
}

/** @param change what becomes of a row before it is counted. */
function digestOf(rows: Iterable<Row>, change: (row: Row) => Row): Omit<MovedTable, 'name'> {
  const hash = createHash('sha256');
  let count = 0;
  for (const row of rows) {
    const cells = change(row).map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : cell));
    hash.update(JSON.stringify(cells)).update('\n');
    count += 1;
  }
  return { rows: count, sha256: hash.digest('hex') };
}

/** Leaves out what the store itself numbers: the office, and flags and notes, which are counted in their order. */
function withoutNumbers(columns: readonly string[], { numbers = [] }: Table): (row: Row) => Row {
  const office = columns.indexOf('office_id');
  const places = numbers.map((name) => columns.indexOf(name));
  let [last, rank]: [Cell | undefined, number] = [undefined, 0];
  return (row) =>
    row.map((cell, at) => {
      if (at === office) return 0;
      if (!places.includes(at)) return cell;
      if (cell !== last) rank += 1;
      last = cell;
      return rank;
    });
}

/** @param above what is added to the numbers that the store gives. */
function renumbered(columns: readonly string[], { numbers = [] }: Table, office: number, above: number) {
  return (row: Row): Row =>
    row.map((cell, at) => {
      const column = columns[at] ?? '';
      if (column === 'office_id') return office;
      return numbers.includes(column) ? Number(cell) + above : cell;
    });
}

function copyOffice(from: Database, office: number, to: Database): number {
  const row = from
    .prepare<[number], Record<string, Cell>>(`select ${OFFICE.join(', ')} from offices where id = ?`)
    .get(office);
  if (!row) throw new Error(`there is no office ${office}`);
  const values = { ...row, chained_as: chainedAs(from, office) } as Record<string, Cell>;
  const there = Number(
    to
      .prepare<Cell[]>(
        `insert into offices (${OFFICE.join(', ')}) values (${OFFICE.map(() => '?').join(', ')}) returning id`,
      )
      .pluck()
      .get(...OFFICE.map((name) => values[name] ?? null)),
  );
  startLine(to, there, null);
  return there;
}

/** PostgreSQL goes on numbering after what was brought. */
function goOnAfter(to: Database): void {
  if (to.pragma) return;
  const numbered = [...ORDER_KEPT.map((name) => [name, 'rowid']), ['flags', 'id'], ['remark_notes', 'id']];
  for (const [table, column] of numbered)
    to.exec(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), greatest((select max(${column}) from ${table}), 1))`,
    );
}

/** The highest number of its kind that is taken already. */
const highest = (to: Database, { name, numbers = [] }: Table): number => {
  const [own] = numbers;
  return own === undefined ? 0 : Number(to.prepare(`select coalesce(max(${own}), 0) from ${name}`).pluck().get());
};

/**
 * In one transaction: where anything differs, nothing has been copied.
 * @param to has the tables at the same level, and no office with that code.
 * @param office `offices.id` in `from`
 * @returns the office's number there, and what each table holds.
 */
export function moveOffice(from: Database, office: number, to: Database): Moving {
  const code = from.prepare<[number], string>('select code from offices where id = ?').pluck().get(office);
  class Different extends Error {}
  const copy = to.transaction((): Moving => {
    if (code === undefined || to.prepare('select 1 from offices where code = ?').get(code) !== undefined)
      return { ok: false, message: `the other store has an office ${code ?? ''} already` };
    const there = copyOffice(from, office, to);
    const above = new Map(MOVED.map((table) => [table.name, highest(to, table)]));
    above.set('flagged_ballots', above.get('flags') ?? 0);
    const tables = MOVED.map((table): MovedTable => {
      const columns = columnsOf(from, table.name);
      const change = renumbered(columns, table, there, above.get(table.name) ?? 0);
      const insert = createRowInsert(to, { table: table.name, columns });
      let group: Row[] = [];
      for (const row of rowsOf(from, table, columns, office)) {
        group.push(change(row));
        if (group.length < GROUP) continue;
        insert(group);
        group = [];
      }
      insert(group);
      const here = digestOf(rowsOf(from, table, columns, office), withoutNumbers(columns, table));
      const copied = digestOf(rowsOf(to, table, columns, there), withoutNumbers(columns, table));
      if (copied.sha256 !== here.sha256)
        throw new Different(`${table.name}: ${copied.rows} rows were written for ${here.rows}, or they differ`);
      return { name: table.name, ...here };
    });
    goOnAfter(to);
    return { ok: true, office: there, tables };
  });
  try {
    return from.transaction(() => copy.immediate())();
  } catch (error) {
    if (error instanceof Different) return { ok: false, message: error.message };
    throw error;
  }
}
