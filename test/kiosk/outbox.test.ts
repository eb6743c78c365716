import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { NO_PREVIOUS, Submission } from '../../src/domain/submission.ts';
import type { Receipt } from '../../src/domain/wire.ts';
import type { Database } from '../../src/kiosk/database.ts';
import { runsOf } from '../../src/kiosk/runs.ts';
import { cached, createServer, disk, draft, freshName, openTablet, plant, sha, START, tabletWith } from './support.ts';

const ALL = [100, 1_000_000] as const;
const seqs = (rows: readonly { seq: number }[]) => rows.map(({ seq }) => seq);

describe('saving', () => {
  it('puts the canonical body with its hash on the disk, linked to the one before', async () => {
    const tablet = await tabletWith(3);
    const { outbox, last } = await disk(tablet);
    let prev = NO_PREVIOUS;
    for (const [at, record] of outbox.entries()) {
      const body = Submission.parse(JSON.parse(record.body));
      expect(body).toMatchObject({ id: record.id, device: 'device-1', epoch: 1, seq: at + 1, prev });
      expect(record.hash).toBe(sha(record.body));
      prev = record.hash;
    }
    expect(last).toEqual({ epoch: 1, seq: 3, hash: prev });
  });

  it('hashes the UTF-8 bytes, diacritics and emoji included', async () => {
    const tablet = await tabletWith(0);
    await tablet.outbox.add(draft(1, 'Chờ lâu quá ạ 🙏 Ế Ậ Ữ'));
    const [record] = (await disk(tablet)).outbox;
    expect(record?.hash).toBe(sha(record?.body ?? ''));
  });

  it('refuses while the tablet is not enrolled', async () => {
    await expect(openTablet(freshName()).outbox.add(draft())).rejects.toThrow('not enrolled');
  });

  it.each([1, 2, 3])('leaves no gap and no fork when two tabs save at once, round %i', async () => {
    const first = await tabletWith(0);
    const second = openTablet(first.name);
    const saves = Array.from({ length: 40 }, (_, at) => (at % 2 ? first : second).outbox.add(draft(at)));
    await Promise.all(saves);
    const { outbox, last } = await disk(first);
    expect(seqs(outbox)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    const links = outbox.map(({ body }) => Submission.parse(JSON.parse(body)).prev);
    expect(links).toEqual([NO_PREVIOUS, ...outbox.slice(0, -1).map(({ hash }) => hash)]);
    expect(new Set(outbox.map(({ id }) => id)).size).toBe(40);
    expect(last).toMatchObject({ seq: 40, hash: outbox.at(-1)?.hash });
  });

  it('gives the same bytes on every read, also after the database was opened again', async () => {
    const tablet = await tabletWith(5);
    const before = (await tablet.outbox.oldest(...ALL)).records;
    for (let time = 0; time < 50; time++) {
      const { outbox, database } = openTablet(tablet.name);
      expect((await outbox.oldest(...ALL)).records).toEqual(before);
      database.close();
    }
  });

  it('goes on in the sequence after a restart', async () => {
    const { name, database } = await tabletWith(2);
    database.close();
    const tablet = openTablet(name);
    await tablet.outbox.add(draft(3));
    expect(seqs((await disk(tablet)).outbox)).toEqual([1, 2, 3]);
  });

  it('rejects when the transaction is aborted (as by a full disk), stores nothing, and can save again', async () => {
    const { name } = await tabletWith(1);
    let full = true;
    const tablet = openTablet(name, (database) => ({
      ...database,
      write: async (stores) => {
        const tx = await database.write(stores);
        if (full) setImmediate(() => tx.abort());
        return tx;
      },
    }));
    await expect(tablet.outbox.add(draft(2))).rejects.toThrow();
    expect(seqs((await disk(tablet)).outbox)).toEqual([1]);
    full = false;
    await tablet.outbox.add(draft(3));
    expect(seqs((await disk(tablet)).outbox)).toEqual([1, 2]);
  });

  it('rejects when the disk fails at the very end, after every request had succeeded', async () => {
    const tablet = await tabletWith(1);
    type Put = (this: IDBObjectStore, value: unknown, key?: IDBValidKey) => IDBRequest<IDBValidKey>;
    const put: Put = Reflect.get(IDBObjectStore.prototype, 'put');
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      const request = put.call(this, value, key);
      request.addEventListener('success', () => this.transaction.abort());
      return request;
    });
    await expect(tablet.outbox.add(draft(2))).rejects.toThrow();
    spy.mockRestore();
    expect(seqs((await disk(tablet)).outbox)).toEqual([1]);
  });

  it('rejects when the time runs out while it makes way for a record of another tab', async () => {
    const { name } = await tabletWith(1);
    let slow = 0;
    const slowly = (database: Database): Database => ({
      ...database,
      read: async (stores) => {
        await new Promise((resolve) => setTimeout(resolve, slow));
        return database.read(stores);
      },
    });
    const tablet = openTablet(name, slowly, 100);
    await tablet.outbox.add(draft(2));
    await openTablet(name).outbox.add(draft(3));
    slow = 200;
    await expect(tablet.outbox.add(draft(4))).rejects.toThrow('in time');
    slow = 0;
    expect(seqs((await disk(tablet)).outbox)).toEqual([1, 2, 3]);
  });

  it('rejects in time when the database hangs, and writes nothing afterwards', async () => {
    const { name } = await tabletWith(1);
    let release = () => {};
    const hang = new Promise<void>((resolve) => (release = resolve));
    const stalled = (database: Database): Database => ({
      ...database,
      write: async (stores) => {
        await hang;
        return database.write(stores);
      },
    });
    const tablet = openTablet(name, stalled, 50);
    await expect(tablet.outbox.add(draft(2))).rejects.toThrow('in time');
    release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seqs((await disk(tablet)).outbox)).toEqual([1]);
  });

  it('waits for a record that was already on its way to the disk when the time was up', async () => {
    const { name } = await tabletWith(1);
    const slow = (database: Database): Database => ({
      ...database,
      write: async (stores) => {
        const tx = await database.write(stores);
        const end = performance.now() + 60;
        while (performance.now() < end); // The time runs out before the next timer can tell.
        return tx;
      },
    });
    const abort = vi.spyOn(IDBTransaction.prototype, 'abort').mockImplementation(() => {
      throw new DOMException('committing', 'InvalidStateError');
    });
    const tablet = openTablet(name, slow, 50);
    await tablet.outbox.add(draft(2));
    expect(abort).toHaveBeenCalled();
    abort.mockRestore();
    expect(seqs((await disk(tablet)).outbox)).toEqual([1, 2]);
  });

  it('asks for strict durability in every write', async () => {
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const tablet = await tabletWith(1);
    const { records } = await tablet.outbox.oldest(...ALL);
    await tablet.outbox.settle(records, createServer().receive(records.map(({ body }) => body)), START);
    const writes = spy.mock.calls.filter(([, mode]) => mode === 'readwrite');
    spy.mockRestore();
    expect(writes.length).toBe(3);
    expect(writes.every(([, , options]) => options?.durability === 'strict')).toBe(true);
  });
});

