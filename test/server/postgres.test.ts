/** A store in PostgreSQL: what it must be, what two processes on it do to one another, and what becomes of a connection that is cut. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { createChangeFeed } from '../../src/server/changes.ts';
import { isStorageError } from '../../src/server/errors.ts';
import { createStoreThread } from '../../src/server/store-thread.ts';
import { dataVersion } from '../../src/server/store/data-version.ts';
import { MOVED } from '../../src/server/store/move.ts';
import { makeOffice } from '../../src/server/store/office.ts';
import { attachOffice } from '../../src/server/store/offices.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { connectPostgres } from '../../src/server/store/postgres/connection.ts';
import { openPostgres, POSTGRES_LEVEL } from '../../src/server/store/postgres/open.ts';
import { LEVEL_14 } from '../../src/server/store/postgres/schema.ts';
import { toPostgres } from '../../src/server/store/postgres/sql.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { createStoredNotifier } from '../../src/server/stored.ts';
import { type Accepted, createSubmissionStore } from '../../src/server/store/submissions.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { databaseOf } from '../helpers/postgres.ts';

const OFFICE = { code: '22504', name: 'Đại Lãnh' };
const NOW = Date.parse('2026-11-20T03:00:00Z');
const ZONE = 'Asia/Ho_Chi_Minh';

function folder() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-pg-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return { dataDir, databaseUrl: databaseOf(dataDir) };
}
function open(at = folder(), office = OFFICE) {
  const opening = openPostgres({ ...at, office }, NOW);
  if (!opening.ok) throw new Error(opening.message);
  onTestFinished(() => void opening.db.close());
  return { ...at, db: opening.db, office: opening.office };
}

const both = (one: string, other = '') => (one < other ? `${one},${other}` : `${other},${one}`);

/** Records as they are handed to the store. */
function records(device: string, seed: number, count: number): Accepted[] {
  return ballotMaker(device, seed)
    .many(count, {})
    .map(({ submission, hash, body }) => ({
      ok: true,
      submission,
      survey: SIX_CRITERIA,
      hash,
      body,
      day: '2026-11-20',
      hour: 9,
      sentAt: NOW,
      receivedAt: NOW,
      note: null,
    }));
}

test('parameters are numbered and names keep their capitals, but nothing in quotes or comments is touched', () => {
  expect(
    toPostgres(
      `select a as firstPrev, '?:x' -- is it?\n from t where b = ? and c = :office and d > @now - 1 and e = :office`,
    ),
  ).toEqual({
    text: `select a as "firstPrev", '?:x' -- is it?\n from t where b = $1 and c = $2 and d > $3 - 1 and e = $2`,
    names: [null, 'office', 'now'],
  });
  expect(toPostgres(`select x::text, "Any ?" from a cross join b on a.x = b.x`).text).toBe(
    `select x::text, "Any ?" from a join b on a.x = b.x`,
  );
});

test('both engines have the same tables, columns and keys, and every table is moved', () => {
  expect(POSTGRES_LEVEL).toBe(MIGRATIONS.length);
  const file = new Sqlite(':memory:');
  for (const sql of MIGRATIONS) file.exec(sql);
  const { db } = open();
  const tables = file.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all();
  expect(MOVED.map(({ name }) => name).sort()).toEqual(
    tables.filter((name) => !['offices', 'office_lines'].includes(name)).sort(),
  );
  const theirs = db.prepare<[string], { name: string; nullable: string }>(
    'select column_name as name, is_nullable as nullable from information_schema.columns where table_name = ?',
  );
  const keys = db.prepare<[string], string>(
    `select string_agg(column_name, ' ' order by ordinal_position) from information_schema.key_column_usage
     where table_name = ? and constraint_name = table_name || '_pkey'`,
  );
  for (const table of tables) {
    const ours = file.prepare<[], { name: string; notnull: number; pk: number }>(`pragma table_info(${table})`).all();
    const found = theirs.all(table).filter(({ name }) => name !== 'rowid');
    expect([table, found.map(({ name }) => name).sort()]).toEqual([table, ours.map(({ name }) => name).sort()]);
    // A data file is one office's, a database is many's: there the office comes first in every key.
    const key = ours.filter(({ pk, name }) => pk > 0 && name !== 'office_id').sort((a, b) => a.pk - b.pk);
    const office = ours.some(({ name }) => name === 'office_id') ? ['office_id'] : [];
    expect([table, keys.pluck().get(table)]).toEqual([table, [...office, ...key.map(({ name }) => name)].join(' ')]);
    for (const { name, notnull, pk } of ours)
      expect([table, name, found.find((one) => one.name === name)?.nullable]).toEqual([
        table,
        name,
        notnull || pk ? 'NO' : 'YES',
      ]);
  }
});

