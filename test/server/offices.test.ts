/** Offices as a tree: who is beneath whom, that it stays a tree, and what goes along when an office moves to another store. */
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../src/server/deps.ts';
import { createApp } from '../../src/server/app.ts';
import { SESSION_COOKIE } from '../../src/server/policy.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { createAudit } from '../../src/server/store/audit.ts';
import { openSession } from '../../src/server/store/sessions.ts';
import { makeDataFile, openDatabase } from '../../src/server/store/database.ts';
import { moveOffice } from '../../src/server/store/move.ts';
import { makeOffice, readOffice } from '../../src/server/store/office.ts';
import { attachOffice, listAbove, listBeneath, saveUnit, unitIn } from '../../src/server/store/offices.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseOf, ON_POSTGRES } from '../helpers/postgres.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

let server: TestApp;
let db: Database;
beforeEach(() => {
  server = openApp({ env: { OFFICE_CODE: '56', OFFICE_NAME: 'Tỉnh Khánh Hòa' } });
  ({ db } = server);
});
afterEach(() => server.close());

const NOW = Date.parse('2026-11-20T03:00:00Z');
const FACTS = { kind: 'xã', validFrom: '2025-07-01', validTo: null, predecessors: [] };
const make = (code: string, parent: number | null = server.deps.office) =>
  makeOffice(db, { code, name: `Xã ${code}` }, parent, NOW);
const beneath = (office: number) => listBeneath(db, office).map(({ code, under }) => `${under}>${code}`);
const attach = (code: string, under: string | null) => attachOffice(db, code, under, () => undefined);

test('an office has what is beneath it, nothing beside and nothing above', () => {
  const [one, two] = [make('22504'), make('22505')];
  const hamlet = make('22504.1', one);
  make('99999', null);
  expect(beneath(server.deps.office)).toEqual(['56>22504', '56>22505', '22504>22504.1']);
  expect(beneath(one)).toEqual(['22504>22504.1']);
  expect(beneath(two)).toEqual([]);
  expect(unitIn(db, one, '22504.1')).toBe(hamlet);
  expect(unitIn(db, one, '22504')).toBe(one);
  for (const code of ['56', '22505', '99999']) expect(unitIn(db, one, code)).toBeNull();
  expect(listAbove(db, hamlet).map(({ code }) => code)).toEqual(['22504', '56']);
});

test('who is above whom is what the parents say, however often offices are moved (seed 5)', () => {
  const random = randomFrom(5);
  const codes = ['56', ...Array.from({ length: 9 }, (_, i) => `c${i}`)];
  const any = () => codes[Math.floor(random() * codes.length)] ?? '';
  for (const code of codes.slice(1)) make(code, random() < 0.5 ? null : server.deps.office);
  const parents = db.prepare<[], { id: number; parent: number | null }>('select id, parent from offices');
  const lines = db.prepare<[], string>(`select office_id || ' ' || above || ' ' || depth from office_lines`).pluck();
  let moved = 0;
  for (let step = 0; step < 200; step++) {
    if (attach(any(), random() < 0.2 ? null : any()).ok) moved += 1;
    const parentOf = new Map(parents.all().map(({ id, parent }) => [id, parent]));
    const expected = [...parentOf.keys()].flatMap((id) => {
      const found: string[] = [];
      for (let [at, depth]: [number | null, number] = [id, 0]; at !== null; depth++) {
        found.push(`${id} ${at} ${depth}`);
        at = parentOf.get(at) ?? null;
      }
      return found;
    });
    expect(lines.all().sort()).toEqual(expected.sort());
  }
  expect(moved).toBeGreaterThan(80);
});

