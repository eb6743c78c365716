/** What the commands say and leave alone when they are called the wrong way. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countSubmissions } from '../../src/server/store/copy.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { HEADER, NOW, paperFolder } from '../helpers/paper.ts';

function run(dataDir: string, name: string, ...args: string[]) {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '9' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/server/${name}.js`, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

function emptyFolder() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-commands-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

test('the demo puts no made-up answers among those that are there, unless it is told to', async () => {
  const { dataDir, db, office, importText } = paperFolder();
  await importText(`${HEADER}\n2026-11-20,quay-1,,,5,5,5,5,5,5`);
  const refused = run(dataDir, 'demo', '--visits', '10');
  expect(refused).toMatchObject({ status: 1 });
  expect(refused.said).toMatch(/đã có phiếu.*has answers/);
  expect(countSubmissions(db, office)).toBe(1);
  expect(run(dataDir, 'demo', '--visits', '10', '--add').status).toBe(0);
  expect(countSubmissions(db, office)).toBe(11);
}, 60_000);

test.each(['verify', 'backup', 'summary', 'settings', 'keys', 'enrol', 'account', 'import'])(
  '%s finds no data in a folder that is not there, and does not make it',
  (name) => {
    const missing = join(emptyFolder(), 'misspelt');
    const args = {
      summary: ['--from', '2026-01-01', '--to', '2026-01-31'],
      keys: ['check'],
      import: [join(tmpdir(), 'none.csv')],
    };
    const { status, said } = run(missing, name, ...((args as Record<string, string[]>)[name] ?? []));
    expect(status).toBe(1);
    expect(said).toMatch(/Không có dữ liệu trong .*misspelt/);
    expect(existsSync(missing)).toBe(false);
  },
  30_000,
);

test('a file that is not there is named in words', () => {
  const { dataDir } = paperFolder();
  const file = join(dataDir, 'none');
  for (const [name, ...args] of [
    ['backup', 'check', file],
    ['restore', file],
    ['import', file],
    ['settings', file],
    ['keys', 'restore', file],
  ] as const) {
    const { status, said } = run(dataDir, name, ...args);
    expect([name, status, said.includes(`Không có tệp ${file} / there is no file ${file}`)]).toEqual([name, 1, true]);
  }
}, 60_000);

test('a file with other columns is told which ones there are, and a workbook is no CSV', () => {
  const { dataDir } = paperFolder();
  const file = join(dataDir, 'phieu.csv');
  writeFileSync(file, 'date,counter,facilities\n');
  expect(run(dataDir, 'import', file).said).toContain(`(columns): ${HEADER}`);
  writeFileSync(file, 'PK\u0003\u0004rest');
  expect(run(dataDir, 'import', file).said).toContain('CSV UTF-8');
}, 30_000);

test.skipIf(process.platform === 'win32')('a new data file and its log can be read by their owner alone', () => {
  const dataDir = join(emptyFolder(), 'data');
  const opening = openDatabase({ dataDir, office: { code: '22504', name: 'Xã Đại Lãnh' } }, NOW);
  if (!opening.ok) throw new Error(opening.message);
  const file = databaseFile(dataDir);
  const modes = [dataDir, file, `${file}-wal`, `${file}-shm`].map((path) => statSync(path).mode & 0o077);
  opening.db.close();
  expect(modes).toEqual([0, 0, 0, 0]);
});
