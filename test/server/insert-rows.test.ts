/** Many rows at once: which of them are new, in the very cases where two of one group want the same place. On PostgreSQL: postgres-rows. */
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Row } from '../../src/server/store/engine.ts';
import { createNewRowInsert, createRowInsert } from '../../src/server/store/insert-rows.ts';

const BALLOTS = { table: 'ballots', columns: ['id', 'place', 'hash'] };
function database() {
  const db = new Sqlite(':memory:');
  db.exec(`create table ballots (id text primary key, place integer not null unique, hash text not null) strict;
    create table sums (key text primary key, n integer not null) strict, without rowid`);
  const read = () => db.prepare<[], Row>('select id, place, hash from ballots order by place').raw().all();
  return { db, read };
}

it('tells of each row whether it is new', () => {
  const { db, read } = database();
  const insert = createNewRowInsert(db, BALLOTS, ['id', 'hash']);
  expect(insert([])).toEqual([]);
  expect(insert([['known', 1, 'k']])).toEqual([true]);
  const rows: Row[] = [
    ['a', 2, 'a1'],
    ['a', 2, 'a1'], // the same once more
    ['known', 1, 'k'], // stored before
    ['a', 3, 'a2'], // other bytes under an id of this group
    ['b', 2, 'b1'], // a place of this group
    ['c', 1, 'c1'], // a place that was taken before
    ['c', 4, 'c2'], // the same id again, and now its place is free
    ['d', 5, 'd1'],
  ];
  expect(insert(rows)).toEqual([true, false, false, false, false, false, true, true]);
  expect(read()).toEqual([
    ['known', 1, 'k'],
    ['a', 2, 'a1'],
    ['c', 4, 'c2'],
    ['d', 5, 'd1'],
  ]);
  expect(insert(rows)).toEqual(rows.map(() => false));
});

it('writes every row of a group of any size', () => {
  const { db } = database();
  const insert = createNewRowInsert(db, BALLOTS, ['id', 'hash']);
  const onConflict = 'on conflict (key) do update set n = sums.n + excluded.n';
  const add = createRowInsert(db, { table: 'sums', columns: ['key', 'n'], onConflict });
  let place = 0;
  for (const count of [0, 1, 3, 4, 5, 63, 64, 65, 130]) {
    const rows = Array.from({ length: count }, (): Row => [`id-${++place}`, place, 'h']);
    expect(insert(rows)).toEqual(rows.map(() => true));
    add(rows.map(([, n]) => [`key-${Number(n) % 7}`, 1]));
  }
  const counted = ['select count(*) from ballots', 'select sum(n) from sums'].map((text) =>
    db.prepare(text).pluck().get(),
  );
  expect(counted).toEqual([place, place]);
});

it('writes nothing of a statement of which one row is wrong', () => {
  const { db, read } = database();
  const insert = createRowInsert(db, BALLOTS);
  expect(() =>
    insert([
      ['a', 1, 'h'],
      ['b', 2, 'h'],
      ['c', 3, 'h'],
      ['d', null, 'h'],
    ]),
  ).toThrow('NOT NULL');
  expect(read()).toEqual([]);
});
