import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseFile } from '../../src/server/store/connection.ts';
import { isSafeVersion, openDatabase } from '../../src/server/store/database.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { openApp } from '../helpers/server.ts';

const OFFICE = { code: '22504', name: 'Trung tâm' };
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hai-long-db-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = (office = OFFICE) => openDatabase({ dataDir, office }, 1_000);
const fingerprint = () =>
  createHash('sha256')
    .update(readFileSync(databaseFile(dataDir)))
    .digest('hex');
function made(): void {
  const opening = open();
  if (!opening.ok) throw new Error(opening.message);
  opening.db.close();
}
/** Must be refused for this, with the file as it was. */
function expectRefusal(code: string): void {
  const before = fingerprint();
  const opening = open();
  if (opening.ok) opening.db.close();
  expect(opening).toMatchObject({ ok: false, code });
  if (!opening.ok) expect(opening.message).toContain(databaseFile(dataDir));
  expect(fingerprint()).toBe(before);
}

test.each([
  ['3.44.5', false],
  ['3.44.6', true],
  ['3.45.1', false],
  ['3.49.2', false],
  ['3.50.6', false],
  ['3.50.7', true],
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.52.0', false],
  ['3.52.1', true],
  ['3.53.2', true],
  ['3.40.1', false],
  ['4.0.0', true],
])('SQLite %s is safe: %s', (version, safe) => {
  expect(isSafeVersion(version)).toBe(safe);
});

test('a new file is durable, checked and set up', () => {
  const opening = open();
  if (!opening.ok) throw new Error(opening.message);
  const { db } = opening;
  const pragma = (name: string) => db.pragma(name, { simple: true });
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('busy_timeout')]).toEqual([
    'wal',
    2,
    1,
    5000,
  ]);
  expect(pragma('user_version')).toBe(MIGRATIONS.length);
  expect(db.prepare('select code, name, pin from offices').all()).toEqual([{ ...OFFICE, pin: '' }]);
  expect(db.prepare('select version from surveys').pluck().all()).toEqual([1]);
  db.close();
});

test('opening again changes nothing, and the name that is stored wins', () => {
  made();
  const opening = open({ ...OFFICE, name: 'another name' });
  if (!opening.ok) throw new Error(opening.message);
  expect(opening.db.prepare('select name from offices').pluck().all()).toEqual(['Trung tâm']);
  expect(opening.db.prepare('select count(*) from counters').pluck().get()).toBe(3);
  opening.db.close();
});

test('a command may open it beside the server, also while that holds the lock for writing', () => {
  const server = open();
  if (!server.ok) throw new Error(server.message);
  server.db.exec('begin immediate');
  const command = open();
  expect(command.ok).toBe(true);
  if (command.ok) command.db.close();
  server.db.exec('rollback');
  server.db.close();
});

describe('a file is refused and left as it was', () => {
  test('when a newer version wrote it', () => {
    made();
    const db = new Sqlite(databaseFile(dataDir));
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    expectRefusal('newer');
  });

  test('when it is no database', () => {
    writeFileSync(databaseFile(dataDir), 'This is a letter to the chairman.\n'.repeat(200));
    expectRefusal('damaged');
  });

  test('when it is the database of another program', () => {
    const db = new Sqlite(databaseFile(dataDir));
    db.exec('create table offices (id integer primary key)');
    db.close();
    expectRefusal('damaged');
  });

  test('when a table or a constraint is missing', () => {
    made();
    const db = new Sqlite(databaseFile(dataDir));
    db.exec('drop index submissions_by_day');
    db.close();
    expectRefusal('damaged');
  });

  test('when it belongs to another office', () => {
    made();
    const opening = open({ code: '11111', name: 'Xã khác' });
    expect(opening).toMatchObject({ ok: false, code: 'other-office' });
  });

  test('when a row points to nothing', () => {
    made();
    const db = new Sqlite(databaseFile(dataDir));
    db.pragma('foreign_keys = off');
    db.exec(`insert into counters (office_id, id, settings, position) values (99, 'x', '{}', 0)`);
    db.close();
    expectRefusal('damaged');
  });

  test('when it cannot be opened at all', () => {
    mkdirSync(databaseFile(dataDir));
    expect(open()).toMatchObject({ ok: false, code: 'unreadable' });
  });
});

test('200 damaged files are opened sound or refused with a reason, never overwritten (seed 3)', async () => {
  const server = openApp({ dataDir });
  const { device, token } = await server.enrol();
  const bodies = ballotMaker(device.id, 3)
    .many(100)
    .map(({ body }) => body);
  await sendBatch((path, init) => server.app.request(path, init), token, batchOf(bodies));
  server.db.pragma('wal_checkpoint(truncate)');
  server.close();
  const sound = readFileSync(databaseFile(dataDir));
  const random = randomFrom(3);
  let refused = 0;
  for (let i = 0; i < 200; i++) {
    const bytes = Buffer.from(sound);
    const at = Math.floor(random() * (i % 4 === 0 ? 100 : bytes.length));
    const damaged =
      i % 5 === 0
        ? bytes.subarray(0, at)
        : bytes.fill(Math.floor(random() * 256), at, at + 1 + Math.floor(random() * 200));
    if (damaged.length === 0) continue;
    writeFileSync(databaseFile(dataDir), damaged);
    const before = fingerprint();
    const opening = open();
    if (opening.ok) opening.db.close();
    else {
      refused += 1;
      expect(opening.message).not.toBe('');
      expect(fingerprint()).toBe(before);
    }
    rmSync(`${databaseFile(dataDir)}-wal`, { force: true });
    rmSync(`${databaseFile(dataDir)}-shm`, { force: true });
  }
  expect(refused).toBeGreaterThan(60);
});