describe('reading', () => {
  it('takes the oldest first, and no more than asked for', async () => {
    const { outbox } = await tabletWith(12);
    expect(seqs((await outbox.oldest(5, 1_000_000)).records)).toEqual([1, 2, 3, 4, 5]);
    expect(seqs((await outbox.oldest(5, 1_000_000, [1, 5])).records)).toEqual([6, 7, 8, 9, 10]);
    expect(await outbox.oldest(5, 1_000_000, [1, 12])).toEqual({ records: [], last: null });
  });

  it('keeps a batch within the bytes, but always gives one', async () => {
    const tablet = await tabletWith(0);
    for (let number = 0; number < 6; number++) await tablet.outbox.add(draft(number, 'ế'.repeat(500)));
    const size = Buffer.byteLength((await disk(tablet)).outbox[0]?.body ?? '');
    expect((await tablet.outbox.oldest(100, 3 * size + 300)).records).toHaveLength(3);
    expect((await tablet.outbox.oldest(100, 10)).records).toHaveLength(1);
  });

  it.each([
    ['no body', { id: 'x', hash: 'a'.repeat(64), madeAt: 1 }],
    ['a hash that is none', { id: 'x', hash: '?', body: '{}', madeAt: 1 }],
    ['a number for a body', { id: 7, hash: 'a'.repeat(64), body: 12n, madeAt: 1 }],
  ])('moves a row with %s aside with all it had, and reads the others', async (_name, row) => {
    const tablet = await tabletWith(4);
    await plant(tablet, { epoch: 1, seq: 2, ...row });
    expect(seqs((await tablet.outbox.oldest(...ALL)).records)).toEqual([1, 3, 4]);
    const { outbox, refused } = await disk(tablet);
    expect(seqs(outbox)).toEqual([1, 3, 4]);
    expect(refused).toMatchObject([{ epoch: 1, seq: 2, code: 'record-malformed', hash: row.hash }]);
    expect((await tablet.outbox.refused())[0]?.body).not.toContain('\n');
  });

  it('reads around a value that the browser cannot give back', async () => {
    const tablet = await tabletWith(4);
    const all = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => {
      throw new DOMException('Failed to read large IndexedDB value', 'UnknownError');
    });
    const get: (this: IDBObjectStore, key: IDBValidKey | IDBKeyRange) => IDBRequest = Reflect.get(
      IDBObjectStore.prototype,
      'get',
    );
    const single = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
      if (Array.isArray(key) && key[1] === 2) throw new DOMException('Failed to read', 'UnknownError');
      return get.call(this, key);
    });
    const batch = await tablet.outbox.oldest(...ALL);
    all.mockRestore();
    single.mockRestore();
    expect(seqs(batch.records)).toEqual([1, 3, 4]);
    expect(batch.last).toEqual([1, 4]);
    await tablet.outbox.settle(batch.records, createServer().receive(batch.records.map(({ body }) => body)), START);
    expect(seqs((await disk(tablet)).outbox)).toEqual([2]);
  });

  it('tells how many wait, since when, and the last place given out', async () => {
    const tablet = await tabletWith(3);
    expect(await tablet.outbox.state()).toMatchObject({
      unsent: 3,
      oldestUnsentAt: tablet.time.now,
      refused: 0,
      last: { epoch: 1, seq: 3 },
    });
  });
});

