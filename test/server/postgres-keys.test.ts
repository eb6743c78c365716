/** Keys in PostgreSQL begin with the office: in an empty database, and in one that an earlier version has filled. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { verifyAudit } from '../../src/server/store/audit-verify.ts';
import { createAudit } from '../../src/server/store/audit.ts';
import { createKeyFinder } from '../../src/server/store/device-keys.ts';
import type { Cell } from '../../src/server/store/engine.ts';
import { createRowInsert } from '../../src/server/store/insert-rows.ts';
import { MOVED } from '../../src/server/store/move.ts';
import { putUnder } from '../../src/server/store/office-lines.ts';
import { listAbove } from '../../src/server/store/offices.ts';
import { createPaperStore, sourceFor } from '../../src/server/store/paper.ts';
import { connectPostgres, type PostgresDatabase } from '../../src/server/store/postgres/connection.ts';
import { openPostgres, openTables, POSTGRES_LEVEL } from '../../src/server/store/postgres/open.ts';
import { LEVEL_14, LEVEL_15, SHARED_TABLES } from '../../src/server/store/postgres/schema.ts';
import { findSession, tokenHash } from '../../src/server/store/sessions.ts';
import { lookAtAll } from '../../src/server/store/signal-look.ts';
import { verifySequence } from '../../src/server/store/verify-sequence.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { voidBallot } from '../../src/server/store/voids.ts';
import { fill } from '../helpers/frozen.ts';
import { databaseOf } from '../helpers/postgres.ts';
import { binaries } from '../helpers/postgres-server.ts';

const NOW = Date.parse('2026-10-01T03:00:00Z');
const ZONE = 'Asia/Ho_Chi_Minh';
const ANSWERS = SIX_CRITERIA.criteria.map(({ id }) => ({ criterion: id, level: 4 as const }));
const COMMUNES = [
  { code: '22504', name: 'Đại Lãnh' },
  { code: '22505', name: 'Vạn Thắng' },
];

function folder() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-keys-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return { dataDir, databaseUrl: databaseOf(dataDir) };
}
function open(at: ReturnType<typeof folder>, office = COMMUNES[0] ?? { code: '', name: '' }) {
  const opening = openPostgres({ ...at, office }, NOW);
  if (!opening.ok) throw new Error(opening.message);
  onTestFinished(() => void opening.db.close());
  return opening;
}
function connect(at: ReturnType<typeof folder>): PostgresDatabase {
  const db = connectPostgres(at.databaseUrl, join(at.dataDir, 'postgres'));
  onTestFinished(() => void db.close());
  return db;
}

/** Every unique index and foreign key, each with its columns in their order. */
const KEYS = `
  select t.relname as "table", i.relname as name, 'unique' as kind, string_agg(a.attname, ' ' order by k.place) as columns, '' as "to", '' as there
  from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join unnest(x.indkey::int2[]) with ordinality k (attnum, place) on true
    join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
  where x.indisunique and t.relnamespace = current_schema()::regnamespace group by t.relname, i.relname
  union all
  select t.relname, c.conname, 'reference', string_agg(a.attname, ' ' order by k.place), r.relname, string_agg(b.attname, ' ' order by k.place)
  from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
    join unnest(c.conkey, c.confkey) with ordinality k (attnum, there, place) on true
    join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
    join pg_attribute b on b.attrelid = r.oid and b.attnum = k.there
  where c.contype = 'f' and t.relnamespace = current_schema()::regnamespace group by t.relname, c.conname, r.relname`;
interface Key {
  table: string;
  name: string;
  kind: 'unique' | 'reference';
  columns: string;
  to: string;
  there: string;
}
const keysOf = (db: PostgresDatabase) => db.prepare<[], Key>(KEYS).all();
const tablesOf = (db: PostgresDatabase): string[] =>
  db
    .prepare<[], string>('select tablename from pg_tables where schemaname = current_schema() order by tablename')
    .pluck()
    .all();