test('one of an earlier version is brought up to date, with the office that is in it', () => {
  const at = folder();
  const old = connectPostgres(at.databaseUrl, at.dataDir);
  old.exec('drop schema public cascade; create schema public; create table store_level (level bigint not null)');
  old.exec(LEVEL_14);
  old.exec(
    "insert into store_level values (14); insert into offices (code, name, pin, rules) values ('22504', 'Cũ', '', '{}')",
  );
  old.close();
  const { db, office } = open(at);
  expect(db.prepare('select name, kind, parent from offices where id = ?').get(office)).toEqual({
    name: 'Cũ',
    kind: '',
    parent: null,
  });
  expect(db.prepare('select max(level) from store_level').pluck().get()).toBe(POSTGRES_LEVEL);
});

test('one that does not write durably is refused, and so is one of a newer version, and one that is not there', () => {
  const at = folder();
  const { db } = open(at);
  const name = new URL(at.databaseUrl).pathname.slice(1);
  db.exec(`alter database ${name} set synchronous_commit = off`);
  expect(openPostgres({ ...at, office: OFFICE }, NOW)).toMatchObject({ ok: false, code: 'not-durable' });
  db.exec(`alter database ${name} reset synchronous_commit`);
  expect(open(at).office).toBe(1);
  db.exec('insert into store_level values (99)');
  expect(openPostgres({ ...at, office: OFFICE }, NOW)).toMatchObject({ ok: false, code: 'newer' });
  const nowhere = openPostgres({ ...at, databaseUrl: 'postgresql://who:geheim@127.0.0.1:1/x', office: OFFICE }, NOW);
  expect(nowhere).toMatchObject({ ok: false, code: 'unreadable' });
  expect(JSON.stringify(nowhere)).not.toContain('geheim');
});

test('offices in one database see only their own, and their audit logs are chains of their own', () => {
  const at = folder();
  const first = open(at);
  const second = open(at, { code: '22505', name: 'Vạn Thắng' });
  expect([first.office, second.office]).toEqual([1, 2]);
  expect(second.db.prepare('select count(*) from counters where office_id = ?').pluck().get(2)).toBe(3);
  expect(open(at).office).toBe(1);
});

test('two processes take the same records from twenty tablets at once: each is stored once, and both are told the same', async () => {
  const { db, office, ...at } = open();
  const threads = [1, 2].map(() => createStoreThread(resolve('dist/server/store.js'), { ...at, office, zone: ZONE }));
  const batches = Array.from({ length: 20 }, (_, number) => {
    const { device } = addDevice(db, office, 'quay-1', `Máy ${number}`, NOW);
    return records(device.id, 700 + number, 30);
  });
  const outcomes = await Promise.all(threads.map(({ store }) => Promise.all(batches.map((batch) => store(batch)))));
  await Promise.all(threads.map(({ end }) => end()));
  const [one = [], two = []] = outcomes.map((all) => all.flat());
  expect(one.map(({ status }, at) => both(status, two[at]?.status))).toEqual(
    Array.from({ length: 600 }, () => 'duplicate,stored'),
  );
  expect(verifyTallies(db, office)).toEqual({ submissions: 600, differences: [], altered: [] });
});

test('other bytes under one id, from two processes at once: one is stored, the other refused and kept', async () => {
  const { db, office, ...at } = open();
  const threads = [1, 2].map(() => createStoreThread(resolve('dist/server/store.js'), { ...at, office, zone: ZONE }));
  const { device } = addDevice(db, office, 'quay-1', 'Máy', NOW);
  const batch = records(device.id, 99, 40);
  const changed = batch.map((record) => ({ ...record, hash: randomBytes(32).toString('hex') }));
  const [one = [], two = []] = await Promise.all([threads[0]?.store(batch), threads[1]?.store(changed)]);
  await Promise.all(threads.map(({ end }) => end()));
  expect(one.map(({ status }, number) => both(status, two[number]?.status))).toEqual(
    Array.from({ length: 40 }, () => 'refused,stored'),
  );
  expect(db.prepare('select count(*) from refused_submissions').pluck().get()).toBe(40);
});

test('a connection that is cut in a transaction leaves nothing half written, and the next question is answered', () => {
  const at = folder();
  const { db, office } = open(at);
  const other = connectPostgres(at.databaseUrl, db.name);
  onTestFinished(() => void other.close());
  const rename = (name: string) => db.prepare('update offices set name = ? where id = ?').run(name, office);
  const nameNow = () => other.prepare('select name from offices where id = ?').pluck().get(office);
  const pid = Number(db.prepare('select pg_backend_pid()').pluck().get());
  let failure: unknown;
  try {
    db.transaction(() => {
      rename('half');
      other.prepare('select pg_terminate_backend(?)').get(pid);
      // Whoever does not look at the first error must not go on outside of the transaction.
      for (let tries = 0; tries < 3; tries++)
        try {
          rename('outside');
        } catch (error) {
          failure = error;
        }
      if (failure) throw failure;
    }).immediate();
  } catch (error) {
    failure = error;
  }
  expect([isStorageError(failure), String(failure)]).toEqual([true, String(failure)]);
  expect(nameNow()).toBe(OFFICE.name);
  expect(db.inTransaction).toBe(false);
  rename('after');
  expect(nameNow()).toBe('after');
});

