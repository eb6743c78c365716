/**
 * The way to a new version and back, rehearsed with the real server from every level of the tables that a data file may have: it
 * starts, stores, shows the same figures, and the backup that it makes first brings every row back as it was.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Results } from '../../src/domain/results.ts';
import { listUpdateBackups } from '../../src/server/backup/before-update.ts';
import { openFile } from '../../src/server/backup/file.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { secretFile } from '../../src/server/store/secret.ts';
import { oldFolders } from '../faults/old-ballots.ts';
import { startServer } from '../faults/server-process.ts';
import { contentOf } from '../helpers/old-file.ts';

const READ_TOKEN = 'reads-the-figures-of-the-rehearsal';
const SCHEMA = 'src/server/store/schema';
/** Servers that are started at the same time. */
const AT_ONCE = 2;

function emptyFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hai-long-rehearsal-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/**
 * Starts the server on a folder as it lies there. @returns whether it stores, and every figure that it shows: but not what it points
 * out, which it looks for by itself some seconds after a start.
 */
async function run(dataDir: string) {
  const server = await startServer('dist/server/main.js', dataDir, { READ_TOKEN });
  try {
    const ready = await fetch(`${server.url}/readyz`);
    const headers = { Authorization: `Bearer ${READ_TOKEN}` };
    const reply = await fetch(`${server.url}/api/results?period=year`, { headers });
    const { flagged: _, ...figures } = Results.parse(await reply.json());
    return { ready: ready.status, figures };
  } finally {
    await server.kill();
  }
}

it('starts on a file of every earlier level, with the same figures, and what it backed up first is that file again', async () => {
  const old = await oldFolders(emptyFolder(), 7);
  const newest = await run(old.at(MIGRATIONS.length));
  expect(newest.ready).toBe(200);
  expect(newest.figures.total.ballots.all).toBeGreaterThan(500);
  const levels = [...old.levels];
  expect(levels).toEqual(MIGRATIONS.slice(1).map((_, at) => at + 1));

  const rehearse = async (level: number) => {
    const dataDir = old.at(level);
    const before = contentOf(dataDir);
    expect(before[0]).toBe(`level ${level}`);
    const now = await run(dataDir);
    expect(now.ready, `level ${level}`).toBe(200);
    expect(now.figures, `level ${level}`).toEqual(newest.figures);
    expect(contentOf(dataDir)[0]).toBe(`level ${MIGRATIONS.length}`);
    const backups = join(dataDir, 'backups');
    const [made, ...more] = listUpdateBackups(backups, '22504');
    expect([made?.level, more]).toEqual([level, []]);
    const back = emptyFolder();
    const secret = readFileSync(secretFile(dataDir));
    const opened = await openFile(join(backups, made?.name ?? ''), secret, databaseFile(back));
    expect(opened).toMatchObject({ ok: true, head: { level } });
    expect(contentOf(back), `level ${level}`).toEqual(before);
  };
  const next = async (): Promise<void> => {
    for (let level = levels.shift(); level !== undefined; level = levels.shift()) await rehearse(level);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}, 120_000);

const git = (...args: string[]) =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .filter(Boolean);
/** The versions that were released; `null` where that is not told, as in an archive of the sources. */
function releases(): string[] | null {
  try {
    return git('tag', '--list');
  } catch {
    return null;
  }
}

const tags = releases();
it.skipIf(tags === null)(
  tags?.length === 0
    ? 'has no migration that differs from the last commit (there are no release tags: the levels above stand for them)'
    : `has no migration that differs from one of the releases ${tags?.join(', ')}`,
  () => {
    for (const version of [...(tags ?? []), 'HEAD'])
      expect(git('diff', '--name-only', '--diff-filter=a', version, '--', SCHEMA), version).toEqual([]);
  },
);
