import { setImmediate } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createGroupCommit } from '../../src/server/group-commit.ts';
import type { Checked, Outcome } from '../../src/server/store/submissions.ts';

const record = (hash: string): Checked => ({
  ok: false,
  id: null,
  device: 'd',
  code: 'record-type',
  hash,
  body: new Uint8Array(),
  receivedAt: 0,
});
const batch = (...hashes: string[]) => hashes.map(record);
const stored: Outcome = { status: 'stored', note: null };

function committer(store: (records: Checked[]) => Outcome[], queuedRecords = 10_000) {
  const commits: string[][] = [];
  const errors: unknown[] = [];
  let heard = 0;
  const commit = createGroupCommit({
    store: async (records) => {
      commits.push(records.map(({ hash }) => hash));
      await setImmediate();
      return store(records);
    },
    onStored: () => (heard += 1),
    onStorageError: (error) => errors.push(error),
    queuedRecords,
  });
  return { commit, commits, errors, heard: () => heard };
}

test('batches that arrive together share one transaction, and each gets its own outcomes', async () => {
  const { commit, commits, heard } = committer((records) =>
    records.map(({ hash }) => (hash === 'b' ? { status: 'duplicate' } : stored)),
  );
  const results = await Promise.all([commit(batch('a', 'b')), commit(batch('c')), commit([])]);
  expect(commits).toEqual([['a', 'b', 'c']]);
  expect(results).toEqual([
    { ok: true, outcomes: [stored, { status: 'duplicate' }] },
    { ok: true, outcomes: [stored] },
    { ok: true, outcomes: [] },
  ]);
  expect(heard()).toBe(1);
});

test('a transaction takes no more than 2 000 records, in the order of arrival', async () => {
  const { commit, commits } = committer((records) => records.map(() => stored));
  const hundred = (name: string) => batch(...Array.from({ length: 100 }, (_, i) => `${name}-${i}`));
  await Promise.all(Array.from({ length: 45 }, (_, i) => commit(hundred(String(i)))));
  expect(commits.map(({ length }) => length)).toEqual([2000, 2000, 500]);
  expect(commits.flat()[4499]).toBe('44-99');
});

test('what comes while a group is written is the next group, and never in two at once', async () => {
  const { commit, commits } = committer((records) => records.map(() => stored));
  const first = commit(batch('a'));
  while (commits.length === 0) await setImmediate();
  const rest = [commit(batch('b')), commit(batch('c'))];
  expect(commits).toEqual([['a']]);
  await Promise.all([first, ...rest]);
  expect(commits).toEqual([['a'], ['b', 'c']]);
});

test('the next group is handed over while one is written, and what comes then waits for the first', async () => {
  const written: (() => void)[] = [];
  const commits: string[][] = [];
  const commit = createGroupCommit({
    store: async (records) => {
      commits.push(records.map(({ hash }) => hash));
      await new Promise<void>((resolve) => written.push(resolve));
      return records.map(() => stored);
    },
    onStored: () => undefined,
    onStorageError: () => undefined,
    queuedRecords: 100,
  });
  const turns = async () => {
    for (let turn = 0; turn < 10; turn++) await setImmediate();
  };
  const done: string[] = [];
  const send = (name: string) => void commit(batch(name)).then(() => done.push(name));
  for (const name of ['a', 'b', 'c', 'd']) {
    send(name);
    await turns();
  }
  expect(commits).toEqual([['a'], ['b']]);
  written[0]?.();
  await turns();
  expect(commits).toEqual([['a'], ['b'], ['c', 'd']]);
  expect(done).toEqual(['a']);
  written[2]?.();
  written[1]?.();
  await turns();
  expect(done.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  expect(await Promise.race([commit(batch('e')), turns()])).toBeUndefined();
  expect(commits[3]).toEqual(['e']);
});

test('when the disk gives up all of the group are told, and the next goes through', async () => {
  let full = true;
  const { commit, errors, heard } = committer((records) => {
    if (full) throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
    return records.map(() => stored);
  });
  expect(await Promise.all([commit(batch('a')), commit(batch('b'))])).toEqual([
    { ok: false, code: 'storage' },
    { ok: false, code: 'storage' },
  ]);
  expect(errors).toHaveLength(1);
  expect(heard()).toBe(0);
  full = false;
  expect(await commit(batch('a'))).toEqual({ ok: true, outcomes: [stored] });
});

test('a failure that nobody foresaw stays with the batch that brings it', async () => {
  const { commit } = committer((records) => {
    if (records.some(({ hash }) => hash === 'bad')) throw new TypeError('unforeseen');
    return records.map(() => stored);
  });
  const results = await Promise.allSettled([commit(batch('a')), commit(batch('bad')), commit(batch('c'))]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('what would not fit in the queue is told so, and room comes back', async () => {
  const { commit } = committer((records) => records.map(() => stored), 3);
  const results = await Promise.all([commit(batch('a', 'b')), commit(batch('c', 'd')), commit(batch('e'))]);
  expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect((await commit(batch('c', 'd', 'f'))).ok).toBe(true);
});