describe('a place that was lost from the disk', () => {
  it('is never guessed: the next record begins an epoch of its own, and meets no other', async () => {
    const tablet = await tabletWith(2);
    const tx = await tablet.database.write(['meta']);
    await Promise.all([tx.store.delete('last'), tx.done]);
    const again = openTablet(tablet.name);
    await again.outbox.load();
    await again.outbox.add(draft(3));
    const { records } = await again.outbox.oldest(10, 1_000_000);
    expect(records.map(({ seq }) => seq)).toEqual([1, 2, 1]);
    expect(records[2]?.epoch).toBeGreaterThan(1);
  });
});

describe('refused records', () => {
  it('go back to their place, byte for byte, when staff send again', async () => {
    const tablet = await tabletWith(3);
    const { records } = await tablet.outbox.oldest(10, 1_000_000);
    const [one] = records;
    if (!one) throw new Error('no record');
    await tablet.outbox.settle(
      [one],
      [{ id: one.id, hash: one.hash, status: 'refused', code: 'unknown-survey' }],
      START,
    );
    expect(await tablet.outbox.state()).toMatchObject({ unsent: 2, refused: 1 });
    await tablet.outbox.retryRefused();
    expect(await tablet.outbox.state()).toMatchObject({ unsent: 3, refused: 0 });
    expect((await tablet.outbox.oldest(10, 1_000_000)).records).toEqual(records);
  });
});

