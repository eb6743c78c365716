/** An office moves from its data folder into PostgreSQL and back: every page answers the same, and nothing is left behind. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { OPERATIONS } from '../../src/server/operations.ts';
import { createAudit } from '../../src/server/store/audit.ts';
import { verifyAudit } from '../../src/server/store/audit-verify.ts';
import { makeDataFile } from '../../src/server/store/database.ts';
import { MOVED, moveOffice } from '../../src/server/store/move.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { verifySequence } from '../../src/server/store/verify-sequence.ts';
import { databaseOf } from '../helpers/postgres.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

const NOW = Date.parse('2026-11-20T03:00:00Z');
const VISITS = 300;

function emptyFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-move-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}
function run(env: Record<string, string>, name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/server/${name}.js`, ...args], {
    env: { PATH: process.env.PATH ?? '', PORT: '9', ...env },
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}
function open(dataDir: string, env: Record<string, string> = {}): TestApp {
  const server = openApp({ dataDir, env, now: () => NOW });
  onTestFinished(() => server.close());
  return server;
}

/** A year of visits with staff entries, and what a survey team has done with them. */
async function fill(dataDir: string, seed = 1): Promise<string> {
  const made = run(
    { DATA_DIR: dataDir },
    'demo',
    '--visits',
    String(VISITS),
    '--seed',
    String(seed),
    '--staff-entries',
    '2',
    '--year',
    '2026',
  );
  expect(made.status, made.said).toBe(0);
  const server = openApp({ dataDir, now: () => NOW });
  const headers = {
    ...server.signIn('administrator'),
    'Content-Type': 'application/json',
    'Sec-Fetch-Site': 'same-origin',
  };
  const ask = (method: string, path: string, body: unknown) =>
    server.app.request(path, { method, headers, body: JSON.stringify(body) });
  const ids = server.db.prepare<[], string>('select submission_id from remarks order by 1 limit 3').pluck().all();
  expect(ids).toHaveLength(3);
  for (const id of ids) {
    expect((await ask('POST', `/api/remarks/${id}/notes`, { text: 'Đã gọi điện' })).status).toBe(200);
    expect((await ask('POST', `/api/remarks/${id}/tags`, { add: ['chờ lâu'], remove: [] })).status).toBe(200);
  }
  expect((await ask('PUT', `/api/ballots/${ids[0] ?? ''}/void`, { reason: 'test', note: '' })).status).toBe(200);
  const frozen = await ask('POST', '/api/reports', { from: '2026-04-01', to: '2026-06-30' });
  expect(frozen.status, await frozen.text()).toBe(200);
  server.close();
  return dataDir;
}

let filled: Promise<string> | null = null;
beforeAll(() => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-move-'));
  filled = fill(dataDir);
  return () => rmSync(dataDir, { recursive: true, force: true });
});
/** A copy of it. */
async function filledFolder(): Promise<string> {
  const dataDir = emptyFolder();
  cpSync(await (filled ?? fill(dataDir)), dataDir, { recursive: true });
  return dataDir;
}

const YEAR = 'from=2026-01-01&to=2026-12-31';
/** About whoever asks, or with a time in it. */
const OWN = ['/api/account/sessions', '/api/session', '/api/account', '/api/results/changes', '/api/nonce'];

/** Everything that an administrator can read, for several periods and narrowings. */
async function everything({ app, db, signIn }: TestApp): Promise<Map<string, string>> {
  const headers = signIn('administrator');
  const one = (table: string, column = 'id') => String(db.prepare(`select min(${column}) from ${table}`).pluck().get());
  const values: Record<string, string> = {
    remarks: one('remarks', 'submission_id'),
    reports: one('reports'),
    surveys: '1',
  };
  const paths = Object.entries(OPERATIONS)
    .filter(([path, { get }]) => get && !OWN.includes(path) && !/open|device|metrics/.test(get.policy))
    .flatMap(([path]) => {
      const found = path.replace(/:(id|version)/, () => values[path.split('/')[2] ?? ''] ?? '');
      if (found.endsWith('/')) return [];
      return [`${found}?${YEAR}`, `${found}?${YEAR}&counter=quay-1`];
    });
  const replies = new Map<string, string>();
  for (const path of [...paths, '/ket-qua', '/ket-qua.json', '/ket-qua.csv']) {
    const reply = await app.request(path, { headers });
    replies.set(path, `${reply.status} ${Buffer.from(await reply.arrayBuffer()).toString('base64')}`);
  }
  return replies;
}
/** Paths that were answered otherwise. Whoever asks is in some of the lists, and the folder of the backups is another. */
const differences = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
  [...other]
    .filter(
      ([path, reply]) => !/^\/api\/(accounts|audit|backups|remarks\/options)/.test(path) && one.get(path) !== reply,
    )
    .map(([path, reply]) => [path, decoded(one.get(path)), decoded(reply)]);
const decoded = (reply = '') => Buffer.from(reply.slice(4), 'base64').toString();