/** What an engine that keeps each office in one place would not take. */
function misplaced(db: PostgresDatabase): string[] {
  const isShared = (table: string) => SHARED_TABLES.includes(table);
  const without = db
    .prepare<[], string>(
      `select tablename from pg_tables where schemaname = current_schema() and not exists (
         select 1 from information_schema.columns c where c.table_schema = schemaname and c.table_name = tablename
           and c.column_name = 'office_id' and c.is_nullable = 'NO' and c.data_type = 'bigint')`,
    )
    .pluck()
    .all();
  const keys = keysOf(db).filter(({ table, kind, columns, to, there }) => {
    // A shared table is everywhere; what it names must be, too.
    if (isShared(table)) return kind === 'reference' && !isShared(to);
    const first = columns.startsWith('office_id ') || columns === 'office_id';
    return !first || (kind === 'reference' && !isShared(to) && !there.startsWith('office_id '));
  });
  return [
    ...without.filter((table) => !isShared(table)).map((table) => `${table} has no office`),
    ...keys.map(({ table, kind, columns }) => `${table}: ${kind} (${columns})`),
  ].sort();
}

test('every key of what belongs to an office begins with the office, and one that does not is found', () => {
  const { db } = open(folder());
  expect(keysOf(db).length).toBeGreaterThan(80);
  expect(misplaced(db)).toEqual([]);
  db.exec(`
    alter table voids drop constraint voids_pkey, add primary key (submission_id);
    create unique index late on alerts (rule_id, office_id);
    create unique index once on flags (office_id, day, device_id);
    alter table remark_tags add column twice word, add foreign key (twice) references voids;
    create table strays (id bigint primary key);
    alter table office_lines add column of bigint, add column by word,
      add foreign key (of, by) references accounts (office_id, id)`);
  expect(misplaced(db)).toEqual([
    'alerts: unique (rule_id office_id)',
    'office_lines: reference (of by)',
    'remark_tags: reference (twice)',
    'strays has no office',
    'strays: unique (id)',
    'voids: unique (submission_id)',
  ]);
});

test('an answer is there once in its office, by its id and by its place, whoever writes it', () => {
  const at = folder();
  const [one, two] = COMMUNES.map((commune) => open(at, commune));
  if (!one || !two) throw new Error('there are two');
  const insert = one.db.prepare(
    `insert into submissions (office_id, id, device_id, epoch, seq, hash, survey, counter, field, stage, channel, day, hour,
       sent_at, received_at, body) values (?, ?, ?, 1, ?, 'h', 1, 'quay-1', '', '', 'kiosk', '2026-10-01', 9, 0, 0, '{}')`,
  );
  insert.run(one.office, 'a', 'tablet', 1);
  expect(() => insert.run(one.office, 'a', 'tablet', 2)).toThrow(/submissions_pkey/);
  expect(() => insert.run(one.office, 'b', 'tablet', 1)).toThrow(/submissions_office_id_device_id_epoch_seq_key/);
  // Another office has ids and tablets of its own.
  insert.run(two.office, 'a', 'tablet', 1);
  expect(one.db.prepare('select count(*) from submissions').pluck().get()).toBe(2);
});