test('an office keeps what it is, its days and what it was made from, which need not be here', () => {
  const one = make('22504');
  const predecessors = [
    { code: '22507', name: 'Xã Đại Lãnh' },
    { code: null, name: 'Xã Vạn Thọ (một phần)' },
  ];
  saveUnit(db, one, { ...FACTS, name: 'Xã Đại Lãnh', validTo: '2030-12-31', predecessors });
  expect(listBeneath(db, server.deps.office)).toMatchObject([
    { code: '22504', name: 'Xã Đại Lãnh', kind: 'xã', validFrom: '2025-07-01', validTo: '2030-12-31', predecessors },
  ]);
  saveUnit(db, one, { ...FACTS, name: 'Xã Đại Lãnh', predecessors: predecessors.slice(1) });
  expect(listBeneath(db, server.deps.office)).toMatchObject([{ validTo: null, predecessors: predecessors.slice(1) }]);
});

test('nothing is put under itself or under what is beneath it', () => {
  const one = make('22504');
  make('22504.1', one);
  expect(attach('56', '22504.1')).toEqual({ ok: false, code: 'beneath' });
  expect(attach('22504', '22504.1')).toEqual({ ok: false, code: 'beneath' });
  expect(attach('22504', '22504')).toEqual({ ok: false, code: 'itself' });
  expect(attach('22504', '1')).toEqual({ ok: false, code: 'unknown' });
  expect(attach('1', '56')).toEqual({ ok: false, code: 'unknown' });
  expect(beneath(server.deps.office)).toEqual(['56>22504', '22504>22504.1']);
  expect(attach('22504.1', '56')).toEqual({ ok: true });
  expect(attach('22504', '22504.1')).toEqual({ ok: true });
  expect(beneath(server.deps.office)).toEqual(['56>22504.1', '22504.1>22504']);
  expect(attach('22504.1', null)).toEqual({ ok: true });
  expect(beneath(server.deps.office)).toEqual([]);
});

test('what an office is and was made from moves with it; the offices above and beneath stay where they are', () => {
  const one = make('22504');
  make('22504.1', one);
  const predecessors = [{ code: null, name: 'Xã Vạn Thọ' }];
  saveUnit(db, one, { ...FACTS, name: 'Xã Đại Lãnh', predecessors });
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-offices-'));
  const to = makeDataFile(join(folder, 'copy.db'));
  onTestFinished(() => {
    to.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const moved = moveOffice(db, one, to);
  expect(moved).toMatchObject({ ok: true });
  if (!moved.ok) return;
  expect(to.prepare('select code, name, kind, valid_from, parent from offices').all()).toEqual([
    { code: '22504', name: 'Xã Đại Lãnh', kind: 'xã', valid_from: '2025-07-01', parent: null },
  ]);
  const province = makeOffice(to, { code: '56', name: 'Tỉnh' }, null, NOW);
  expect(attachOffice(to, '22504', '56', () => undefined)).toEqual({ ok: true });
  expect(listBeneath(to, province)).toMatchObject([{ code: '22504', predecessors }]);
});

test('whoever runs the database attaches an office, and the log has it', () => {
  make('22504', null);
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/server/offices.js', ...args], {
      env: {
        PATH: process.env.PATH ?? '',
        PORT: '9',
        OFFICE_CODE: '56',
        DATA_DIR: server.dataDir,
        ...(ON_POSTGRES ? { DATABASE_URL: databaseOf(server.dataDir) } : {}),
      },
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr };
  };
  expect(run().said).toBe('22504  Xã 22504\n56  Tỉnh Khánh Hòa\n');
  expect(run('attach', '22504', '--under', '56')).toEqual({
    status: 0,
    said: '56  Tỉnh Khánh Hòa\n  22504  Xã 22504\n',
  });
  expect(run('attach', '56', '--under', '22504')).toMatchObject({ status: 1 });
  expect(run('attach', '22504')).toMatchObject({ status: 2 });
  expect(run('detach', '22504')).toMatchObject({ status: 0 });
  expect(beneath(server.deps.office)).toEqual([]);
  const log = db.prepare("select actor, action, object, detail from audit_log where action like 'unit.%' order by seq");
  expect(log.all()).toEqual([
    { actor: 'system', action: 'unit.attach', object: '22504', detail: '{"under":"56"}' },
    { actor: 'system', action: 'unit.detach', object: '22504', detail: '{}' },
  ]);
});

