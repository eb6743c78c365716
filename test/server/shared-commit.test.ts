import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { GIVE_WAY, LONGEST_REST, sharedCommit } from '../../src/server/shared-commit.ts';

function open() {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-shared-'));
  const [db, other] = [new Sqlite(join(folder, 'x.db')), new Sqlite(join(folder, 'x.db'))];
  onTestFinished(() => {
    db.close();
    other.close();
    rmSync(folder, { recursive: true });
  });
  db.pragma('journal_mode = wal');
  db.exec('create table t (n integer)');
  const insert = (n: number) => db.prepare('insert into t values (?)').run(n);
  /** What another connection sees: all that is committed. */
  const committed = () => other.prepare('select n from t order by n').pluck().all();
  return { db, write: sharedCommit(db), insert, committed };
}
const busyFor = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

test('what comes at once is one commit, and nobody is told before it', async () => {
  const { write, insert, committed } = open();
  const seen = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      write(() => {
        insert(n);
        return committed().length;
      }).then((before) => [before, committed().length]),
    ),
  );
  expect(seen).toEqual(Array.from({ length: 50 }, () => [0, 50]));
});

test('one that fails leaves nothing behind, and takes nothing from the others', async () => {
  const { write, insert, committed } = open();
  const ends = await Promise.allSettled(
    [1, 2, 3].map((n) =>
      write(() => {
        insert(n);
        if (n === 2) throw new Error('two');
      }),
    ),
  );
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(committed()).toEqual([1, 3]);
});

test('when the transaction itself is lost, all are told so', async () => {
  const { db, write, insert, committed } = open();
  const lost = () => {
    // As SQLite does by itself when the disk is full.
    db.exec('rollback');
    throw new Error('lost');
  };
  const ends = await Promise.allSettled([write(() => insert(1)), write(lost), write(() => insert(3))]);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(committed()).toEqual([]);
  await write(() => insert(4));
  expect(committed()).toEqual([4]);
});

test('a commit that took long is followed by a rest of some times its length, and by no longer one than the longest', async () => {
  const { write } = open();
  const restAfter = async (ms: number) => {
    await write(() => busyFor(ms));
    const ended = performance.now();
    await write(() => undefined);
    return performance.now() - ended;
  };
  const rest = await restAfter(30);
  // A timer may come a millisecond early.
  expect(rest).toBeGreaterThanOrEqual(30 * GIVE_WAY - 5);
  expect(await restAfter(200)).toBeGreaterThanOrEqual(LONGEST_REST - 5);
  expect(200 * GIVE_WAY).toBeGreaterThan(2 * LONGEST_REST);
  const before = performance.now();
  await restAfter(200);
  expect(performance.now() - before).toBeLessThan(200 * GIVE_WAY);
});