/** What the program of level 15 wrote beside the answers, of an office of this number. */
const oldRows = (office: number) => `
  insert into accounts (id, office_id, sign_in_name, name, role, created_at) values ('account-${office}', ${office}, 'lan', 'Lan', 'team', 1);
  insert into recovery_codes values ('account-${office}', 'code', null);
  insert into links (token_hash, office_id, purpose, account_id, expires_at) values ('link-${office}', ${office}, 'reset', 'account-${office}', 9);
  insert into links (token_hash, office_id, purpose, account_id, expires_at) values ('first-${office}', ${office}, 'set-up', null, 9);
  insert into sessions values ('session-${office}', '${tokenHash(`token-${office}`)}', 'account-${office}', ${NOW}, ${NOW}, ${NOW}, null, null);
  insert into known_browsers values ('browser', 'account-${office}', 5);
  insert into devices (id, office_id, counter, name, token_hash, enrolled_at) values ('tablet-${office}', ${office}, 'quay-1', 'Máy', 'key:${office}', 1);
  insert into device_keys values ('tablet-${office}', 'public-${office}', 1, null);
  insert into enrolment_codes (code_hash, office_id, counter, expires_at) values ('code-${office}', ${office}, 'quay-1', 9);
  insert into sealing_keys values ('seal-${office}', ${office}, 'public', 'private', 1, null);
  insert into refused_submissions values ('refused-${office}', ${office}, 'tablet-${office}', null, 'malformed', 1, 'x', null);
  insert into paper_files (file_hash, name, source, imported_at) values ('file-${office}', 'thang-9.csv', 'source-${office}', ${office});
  insert into paper_files (file_hash, name, source, imported_at) values ('command-${office}', 'lenh.csv', 'command-${office}', 1);
  insert into paper_mappings values ('file-${office}', ${office}, 'a=b');
  insert into paper_batches (id, office_id, day, counter, field, stage, channel, survey, double_entry, state, opened_by, opened_at)
    values ('stack-${office}', ${office}, '2026-09-01', 'quay-1', '', '', 'paper', 1, 0, 'open', 'account-${office}', 1);
  insert into paper_entries values ('entry-${office}', ${office}, 'stack-${office}', 1, 1, 'account-${office}', 1, 'h', '{}');
  insert into paper_outcomes select 'stack-${office}', 1, ${office}, 'single', min(id), 'account-${office}', 1 from submissions where office_id = ${office};
  insert into paper_outcomes values ('stack-${office}', 2, ${office}, 'none', null, 'account-${office}', 1);
  insert into remark_notes (office_id, submission_id, author, at, text)
    select ${office}, min(submission_id), 'account-${office}', 1, 'gọi lại' from remarks where office_id = ${office};
  insert into remark_tags select ${office}, min(submission_id), 'chờ lâu' from remarks where office_id = ${office};
  insert into alerts (id, office_id, rule_id, object, rule, measured, opened_at) values ('alert-${office}', ${office}, 'gap', 'office:', '{}', '{}', 1);
  insert into alert_outbox (id, office_id, alert_id, channel, next_at) values ('message-${office}', ${office}, 'alert-${office}', 'email', 1);
  insert into reports values ('report-${office}', ${office}, 1, '2026-07-01', '2026-09-30', 1, 'account-${office}', '{}');
`;
/** Of nobody in particular, and a file of which nothing was stored. */
const OLD_SHARED = `
  insert into failed_tries values ('address', 'keyed', 3, ${NOW});
  insert into paper_files (file_hash, name, source, imported_at) values ('empty', 'trong.csv', 'nothing', 9);
`;

interface Old extends ReturnType<typeof folder> {
  /** Every table, each row as JSON, without what is new. */
  rows: Map<string, string[]>;
}
const withOffice = ['recovery_codes', 'sessions', 'known_browsers', 'failed_tries', 'device_keys', 'paper_files'];
function rowsOf(db: PostgresDatabase, table: string, without: readonly string[] = []): string[] {
  return db
    .prepare<[], Record<string, unknown>>(`select * from ${table}`)
    .all()
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([name]) => !without.includes(name))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
    .sort();
}

/** A database as the program of level 15 has left it: two communes beneath a province, with the answers of a quarter. */
function oldDatabase(spoil = ''): Old {
  const today = folder();
  // Beside the data lies what the audit log is chained with.
  const at = { dataDir: today.dataDir, databaseUrl: folder().databaseUrl };
  for (const [number, commune] of COMMUNES.entries()) {
    const { db, office } = open(today, commune);
    fill(db, office, { count: 200, seed: 31 + number });
    const audit = createAudit(db, office, () => NOW);
    for (let i = 0; i < 3; i++) audit({ actor: 'system', action: 'a.b', object: String(i) });
    const [ballot = ''] = db
      .prepare<[number], string>('select min(id) from submissions where office_id = ?')
      .pluck()
      .all(office);
    const why = { reason: 'test', note: '', by: 'somebody', at: NOW } as const;
    db.transaction(() => voidBallot(db, office, ballot, why)).immediate();
    const paper = createPaperStore(db, {
      office,
      source: `command-${office}`,
      survey: SIX_CRITERIA,
      zone: ZONE,
      now: NOW,
    });
    paper.store([{ day: '2026-09-01', counter: 'quay-1', field: 'land', stage: 'filing', answers: ANSWERS }]);
    paper.close();
    lookAtAll(db, office, ZONE);
  }
  const from = connect(today);
  const old = connect(at);
  old.exec('drop schema public cascade; create schema public; create table store_level (level bigint not null)');
  for (const level of [LEVEL_14, LEVEL_15]) old.exec(level);
  old.exec('insert into store_level values (14), (15)');
  for (const table of ['offices', ...MOVED.map(({ name }) => name)]) {
    if (withOffice.includes(table)) continue;
    const rows = from.prepare<[], Record<string, Cell>>(`select * from ${table}`).all();
    const columns = Object.keys(rows[0] ?? {});
    createRowInsert(old, { table, columns })(rows.map((row) => Object.values(row)));
  }
  for (const [table, column] of [
    ['submissions', 'rowid'],
    ['flags', 'id'],
    ['offices', 'id'],
  ])
    old.exec(`select setval(pg_get_serial_sequence('${table}', '${column}'), (select max(${column}) from ${table}))`);
  old.exec(`insert into offices (code, name, pin, rules) values ('56', 'Khánh Hòa', '', '{}');
    update offices set parent = 3 where id < 3`);
  for (const office of [1, 2]) old.exec(oldRows(office));
  old.exec(OLD_SHARED + spoil);
  const rows = new Map(tablesOf(old).map((table) => [table, rowsOf(old, table)]));
  return { ...at, rows };
}