test('a commune moves into PostgreSQL and back, and every page answers the same', async () => {
  const dataDir = await filledFolder();
  const url = databaseOf(dataDir);
  const moved = run({ DATA_DIR: dataDir }, 'migrate-store', dataDir, url);
  expect(moved.status, moved.said).toBe(0);
  expect(moved.said).toMatch(/moved, and held against the original: \d{3,} answers/);
  expect(run({ DATA_DIR: dataDir }, 'migrate-store', dataDir, url)).toMatchObject({ status: 1 });

  const file = open(dataDir);
  const store = open(dataDir, { DATABASE_URL: url });
  const [before, after] = [await everything(file), await everything(store)];
  expect(before.size).toBeGreaterThan(40);
  expect([...before.values()].filter((reply) => reply.startsWith('200')).length).toBeGreaterThan(35);
  expect(differences(after, before)).toEqual([]);
  const { db, deps } = store;
  const submissions = Number(file.db.prepare('select count(*) from submissions').pluck().get());
  expect(verifyTallies(db, deps.office)).toEqual({ submissions, differences: [], altered: [] });
  expect(verifySequence(db, deps.office)).toEqual([]);
  expect(verifyAudit(db, deps.office)).toEqual(verifyAudit(file.db, file.deps.office));
  // What comes next is numbered after what was brought, and chained to it.
  deps.audit({ actor: 'system', action: 'a.b', object: '' });
  expect(verifyAudit(db, deps.office).unanchored).toMatchObject({ brokenAt: null });
  file.close();
  store.close();

  const back = emptyFolder();
  const returned = run({ DATA_DIR: dataDir }, 'migrate-store', url, back);
  expect(returned.status, returned.said).toBe(0);
  expect(differences(await everything(open(back)), before)).toEqual([]);
}, 120_000);

test('a second commune is brought beside the first, with numbers and chains of its own', async () => {
  const url = databaseOf(emptyFolder());
  const folders = [await filledFolder(), await fill(emptyFolder(), 2)];
  for (const [number, dataDir] of folders.entries()) {
    const at = open(dataDir);
    at.db.prepare('update offices set code = ?').run(`2250${number}`);
    at.close();
    const moved = run({ DATA_DIR: dataDir, OFFICE_CODE: `2250${number}` }, 'migrate-store', dataDir, url);
    expect(moved.status, moved.said).toBe(0);
  }
  for (const [number, dataDir] of folders.entries()) {
    const { db, deps } = open(dataDir, { DATABASE_URL: url, OFFICE_CODE: `2250${number}` });
    expect(deps.office).toBe(number + 1);
    expect(verifyTallies(db, deps.office)).toMatchObject({ differences: [], altered: [] });
    expect(verifyAudit(db, deps.office)).toMatchObject({ unanchored: { brokenAt: null }, unsigned: 0 });
  }
}, 120_000);

test('a table that does not arrive as it was leaves the other store as it is', async () => {
  const from = open(await filledFolder());
  const to = makeDataFile(join(emptyFolder(), 'copy.db'));
  onTestFinished(() => void to.close());
  // Each of the tables with rows once: whatever is changed on the way is found.
  const filled = MOVED.filter(({ name }) => {
    const { rows } = from.db.prepare<[], { rows: number }>(`select count(*) as rows from ${name}`).get() ?? { rows: 0 };
    return rows > 0 && !['audit_log', 'reports'].includes(name);
  });
  expect(filled.length).toBeGreaterThan(15);
  for (const { name } of filled) {
    to.exec(
      `create trigger lossy after insert on ${name} begin delete from ${name} where rowid in (select rowid from ${name} limit 1); end`.replace(
        /rowid/g,
        isKeyed(to, name) ? 'rowid' : keyOf(to, name),
      ),
    );
    to.pragma('foreign_keys = off');
    expect(moveOffice(from.db, from.deps.office, to), name).toMatchObject({ ok: false });
    expect(to.prepare('select count(*) from offices').pluck().get(), name).toBe(0);
    to.exec('drop trigger lossy');
  }
  expect(moveOffice(from.db, from.deps.office, to)).toMatchObject({ ok: true });
}, 60_000);

const keyOf = (db: ReturnType<typeof makeDataFile>, table: string): string =>
  db
    .prepare<[], { name: string; pk: number }>(`pragma table_info(${table})`)
    .all()
    .find(({ pk }) => pk === 1)?.name ?? '';
const isKeyed = (db: ReturnType<typeof makeDataFile>, table: string): boolean =>
  !/without rowid/i.test(
    db.prepare<[string], string>('select sql from sqlite_master where name = ?').pluck().get(table) ?? '',
  );

test('a backup of a store in PostgreSQL is restored into an empty one', async () => {
  const dataDir = await filledFolder();
  const url = databaseOf(dataDir);
  expect(run({ DATA_DIR: dataDir }, 'migrate-store', dataDir, url).status).toBe(0);
  const store = open(dataDir, { DATABASE_URL: url });
  createAudit(store.db, store.deps.office, () => NOW)({ actor: 'system', action: 'a.b', object: '' });
  const env = { DATA_DIR: dataDir, DATABASE_URL: url, BACKUP_DIR: join(dataDir, 'kept') };
  const made = run(env, 'backup');
  expect(made.status, made.said).toBe(0);
  const name = /hai-long-22504-\S+\.backup/.exec(made.said)?.[0] ?? '';
  // It is there already.
  expect(run(env, 'restore', join(dataDir, 'kept', name))).toMatchObject({ status: 1 });
  const empty = databaseOf(emptyFolder());
  const restored = run({ ...env, DATABASE_URL: empty }, 'restore', join(dataDir, 'kept', name));
  expect(restored.status, restored.said).toBe(0);
  const again = open(dataDir, { DATABASE_URL: empty });
  expect(differences(await everything(again), await everything(store))).toEqual([]);
  expect(verifyAudit(again.db, again.deps.office).unanchored).toMatchObject({ brokenAt: null });
}, 120_000);