test('what is looked up while the tables fill is found by its key, not among all that the office has', () => {
  const at = open();
  const { device } = addDevice(at.db, at.office, 'quay-1', 'Máy 1', NOW);
  const store = createSubmissionStore(at.db, at.office, ZONE);
  const all = records(device.id, 12, 3000);
  for (let from = 0; from < all.length; from += 50) store(all.slice(from, from + 50));
  // What a connection has counted is there at the latest when it ends.
  at.db.close();
  const read = open(at)
    .db.prepare<[], { rows: number; found: number }>(
      `select n_live_tup as rows, (select sum(idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid) as found
       from pg_stat_user_tables t where relname = 'submissions'`,
    )
    .get();
  expect(read?.rows).toBe(all.length);
  expect(read?.found).toBeLessThan(10 * all.length);
});

test('a part of a transaction fails alone', () => {
  const { db, office } = open();
  const set = db.prepare('update offices set name = ? where id = ?');
  const part = db.transaction((name: string, fails: boolean) => {
    set.run(name, office);
    if (fails) db.prepare('select 1 / 0').get();
  });
  db.transaction(() => {
    part('kept', false);
    expect(() => part('lost', true)).toThrow(/division by zero/);
  }).immediate();
  expect(db.prepare('select name from offices').pluck().get()).toBe('kept');
});

test('a transaction in which an error was swallowed is not taken for kept', () => {
  const { db, office } = open();
  const swallow = db.transaction(() => {
    db.prepare('update offices set name = ? where id = ?').run('half', office);
    expect(() => db.prepare('select 1 / 0').get()).toThrow(/division by zero/);
  });
  expect(() => swallow.immediate()).toThrow(/nothing of its transaction was kept/);
  expect(db.prepare('select name from offices').pluck().get()).toBe(OFFICE.name);
});

test('writers of one office take turns: what one has read, another cannot change before it has written', () => {
  const { db, office, ...at } = open();
  db.prepare('update offices set rules = ? where id = ?').run('0', office);
  const other = connectPostgres(at.databaseUrl, db.name);
  other.serve(office);
  onTestFinished(() => void other.close());
  other.exec("set lock_timeout = '200ms'");
  db.transaction(() => {
    expect(() => other.transaction(() => undefined).immediate()).toThrow(/lock timeout/);
    // Reading waits for nobody.
    expect(other.prepare('select rules from offices where id = ?').pluck().get(office)).toBe('0');
  }).immediate();
  other.transaction(() => undefined).immediate();
});

test('two processes that move offices at once close no ring between them', () => {
  const at = folder();
  const { db } = open(at);
  for (const code of ['22505', '22506']) makeOffice(db, { code, name: code }, null, NOW);
  const other = connectPostgres(at.databaseUrl, db.name);
  onTestFinished(() => void other.close());
  other.serve(3);
  other.exec("set lock_timeout = '200ms'");
  const back = () => attachOffice(other, '22505', '22504', () => undefined);
  expect(attachOffice(db, '22504', '22505', () => expect(back).toThrow(/lock timeout/))).toEqual({ ok: true });
  expect(back()).toEqual({ ok: false, code: 'beneath' });
});

test('what another connection has written shows, and what one has written itself does not', async () => {
  const at = folder();
  const { db, office } = open(at);
  const other = connectPostgres(at.databaseUrl, db.name);
  onTestFinished(() => void other.close());
  other.prepare('select 1').get();
  const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  await wait(600);
  const before = dataVersion(other);
  const own = dataVersion(db);
  db.prepare('update offices set name = ? where id = ?').run('neu', office);
  await expect.poll(() => dataVersion(other), { timeout: 5000 }).not.toBe(before);
  await wait(300);
  expect(dataVersion(db)).toBe(own);
});

test('an open page is told at once of what another process has stored', async () => {
  const at = folder();
  const { db, office } = open(at);
  const other = connectPostgres(at.databaseUrl, db.name);
  onTestFinished(() => void other.close());
  const rename = other.prepare('update offices set name = ? where id = ?');
  rename.run('first', office);
  const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  await wait(600);
  let heardAt = 0;
  const began = performance.now();
  const stop = createChangeFeed({ db, stored: createStoredNotifier() }).onChange(() => (heardAt = performance.now()));
  for (const second of [1, 3]) {
    // Whoever looked once a second would have looked just before.
    await wait(began + second * 1000 + 100 - performance.now());
    const wrote = performance.now();
    rename.run(`neu ${second}`, office);
    await expect.poll(() => heardAt, { timeout: 5000, interval: 10 }).toBeGreaterThan(wrote);
    expect(heardAt - wrote).toBeLessThan(600);
  }
  stop();
});