test('a database that an earlier version has filled keeps every row, each with its office', () => {
  const old = oldDatabase();
  const empty = [...old.rows].filter(([, rows]) => rows.length === 0).map(([table]) => table);
  expect(empty).toEqual([
    'aside_records',
    'device_events',
    'device_told',
    'office_predecessors',
    'office_settings',
    'place_flags',
    'refused_places',
    'signal_queue',
    'survey_drafts',
  ]);
  const one = open(old);
  const two = open(old, COMMUNES[1]);
  const { db } = one;
  expect(db.prepare('select max(level) from store_level').pluck().get()).toBe(POSTGRES_LEVEL);
  expect(misplaced(db)).toEqual([]);
  for (const [table, rows] of old.rows) {
    if (['store_level', 'failed_tries', 'paper_files'].includes(table)) continue;
    const new_ = withOffice.includes(table) ? ['office_id'] : [];
    expect([table, rowsOf(db, table, new_)]).toEqual([table, rows]);
  }
  const offices = (table: string, column: string) =>
    db.prepare<[], string>(`select office_id || ' ' || ${column} from ${table} order by 1`).pluck().all();
  expect(offices('sessions', 'account_id')).toEqual(['1 account-1', '2 account-2']);
  expect(offices('recovery_codes', 'account_id')).toEqual(['1 account-1', '2 account-2']);
  expect(offices('known_browsers', 'account_id')).toEqual(['1 account-1', '2 account-2']);
  expect(offices('device_keys', 'device_id')).toEqual(['1 tablet-1', '2 tablet-2']);
  expect(offices('failed_tries', 'name')).toEqual(['1 keyed', '2 keyed', '3 keyed']);
  expect(offices('paper_files', 'file_hash')).toEqual(['1 command-1', '1 file-1', '2 command-2', '2 file-2']);

  for (const { db: own, office } of [one, two]) {
    expect(verifyTallies(own, office)).toEqual({ submissions: 201, differences: [], altered: [] });
    expect(verifySequence(own, office)).toEqual([]);
    expect(verifyAudit(own, office)).toMatchObject({ rows: 3, unanchored: { brokenAt: null } });
    expect(listAbove(own, office).map(({ code }) => code)).toEqual(['56']);
    // Each process finds what is its own office's, by a token or a key that is looked up before anything else is known.
    expect(findSession(own, office, `token-${office}`, NOW)?.account.id).toBe(`account-${office}`);
    expect(findSession(own, office, `token-${3 - office}`, NOW)).toBeNull();
    expect(createKeyFinder(own, office).forRecords(`tablet-${office}`)).toEqual([`public-${office}`]);
    expect(createKeyFinder(own, office).forRecords(`tablet-${3 - office}`)).toEqual([]);
    const file = { name: 'thang-9.csv', hash: 'other', source: undefined, sameName: 'correction' } as const;
    expect(sourceFor(own, office, file, NOW)).toBe(`source-${office}`);
    fill(own, office, { count: 20, seed: 90 + office });
    expect(verifyTallies(own, office)).toMatchObject({ submissions: 221, differences: [] });
  }
  db.transaction(() => putUnder(db, 1, null)).immediate();
  expect(listAbove(db, 1)).toEqual([]);
  // A second start finds nothing to do.
  const before = rowsOf(db, 'store_level');
  expect(openTables(old).ok).toBe(true);
  expect(rowsOf(db, 'store_level')).toEqual(before);
}, 120_000);