describe('settling', () => {
  const STATUSES = ['stored', 'duplicate', 'gone', 'refused', 'no receipt', 'other hash', 'other id'] as const;

  it('leaves the same state as settling one by one, whatever the server answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...STATUSES), { minLength: 1, maxLength: 12 }), async (statuses) => {
        const tablet = await tabletWith(statuses.length + 1);
        const { records } = await tablet.outbox.oldest(statuses.length, 1_000_000);
        const receipts = records.flatMap(({ id, hash }, at): Receipt[] => {
          const status = statuses[at];
          if (status === undefined || status === 'no receipt') return [];
          if (status === 'other hash') return [{ id, hash: 'f'.repeat(64), status: 'stored' }];
          if (status === 'other id') return [{ id: 'someone else', hash, status: 'stored' }];
          return [{ id, hash, status, ...(status === 'refused' && { code: 'unknown-stage' }) }];
        });
        const stays = records.filter((_, at) => /^(no|other) /.test(statuses[at] ?? ''));
        const aside = records.filter((_, at) => statuses[at] === 'refused');
        expect(await tablet.outbox.settle(records, receipts, START)).toBe(stays.length);
        const { outbox, refused } = await disk(tablet);
        expect(seqs(outbox)).toEqual([...seqs(stays), statuses.length + 1]);
        expect(refused).toEqual(
          aside.map((record) => ({ ...record, code: 'unknown-stage', refusedAt: tablet.time.now })),
        );
        tablet.database.close();
      }),
      { seed: 20_261_122, numRuns: 60 },
    );
  });

  it('finds runs that hold exactly the keys they were made of', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 })), { selector: String }),
        (keys) => {
          const sorted = keys.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          const spread = runsOf(sorted).flatMap(({ epoch, first, last }) =>
            Array.from({ length: last - first + 1 }, (_, at) => [epoch, first + at]),
          );
          expect(spread).toEqual(sorted);
        },
      ),
      { seed: 20_261_122 },
    );
  });

  it('is harmless when another tab has settled the same batch', async () => {
    const tablet = await tabletWith(3);
    const { records } = await tablet.outbox.oldest(...ALL);
    const receipts = createServer().receive(records.map(({ body }) => body));
    await tablet.outbox.add(draft(4));
    await Promise.all([
      tablet.outbox.settle(records, receipts, START),
      openTablet(tablet.name).outbox.settle(records, receipts, START),
    ]);
    expect(seqs((await disk(tablet)).outbox)).toEqual([4]);
  });

  it('remembers when the server last answered', async () => {
    const tablet = await tabletWith(1);
    const { records } = await tablet.outbox.oldest(...ALL);
    tablet.time.now += 5000;
    await tablet.outbox.settle(records, createServer().receive(records.map(({ body }) => body)), START);
    expect(await tablet.outbox.recall('contact')).toBe(tablet.time.now);
  });
});

describe('enrolling', () => {
  it('starts a new epoch for a tablet known by a new name, so that waiting records keep their places', async () => {
    const tablet = await tabletWith(2);
    await tablet.outbox.enrolled({ id: 'device-2', token: 'token-2' }, cached);
    await tablet.outbox.add(draft(3));
    const { outbox } = await disk(tablet);
    expect(outbox.map(({ epoch, seq }) => [epoch, seq])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(Submission.parse(JSON.parse(outbox[2]?.body ?? ''))).toMatchObject({
      device: 'device-2',
      prev: NO_PREVIOUS,
    });
  });

  it('goes on in its sequence when the same tablet is enrolled again', async () => {
    const tablet = await tabletWith(2);
    await tablet.outbox.enrolled({ id: 'device-1', token: 'token-2' }, cached);
    await tablet.outbox.add(draft(3));
    expect(seqs((await disk(tablet)).outbox)).toEqual([1, 2, 3]);
  });

  it('never guesses a place: where it cannot be read, an epoch begins that the clock numbers', async () => {
    const tablet = await tabletWith(2);
    const tx = await tablet.database.write(['meta']);
    await Promise.all([tx.store.put({ epoch: 'one' }, 'last'), tx.done]);
    const again = openTablet(tablet.name);
    await again.outbox.add(draft(3));
    const { outbox } = await disk(again);
    expect(outbox).toHaveLength(3);
    expect(outbox[2]).toMatchObject({ epoch: Math.floor(again.time.now / 1000) + 1, seq: 1 });
  });
});
