/** Backups: made when due, read back, told to tablets where they outlive a disk; and a restore that refuses rather than loses. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { evaluateAlerts } from '../../src/server/alerts/evaluate.ts';
import { openFile } from '../../src/server/backup/file.ts';
import { type BackupPlace, listBackups, makeBackup } from '../../src/server/backup/make.ts';
import { restoreBackup } from '../../src/server/backup/restore.ts';
import { startBackups } from '../../src/server/backup/start.ts';
import { createBackupWatch } from '../../src/server/backup/watch.ts';
import { openAlerts } from '../../src/server/store/alerts.ts';
import { verifyAudit } from '../../src/server/store/audit-verify.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { backedUpAt, readLastBackup, saveLastBackup } from '../../src/server/store/last-backup.ts';
import { readSecret, secretFile } from '../../src/server/store/secret.ts';
import { createSubmissionStore } from '../../src/server/store/submissions.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openApp } from '../helpers/server.ts';
import { openFolderAt, paperFolder, ZONE } from '../helpers/paper.ts';

const OFFICE = { code: '22504', name: 'Xã Đại Lãnh' };
const HOUR = 3_600_000;
const WORDS = 'Chờ lâu quá, cán bộ không giải thích';

function folder() {
  const { dataDir, db, office } = paperFolder();
  const backupDir = mkdtempSync(join(tmpdir(), 'hai-long-backups-'));
  onTestFinished(() => rmSync(backupDir, { recursive: true, force: true }));
  const maker = ballotMaker('tablet-1', 1);
  const store = createSubmissionStore(db, office, ZONE);
  const stamp = { day: '2026-10-01', hour: 9, sentAt: 1, receivedAt: 2, note: null };
  const add = (count: number) =>
    store(
      Array.from({ length: count }, () => {
        const made = maker.next({ remark: WORDS });
        return { ok: true, ...made, survey: SIX_CRITERIA, ...stamp } as const;
      }),
    );
  const place: BackupPlace = { dataDir, databaseUrl: null, backupDir, office, code: OFFICE.code, keep: 2 };
  const newest = () => join(backupDir, listBackups(backupDir, OFFICE.code).at(-1) ?? '');
  return { dataDir, backupDir, db, office, add, place, newest };
}
const countOf = (dataDir: string) => openFolderAt(dataDir).db.prepare('select count(*) from submissions').pluck().get();

it('makes a backup that says nothing to a finder, keeps the newest ones, and leaves no draft', async () => {
  const { dataDir, backupDir, db, office, add, place, newest } = folder();
  add(30);
  let now = Date.parse('2026-11-22T03:00:00Z');
  for (let day = 0; day < 3; day++) {
    const made = await makeBackup(place, () => now);
    expect(made).toMatchObject({ at: now, submissions: 30, elsewhere: false });
    expect(readLastBackup(db, office)).toEqual(made);
    now += 86_400_000;
  }
  expect(readdirSync(backupDir)).toEqual([
    'hai-long-22504-20261123T030000000Z.backup',
    'hai-long-22504-20261124T030000000Z.backup',
  ]);
  expect(readdirSync(dataDir).filter((name) => /copy|part/.test(name))).toEqual([]);
  const bytes = readFileSync(newest());
  expect(bytes.includes(Buffer.from(WORDS))).toBe(false);
  expect(bytes.includes(Buffer.from('SQLite format'))).toBe(false);
  expect(statSync(newest()).mode & 0o077).toBe(0);
  expect(await openFile(newest(), readSecret(db))).toMatchObject({ ok: true, head: { submissions: 30 } });
  expect(await openFile(newest(), Buffer.alloc(32, 1))).toEqual({ ok: false, code: 'other-secret' });
  expect(await openFile(databaseFile(dataDir), readSecret(db))).toEqual({ ok: false, code: 'no-backup' });
});

it('tells tablets only of a backup that does not lie on the disk of the data', async () => {
  const { db, office, add, place } = folder();
  expect(backedUpAt(db, office)).toBeNull();
  add(1);
  const made = await makeBackup(place, Date.now);
  expect(backedUpAt(db, office)).toBeNull();
  saveLastBackup(db, office, { ...made, elsewhere: true });
  expect(backedUpAt(db, office)).toBe(made.at);
  // Memory is another file system than the disk, and always there.
  if (!existsSync('/dev/shm')) return;
  const backupDir = mkdtempSync('/dev/shm/hai-long-backups-');
  onTestFinished(() => rmSync(backupDir, { recursive: true, force: true }));
  expect((await makeBackup({ ...place, backupDir }, Date.now)).elsewhere).toBe(true);
});

it('is made by a running server when it is due, and tried again where it fails', async () => {
  const { dataDir, backupDir, db, office, add } = folder();
  add(5);
  const log: string[] = [];
  const config = {
    dataDir,
    databaseUrl: null,
    office: OFFICE,
    backup: { dir: join(backupDir, 'a file'), hours: 24, keep: 2 },
  };
  writeFileSync(config.backup.dir, 'not a folder');
  let later = 0;
  const deps = {
    db,
    office,
    config: config as never,
    now: () => Date.now() + later,
    log: (event: string) => void log.push(event),
    backups: createBackupWatch(),
  };
  const stop = startBackups(deps, resolve('dist/server/backups.js'), { first: 0, every: 50 });
  onTestFinished(async () => void (await stop()));
  const until = async (event: string) => {
    for (let turn = 0; turn < 400 && !log.includes(event); turn++) await wait(25);
    expect(log).toContain(event);
  };
  await until('backup-failed');
  expect(deps.backups.failure()).toMatchObject({ reason: 'folder' });
  rmSync(config.backup.dir);
  await until('backup-made');
  expect(deps.backups.failure()).toBeNull();
  log.length = 0;
  await wait(200);
  expect(log).toEqual([]);
  later = 27 * 3_600_000;
  await until('backup-made');
}, 60_000);

it('comes back: on the same machine, with what was there kept beside it', async () => {
  const { dataDir, db, add, place, newest } = folder();
  add(20);
  await makeBackup(place, Date.now);
  add(7);
  const secret = readSecret(db);
  const restore = () =>
    restoreBackup({ dataDir, databaseUrl: null, office: OFFICE }, newest(), secret, Date.parse('2026-11-23T00:00:00Z'));
  // A server that goes on would write into what was moved away.
  expect(await restore()).toEqual({
    ok: false,
    message: 'Tệp dữ liệu đang mở: hãy dừng máy chủ trước / the data file is open: stop the server first',
  });
  expect(db.prepare('select count(*) from submissions').pluck().get()).toBe(27);
  db.close();
  const restored = await restore();
  expect(restored).toMatchObject({ ok: true, movedTo: [`${databaseFile(dataDir)}.before-20261123T000000000Z`] });
  expect(countOf(dataDir)).toBe(20);
  const after = openFolderAt(dataDir);
  const { rows, unanchored } = verifyAudit(after.db, after.office);
  expect([rows, unanchored?.brokenAt]).toEqual([1, null]);
  copyFileSync(`${databaseFile(dataDir)}.before-20261123T000000000Z`, join(dataDir, 'old.db'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'hai-long-old-'));
  onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }));
  copyFileSync(join(dataDir, 'old.db'), databaseFile(elsewhere));
  expect(countOf(elsewhere)).toBe(27);
});

it('refuses the backup of another office', async () => {
  const { db, add, place, newest } = folder();
  add(1);
  await makeBackup(place, Date.now);
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-other-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const office = { code: '22501', name: 'Xã Vạn Thắng' };
  expect(await restoreBackup({ databaseUrl: null, dataDir, office }, newest(), readSecret(db), Date.now())).toEqual({
    ok: false,
    message: 'the backup is of office 22504, this folder of 22501',
  });
  expect(readdirSync(dataDir)).toEqual([]);
});

it('goes to a new machine from the command line, with the backup of the keys', () => {
  const { dataDir, backupDir, db, add } = folder();
  add(12);
  const [keys, passphrase] = ['keys.backup', 'passphrase'].map((name) => join(backupDir, name));
  writeFileSync(passphrase ?? '', 'mật khẩu đủ dài cho bản sao\n');
  const run = (name: string, args: string[], folderOf = dataDir) => {
    const env = { PATH: process.env.PATH ?? '', DATA_DIR: folderOf, BACKUP_DIR: backupDir, PORT: '9' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/server/${name}.js`, ...args], {
      env,
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr };
  };
  expect(run('keys', ['rotate']).status).toBe(0);
  expect(run('keys', ['backup', keys ?? '', '--passphrase-file', passphrase ?? '']).status).toBe(0);
  const backup = run('backup', []);
  expect(backup.said).toContain('12 answers');
  expect(backup.status).toBe(0);
  const file = join(backupDir, listBackups(backupDir, OFFICE.code)[0] ?? '');
  expect(run('backup', ['check', file])).toMatchObject({ status: 0 });
  const fresh = mkdtempSync(join(tmpdir(), 'hai-long-fresh-'));
  onTestFinished(() => rmSync(fresh, { recursive: true, force: true }));
  expect(run('restore', [file], fresh)).toMatchObject({ status: 1 });
  const restored = run('restore', [file, '--keys', keys ?? '', '--passphrase-file', passphrase ?? ''], fresh);
  expect(restored.said).toContain('12 answers are back');
  expect(restored.status).toBe(0);
  expect(readFileSync(secretFile(fresh))).toEqual(readFileSync(secretFile(dataDir)));
  expect(run('verify', [], fresh)).toMatchObject({ status: 0 });
  expect(run('keys', ['check'], fresh)).toMatchObject({ status: 0 });
  db.close();
}, 120_000);

it('is told to administrators, as it is now', async () => {
  const { app, deps, db, dataDir, signIn, close } = openApp();
  onTestFinished(close);
  const read = async () => (await app.request('/api/backups', { headers: signIn('administrator') })).json();
  const dir = join(dataDir, 'backups');
  expect(await read()).toMatchObject({ last: null, isThere: false, folder: dir, failed: null, keysBackedUp: false });
  const place = { dataDir, databaseUrl: null, backupDir: dir, office: deps.office, code: OFFICE.code, keep: 2 };
  const made = await makeBackup(place, Date.now);
  deps.backups.failed(Object.assign(new Error('no space left'), { code: 'ENOSPC' }), 7);
  expect(await read()).toMatchObject({
    last: made,
    isThere: true,
    failed: { at: 7, reason: 'full' },
    hours: 24,
    keep: 14,
  });
  rmSync(join(dir, made.name));
  writeFileSync(join(dir, 'before-update-12-hai-long-22504-20261123T030000000Z.backup'), 'four');
  expect(await read()).toMatchObject({
    isThere: false,
    beforeUpdates: [{ name: 'before-update-12-hai-long-22504-20261123T030000000Z.backup', bytes: 4 }],
  });
  expect(readLastBackup(db, deps.office)).toEqual(made);
});

it('is missed: an alert says that the last one is too old, and closes when there is a new one', () => {
  const { deps, db, close } = openApp();
  onTestFinished(close);
  const started = Date.parse('2026-11-22T00:00:00Z');
  let now = started;
  const look = () => {
    evaluateAlerts({ ...deps, now: () => now }, started);
    return openAlerts(db, deps.office).flatMap(({ measured }) => (measured.kind === 'backup' ? [measured] : []));
  };
  now += 25 * HOUR;
  expect(look()).toEqual([]);
  now += 2 * HOUR;
  expect(look()).toEqual([{ kind: 'backup', at: null, hours: 27 }]);
  const made = { name: 'x', submissions: 0, bytes: 1, elsewhere: true };
  saveLastBackup(db, deps.office, { at: now, ...made });
  expect(look()).toEqual([]);
  now += 26 * HOUR;
  expect(look()).toEqual([{ kind: 'backup', at: now - 26 * HOUR, hours: 26 }]);
});
