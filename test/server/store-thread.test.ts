/** The thread that stores: the same as in this one, and an end of it that leaves nobody waiting. The built file, on real folders. */
import { renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { isStorageError } from '../../src/server/errors.ts';
import { startSignals } from '../../src/server/signals/start.ts';
import { createStoreThread } from '../../src/server/store-thread.ts';
import { lengthOfQueue } from '../../src/server/store/signal-queue.ts';
import { type Checked, createSubmissionStore } from '../../src/server/store/submissions.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { createStoredNotifier } from '../../src/server/stored.ts';
import { ballotMaker, hashOf } from '../helpers/ballots.ts';
import { paperFolder, ZONE } from '../helpers/paper.ts';

const FILE = resolve('dist/server/store.js');

function records(seed: number, count: number, device = 'tablet-1'): Checked[] {
  const maker = ballotMaker(device, seed);
  return Array.from({ length: count }, (_, n) => ({
    ok: true,
    ...maker.next(),
    survey: SIX_CRITERIA,
    day: n % 3 === 0 ? '2026-09-30' : '2026-10-01',
    hour: 9,
    sentAt: 1,
    receivedAt: 2,
    note: null,
  }));
}
/** A line in the middle of a body. */
function refused(text: string): Checked {
  const body = new TextEncoder().encode(`before\n${text}\nafter`).subarray(7, 7 + text.length);
  return { ok: false, id: null, device: 'tablet-1', code: 'record-malformed', hash: hashOf(body), body, receivedAt: 2 };
}
function threadOf({ dataDir, office }: { dataDir: string; office: number }) {
  const thread = createStoreThread(FILE, { dataDir, databaseUrl: null, office, zone: ZONE });
  onTestFinished(() => thread.end());
  return thread;
}
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

it('stores the same as this thread would, and answers in order', async () => {
  const [there, here] = [paperFolder(), paperFolder()];
  const thread = threadOf(there);
  const some = records(1, 120);
  const groups = [some, [...some.slice(0, 60), refused('{"v":1,'), ...records(2, 2)], [], records(3, 50)];
  const store = createSubmissionStore(here.db, here.office, ZONE);
  const outcomes = groups.map((group) => store(group));
  expect(await Promise.all(groups.map((group) => thread.store(group)))).toEqual(outcomes);
  expect(outcomes.flat().filter(({ status }) => status === 'duplicate')).toHaveLength(60);
  const rows = ({ db }: typeof here, table: string) => db.prepare(`select * from ${table} order by hash`).all();
  for (const table of ['submissions', 'refused_submissions']) {
    expect(rows(there, table).length).toBeGreaterThan(0);
    expect(rows(there, table)).toEqual(rows(here, table));
  }
  expect(verifyTallies(there.db, there.office)).toEqual(verifyTallies(here.db, here.office));
});

it('ends after everything that it was given is stored', async () => {
  const folder = paperFolder();
  const thread = threadOf(folder);
  const stored = thread.store(records(4, 500));
  await thread.end();
  expect((await stored).every(({ status }) => status === 'stored')).toBe(true);
  expect(folder.db.prepare('select count(*) from submissions').pluck().get()).toBe(500);
});

it('stores between the looks at the days that wait, however many those are', async () => {
  const folder = paperFolder();
  const { db, office } = folder;
  const thread = threadOf(folder);
  for (let n = 0; n < 40; n++) await thread.store(records(100 + n, 120, `tablet-${n}`));
  const stop = startSignals(
    { lookAtNext: thread.lookAtNext, stored: createStoredNotifier(), log: (event) => expect(event).toBe('') },
    { quiet: 0, latest: 0, every: 60_000 },
  );
  onTestFinished(stop);
  const days = lengthOfQueue(db, office);
  expect(days).toBe(80);
  while (lengthOfQueue(db, office) === days) await wait(1);
  const before = lengthOfQueue(db, office);
  for (let n = 0; n < 10; n++) {
    expect(await thread.store(records(200 + n, 1, `other-${n}`))).toEqual([{ status: 'stored', note: null }]);
  }
  // Each waits for one look at most, or for two where the next was asked for first; and each brings a day of its own.
  expect(before + 10 - lengthOfQueue(db, office)).toBeLessThanOrEqual(20);
  while (lengthOfQueue(db, office) > 0) await wait(1);
}, 30_000);

it('tells a database that cannot write now from a fault of the program, and goes on', async () => {
  const folder = paperFolder();
  const thread = threadOf(folder);
  folder.db.exec('begin immediate');
  expect(isStorageError(await failure(thread.store(records(5, 1))))).toBe(true);
  folder.db.exec('rollback');
  const [record] = records(6, 1);
  if (!record?.ok) throw new Error('no record');
  const unknown = { ...record, body: record.body.replace('"survey":1', '"survey":99') };
  const fault = await failure(thread.store([unknown]));
  expect(fault).toBeInstanceOf(Error);
  expect(isStorageError(fault)).toBe(false);
  expect(await thread.store([record])).toEqual([{ status: 'stored', note: null }]);
}, 30_000);

it('is started again after it has ended by itself, and leaves nobody waiting', async () => {
  const folder = paperFolder();
  const moved = `${folder.dataDir}-moved`;
  renameSync(folder.dataDir, moved);
  const thread = threadOf(folder);
  const failures = await Promise.all([records(6, 1), records(6, 2)].map((group) => failure(thread.store(group))));
  expect(failures.map(isStorageError)).toEqual([true, true]);
  renameSync(moved, folder.dataDir);
  expect(await thread.store(records(6, 1))).toEqual([{ status: 'stored', note: null }]);
});
