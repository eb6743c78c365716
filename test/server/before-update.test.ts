/** Before a newer version changes the tables of a data file there is a backup, and a file that cannot be changed stays as it was. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { listUpdateBackups, openUpdated } from '../../src/server/backup/before-update.ts';
import { openFile } from '../../src/server/backup/file.ts';
import { listBackups, makeBackup } from '../../src/server/backup/make.ts';
import { restoreBackup } from '../../src/server/backup/restore.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { IDENTITY } from '../../src/server/store/schema/10-identity.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { readSecret, secretFile } from '../../src/server/store/secret.ts';
import { launchServer } from '../faults/server-process.ts';
import { builtServer } from '../faults/planted.ts';
import { ballotsIn, oldFolders } from '../faults/old-ballots.ts';
import { backToLevel, contentOf } from '../helpers/old-file.ts';
import { openFolderAt, paperFolder } from '../helpers/paper.ts';

const NEWEST = MIGRATIONS.length;
const NOW = Date.parse('2026-11-23T03:00:00Z');
const office = { code: '22504', name: 'Xã Đại Lãnh' };

function emptyFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hai-long-update-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
const settings = (dataDir: string) => ({
  dataDir,
  office,
  backup: { dir: join(dataDir, 'backups'), hours: 24, keep: 2 },
});
async function opened(dataDir: string, now = NOW) {
  const opening = await openUpdated(settings(dataDir), now);
  if (opening.ok) onTestFinished(() => void opening.db.close());
  return opening;
}
it('backs a file of any earlier version up and brings it up to date; the backup has every ballot and is kept', async () => {
  const root = emptyFolder();
  const old = await oldFolders(root, 5);
  expect(old.levels.length).toBe(NEWEST - 1);
  for (const level of [1, NEWEST - 1]) {
    const dataDir = old.at(level);
    // As it would have been before there were secrets.
    if (level < 3) rmSync(secretFile(dataDir), { force: true });
    const before = contentOf(dataDir);
    expect(before[0]).toBe(`level ${level}`);
    const opening = await opened(dataDir);
    if (!opening.ok) throw new Error(opening.message);
    expect(opening.backup).toBe(
      join(dataDir, `backups/before-update-${level}-hai-long-22504-20261123T030000000Z.backup`),
    );
    const copy = emptyFolder();
    const file = opening.backup ?? '';
    const head = await openFile(file, readSecret(opening.db), databaseFile(copy));
    expect(head).toMatchObject({ ok: true, head: { level, office: '22504', at: NOW } });
    expect(contentOf(copy)).toEqual(before);
    // The ordinary backups take turns; this one stays.
    const place = {
      dataDir,
      databaseUrl: null,
      backupDir: join(dataDir, 'backups'),
      office: opening.office,
      code: office.code,
      keep: 1,
    };
    for (let day = 1; day < 3; day++) await makeBackup(place, () => NOW + day * 86_400_000);
    expect(listBackups(place.backupDir, office.code)).toHaveLength(1);
    expect(listUpdateBackups(place.backupDir, office.code)).toHaveLength(1);
    const ballots = ballotsIn(opening.db);
    expect(ballots.length).toBeGreaterThan(500);
    const restored = emptyFolder();
    expect(
      await restoreBackup({ databaseUrl: null, dataDir: restored, office }, file, readSecret(opening.db), NOW),
    ).toMatchObject({
      ok: true,
    });
    expect(ballotsIn(openFolderAt(restored).db)).toEqual(ballots);
  }
}, 120_000);

it('backs up neither a new file nor one of today', async () => {
  const dataDir = emptyFolder();
  for (let start = 0; start < 2; start++) {
    const opening = await openUpdated(settings(dataDir), NOW);
    expect(opening).toMatchObject({ ok: true, backup: null });
    if (opening.ok) opening.db.close();
  }
  expect(readdirSync(dataDir)).not.toContain('backups');
});

/** A file of an earlier version in which a later migration cannot make its table: the one before it can do its work. */
function stuckFolder() {
  const { dataDir, db } = paperFolder();
  db.close();
  const level = MIGRATIONS.indexOf(IDENTITY) - 1;
  backToLevel(dataDir, level);
  const old = new Sqlite(databaseFile(dataDir));
  old.exec("create table device_keys (whose text); insert into device_keys values ('of somebody else')");
  old.close();
  return { dataDir, level };
}

it('leaves a file that cannot be brought up to date as it was, names the backup, and does not make it again and again', async () => {
  const { dataDir, level } = stuckFolder();
  const before = contentOf(dataDir);
  const first = await opened(dataDir);
  expect(first).toMatchObject({ ok: false, code: 'update-failed' });
  if (first.ok) throw new Error('it should have failed');
  expect(first.message).toContain('device_keys already exists');
  expect(first.message).toContain(first.backup);
  expect(contentOf(dataDir)).toEqual(before);
  for (let start = 1; start < 4; start++) {
    const again = await opened(dataDir, NOW + start * 60_000);
    expect(again).toMatchObject({ ok: false, code: 'update-failed', backup: first.backup });
  }
  const [only, ...more] = listUpdateBackups(join(dataDir, 'backups'), office.code);
  expect([only?.level, more]).toEqual([level, []]);
  expect(contentOf(dataDir)).toEqual(before);
  expect(readdirSync(dataDir).filter((name) => /copy|part/.test(name))).toEqual([]);
  // A backup that was damaged meanwhile is no backup.
  writeFileSync(first.backup ?? '', 'x', { flag: 'r+' });
  expect((await opened(dataDir, NOW + 600_000)).backup).not.toBe(first.backup);
});

it('says so at the start of the server, which ends with 1', async () => {
  const { dataDir } = stuckFolder();
  const server = launchServer(await builtServer(), dataDir);
  await expect(server.url).rejects.toThrow(
    /could not be brought up to date.*device_keys.*before-update-8-hai-long-22504-/s,
  );
  expect(server.child.exitCode).toBe(1);
}, 30_000);

it('changes nothing where no backup can be made', async () => {
  const { dataDir, db } = paperFolder();
  db.close();
  backToLevel(dataDir, NEWEST - 1);
  writeFileSync(join(dataDir, 'backups'), 'not a folder');
  const before = contentOf(dataDir);
  const opening = await opened(dataDir);
  expect(opening).toMatchObject({ ok: false, code: 'no-backup', backup: null });
  if (!opening.ok) expect(opening.message).toContain(join(dataDir, 'backups'));
  expect(contentOf(dataDir)).toEqual(before);
});

it('leaves a damaged file to the start, which says what is wrong with it', async () => {
  const { dataDir, db } = paperFolder();
  db.close();
  backToLevel(dataDir, 5);
  const damaged = emptyFolder();
  mkdirSync(damaged, { recursive: true });
  copyFileSync(databaseFile(dataDir), databaseFile(damaged));
  writeFileSync(databaseFile(damaged), Buffer.alloc(4096, 7), { flag: 'r+' });
  expect(await opened(damaged)).toMatchObject({ ok: false, code: 'damaged', backup: null });
});