const asks =
  (one: TestApp, headers: Record<string, string>) => async (method: string, path: string, body?: unknown) => {
    const reply = await one.app.request(path, {
      method,
      headers: { ...headers, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as { code?: string; units?: unknown[] } };
  };

test('an administrator adds offices beneath, dates and closes them; who is above or beside is not there', async () => {
  const ask = asks(server, server.signIn('administrator'));
  make('99999', null);
  const facts = { ...FACTS, name: 'Xã Đại Lãnh', predecessors: [{ code: '22507', name: 'Xã cũ' }] };
  expect((await ask('POST', '/api/offices', { code: '22504', under: '56', ...facts })).body.units).toEqual([
    { code: '22504', under: '56', ...facts },
  ]);
  const hamlet = { code: '22504.1', under: '22504', ...facts, name: 'Thôn' };
  expect((await ask('POST', '/api/offices', hamlet)).body.units).toHaveLength(2);
  // A code is that of one office, wherever it is: nobody takes an office by naming it.
  expect((await ask('POST', '/api/offices', { ...hamlet, code: '99999' })).body.code).toBe('office-known');
  expect((await ask('POST', '/api/offices', { ...hamlet, code: '1', under: '99999' })).body.code).toBe('not-found');
  for (const code of ['99999', '56'])
    expect((await ask('PUT', `/api/offices/${code}`, facts)).body.code).toBe('not-found');
  expect((await ask('PUT', '/api/offices/22504', { ...facts, validTo: '2025-06-30' })).body.code).toBe('wrong-type');
  const closed = { ...facts, name: 'Xã Đại Lãnh cũ', validTo: '2030-06-30' };
  expect((await ask('PUT', '/api/offices/22504', closed)).body.units?.[0]).toEqual({
    code: '22504',
    under: '56',
    ...closed,
  });
  const log = db
    .prepare<[], { action: string; object: string }>(
      "select action, object from audit_log where action like 'unit.%' or action = 'access.denied' order by seq",
    )
    .all();
  expect(log.map(({ action, object }) => `${action} ${object}`)).toEqual([
    'unit.add 22504',
    'unit.add 22504.1',
    'access.denied POST /api/offices',
    'access.denied PUT /api/offices/:code',
    'unit.change 22504',
  ]);
});

test('the administrator of an office cannot put it under another, nor move one of those beneath', async () => {
  const one = make('22504');
  const commune = {
    ...server,
    app: createApp({ ...server.deps, office: one, audit: createAudit(db, one, () => NOW) }),
  };
  const account = addAccount(db, one, { signInName: 'lan', name: 'Lan', role: 'administrator' }, NOW);
  db.prepare("update accounts set totp = 'set up' where id = ?").run(account);
  const ask = asks(commune, { Cookie: `${SESSION_COOKIE}=${openSession(db, one, account, Date.now())}` });
  const facts = { ...FACTS, name: 'Tỉnh' };
  expect((await ask('POST', '/api/offices', { code: '57', under: '56', ...facts })).body.code).toBe('not-found');
  expect((await ask('POST', '/api/offices', { code: '56', under: '22504', ...facts })).body.code).toBe('office-known');
  expect((await ask('PUT', '/api/offices/22504', { ...facts, under: '56' })).body.code).toBe('wrong-type');
  expect((await ask('PUT', '/api/offices/22504', facts)).body.code).toBe('not-found');
  expect((await ask('GET', '/api/offices')).body.units).toEqual([]);
  expect(beneath(server.deps.office)).toEqual(['56>22504']);
  expect(readOffice(db, one).name).toBe('Xã 22504');
});

test.skipIf(ON_POSTGRES)('a data file serves an office that was added to it, and no other', () => {
  make('22504');
  const open = (code: string) => openDatabase({ dataDir: server.dataDir, office: { code, name: 'Tên khác' } }, NOW);
  const opening = open('22504');
  if (!opening.ok) throw new Error(opening.message);
  expect(readOffice(opening.db, opening.office)).toEqual({ code: '22504', name: 'Xã 22504' });
  opening.db.close();
  expect(open('22505')).toMatchObject({ ok: false, code: 'other-office' });
});
