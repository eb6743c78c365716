/** Rows for PostgreSQL, many in one statement that nobody waits for: that they arrive as they are, and that no failure of one is missed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isStorageError } from '../../src/server/errors.ts';
import type { Row } from '../../src/server/store/engine.ts';
import { createNewRowInsert, createRowInsert } from '../../src/server/store/insert-rows.ts';
import { connectPostgres } from '../../src/server/store/postgres/connection.ts';
import { databaseOf } from '../helpers/postgres.ts';

function open() {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-pg-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const url = databaseOf(dataDir);
  const db = connectPostgres(url, join(dataDir, 'postgres'));
  onTestFinished(() => void db.close());
  db.exec(`create table cells (place bigint primary key, words word, number bigint, bytes bytea);
    create table ballots (id text primary key, place bigint not null unique, hash text not null)`);
  const write = createRowInsert(db, { table: 'ballots', columns: ['id', 'place', 'hash'] });
  const ids = () => db.prepare<[], string>('select id from ballots order by place').pluck().all();
  return { url, db, write, ids };
}
/** Ends the connection of `db` from another one. */
function cut(url: string, pid: number): void {
  const other = connectPostgres(url, '');
  other.prepare('select pg_terminate_backend(?)').get(pid);
  other.close();
}
function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}

test('cells of every kind are read as they were written, and one of another kind is not taken', () => {
  const { db } = open();
  const insert = createRowInsert(db, { table: 'cells', columns: ['place', 'words', 'number', 'bytes'] });
  const rows: Row[] = [
    [0, null, null, null],
    [1, '', 0, Buffer.alloc(0)],
    [2, '{"a":"\\\\N,NULL\'"}\t\n', -1, Buffer.from([0, 255, 10, 92])],
    [3, 'Đại Lãnh – rất hài lòng 😀', Number.MAX_SAFE_INTEGER, Buffer.from('x'.repeat(100_000))],
    [4, 'ế'.repeat(50_000), Number.MIN_SAFE_INTEGER, null],
    [5, 'NULL', -(2 ** 32), null],
    [6, 'a', 2 ** 32, null],
  ];
  insert([]);
  insert(rows.slice(0, 1));
  db.transaction(() => insert(rows.slice(1))).immediate();
  expect(db.prepare('select place, words, number, bytes from cells order by place').raw().all()).toEqual(rows);
  for (const wrong of [
    [7, 7, 1, null],
    [7, 'a', 'b', null],
    [7, 'a', 0.5, null],
    [7, 'a', 1, 'c'],
  ])
    expect(() => insert([wrong])).toThrow(TypeError);
  expect(db.prepare('select count(*) from cells').pluck().get()).toBe(rows.length);
});

test('of each row it is told whether it is new, where two of one statement want the same place', () => {
  const { db, ids } = open();
  const insert = createNewRowInsert(db, { table: 'ballots', columns: ['id', 'place', 'hash'] }, ['id', 'hash']);
  expect(insert([['known', 1, 'k']])).toEqual([true]);
  const rows: Row[] = [
    ['a', 2, 'a1'],
    ['a', 2, 'a1'],
    ['known', 1, 'k'],
    ['a', 3, 'a2'],
    ['b', 2, 'b1'],
    ['c', 1, 'c1'],
    ['c', 4, 'c2'],
    ['d', 5, 'd1'],
  ];
  expect(insert(rows)).toEqual([true, false, false, false, false, false, true, true]);
  expect(ids()).toEqual(['known', 'a', 'c', 'd']);
});

test('rows that failed and that nobody has waited for fail the question after them, and the commit, by their own name', () => {
  const { db, write, ids } = open();
  write([['there', 1, 'h']]);
  const [asked, done] = [0, 1].map((question) =>
    failureOf(() =>
      db
        .transaction(() => {
          write([['before', 2, 'h']]);
          write([['there', 3, 'h']]);
          write([['after', 4, 'h']]);
          if (question === 0) db.prepare('select 1').get();
        })
        .immediate(),
    ),
  );
  for (const failure of [asked, done]) expect(String(failure)).toMatch(/ballots_pkey.*insert into ballots/s);
  expect([isStorageError(asked), isStorageError(done)]).toEqual([false, false]);
  expect(ids()).toEqual(['there']);
  // Outside of a transaction it is waited for.
  expect(() => write([['there', 5, 'h']])).toThrow(/ballots_pkey/);
  // Nothing is left of it on this connection.
  expect(db.inTransaction).toBe(false);
  db.transaction(() => write([['next', 5, 'h']])).immediate();
  expect(ids()).toEqual(['there', 'next']);
});

test('a part fails alone with rows that nobody has waited for, and what is around it fails with its own', () => {
  const { db, write, ids } = open();
  write([['there', 1, 'h']]);
  const part = db.transaction((id: string, place: number) => write([[id, place, 'h']]));
  db.transaction(() => {
    part('one', 2);
    expect(() => part('there', 3)).toThrow(/ballots_pkey/);
    write([['two', 4, 'h']]);
  }).immediate();
  expect(ids()).toEqual(['there', 'one', 'two']);
  const whole = db.transaction(() => {
    expect(() => part('there', 5)).toThrow(/ballots_pkey/);
    write([['three', 6, 'h']]);
    write([['there', 7, 'h']]);
    // The next part must not take up the transaction again at the beginning of the last.
    expect(() => part('four', 8)).toThrow(/ballots_pkey/);
    expect(() => part('five', 9)).toThrow(/aborted/);
  });
  expect(() => whole.immediate()).toThrow(/nothing of its transaction was kept/);
  expect(ids()).toEqual(['there', 'one', 'two']);
});

test('a program that fails after rows that failed leaves no transaction behind', () => {
  const { db, write, ids } = open();
  write([['there', 1, 'h']]);
  const fail = db.transaction(() => {
    write([['there', 2, 'h']]);
    throw new Error('a bug');
  });
  expect(() => fail.immediate()).toThrow('a bug');
  db.prepare('insert into ballots (id, place, hash) values (?, ?, ?)').run('kept', 3, 'h');
  expect(ids()).toEqual(['there', 'kept']);
});

test('a connection that is cut between rows that nobody waits for leaves none of them, before or after', () => {
  const { url, db, write, ids } = open();
  const pid = Number(db.prepare('select pg_backend_pid()').pluck().get());
  for (const asks of [true, false]) {
    const failure = failureOf(() =>
      db
        .transaction(() => {
          write([['before', 1, 'h']]);
          const own = asks ? pid : Number(db.prepare('select pg_backend_pid()').pluck().get());
          cut(url, own);
          for (let place = 2; place < 40; place++) write([[`after ${place}`, place, 'h']]);
          // Whoever does not look at the first error must not go on outside of the transaction.
          for (let tries = 0; asks && tries < 3; tries++)
            failureOf(() => db.prepare(`insert into ballots (id, place, hash) values ('out', 99, '')`).run());
        })
        .immediate(),
    );
    expect([isStorageError(failure), String(failure)]).toEqual([true, String(failure)]);
    expect(ids()).toEqual([]);
  }
  write([['next', 1, 'h']]);
  expect(ids()).toEqual(['next']);
});