test('one that cannot be brought up to date is left as it was, and its program goes on with it', () => {
  const old = oldDatabase("update remark_tags set office_id = 2 where office_id = 1 and tag = 'chờ lâu'");
  const opening = openPostgres({ ...old, office: COMMUNES[0] ?? { code: '', name: '' } }, NOW);
  expect(opening).toMatchObject({ ok: false, code: 'unreadable' });
  expect(opening.ok ? '' : opening.message).toContain('23503');
  const db = connect(old);
  expect(db.prepare('select max(level) from store_level').pluck().get()).toBe(15);
  expect(tablesOf(db)).toEqual([...old.rows.keys()]);
  for (const [table, rows] of old.rows) expect([table, rowsOf(db, table)]).toEqual([table, rows]);
  // Repaired, it is brought up to date.
  db.exec(
    'update remark_tags set office_id = 1 where submission_id in (select submission_id from remarks where office_id = 1)',
  );
  expect(open(old).office).toBe(1);
}, 120_000);

/** What the documentation of Citus says that these functions refuse. */
const STAND_IN = `
  create table placed (name text primary key, shared boolean not null);
  create function create_reference_table(name text) returns void language plpgsql as $$
  begin
    if exists (select 1 from pg_constraint where contype = 'f' and name::regclass in (conrelid, confrelid) and conrelid <> confrelid)
    then raise exception '% has references', name; end if;
    insert into placed values (name, true);
  end $$;
  create function create_distributed_table(name text, key text, colocate_with text default 'none') returns void language plpgsql as $$
  begin
    if exists (select 1 from pg_constraint where contype = 'f' and name::regclass in (conrelid, confrelid))
    then raise exception '% has references', name; end if;
    if exists (select 1 from pg_trigger where tgrelid = name::regclass and not tgisinternal)
      and coalesce(current_setting('citus.enable_unsafe_triggers', true), 'off') <> 'on'
    then raise exception '% has triggers', name; end if;
    if exists (select 1 from pg_index where indrelid = name::regclass and indisunique and not
      (select attnum from pg_attribute where attrelid = name::regclass and attname = key) = any (indkey))
    then raise exception '% has a key without %', name, key; end if;
    if colocate_with <> 'none' and not exists (select 1 from placed p where p.name = colocate_with and not shared)
    then raise exception '% is not there yet', colocate_with; end if;
    insert into placed values (name, false);
  end $$;
  create function create_distributed_function(name text) returns void language plpgsql as $$
  begin perform name::regprocedure; end $$;
`;

test('the statements for Citus place every table, and leave every reference as it was', () => {
  const at = folder();
  const { db } = open(at);
  const [, script = ''] = /```sql\n([^`]+)```/.exec(readFileSync('docs/scaling.md', 'utf8')) ?? [];
  const file = join(at.dataDir, 'citus.sql');
  writeFileSync(file, script);
  const before = keysOf(db);
  db.exec(STAND_IN);
  const run = (input: string) =>
    spawnSync(join(binaries(), 'psql'), [at.databaseUrl, '-qtX', '-v', 'ON_ERROR_STOP=1', '-f', input], {
      encoding: 'utf8',
    });
  const done = run(file);
  expect([done.status, done.stderr]).toEqual([0, '']);
  const placed = (shared: number) =>
    db.prepare<[number], string>('select name from placed where shared::int = ? order by name').pluck().all(shared);
  expect(placed(1)).toEqual([...SHARED_TABLES].sort());
  const all = tablesOf(db).filter((name) => name !== 'placed');
  expect(placed(0)).toEqual(all.filter((name) => !SHARED_TABLES.includes(name)));
  const after = keysOf(db).filter(({ table }) => table !== 'placed');
  expect(after).toHaveLength(before.length);
  expect(after).toEqual(expect.arrayContaining(before));
  // The stand-in does refuse: a key without the office, and triggers that nobody has allowed.
  db.exec('truncate placed; alter table voids drop constraint voids_pkey, add primary key (submission_id)');
  expect(run(file).stderr).toContain('voids has a key without office_id');
});
