import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeartbeatReply } from '../../src/domain/wire.ts';
import { KEEP_MS } from '../../src/kiosk/keeping.ts';
import { between, covers, runsOf, withRuns, withSent, without } from '../../src/kiosk/runs.ts';
import { cached, createServer, disk, draft, openTablet, START, tabletWith, type Tablet } from './support.ts';

const DAY = 86_400_000;
const seqs = (rows: readonly { seq: number }[]) => rows.map(({ seq }) => seq);
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const reply = (more: Partial<HeartbeatReply> = {}): HeartbeatReply => ({
  receivedAt: START,
  settings: 'tag-1',
  ...more,
});

/** Sends and settles all that waits. */
async function sendAll({ outbox }: Tablet, receivedAt = START, server = createServer()): Promise<number> {
  const { records } = await outbox.oldest(1000, 10_000_000);
  await outbox.settle(records, server.receive(records.map(({ body }) => body)), receivedAt);
  return records.length;
}

describe('what was sent', () => {
  it('stays on the tablet, byte for byte, and waits no more', async () => {
    const tablet = await tabletWith(5);
    const before = (await disk(tablet)).outbox;
    await sendAll(tablet);
    expect(await disk(tablet)).toMatchObject({ outbox: [], kept: before });
    expect(await tablet.outbox.state()).toMatchObject({ unsent: 0, kept: 5, oldestUnsentAt: null });
    expect(await sendAll(tablet)).toBe(0);
  });

  it('is counted apart from what waits around it, and what waits is read in order', async () => {
    const tablet = await tabletWith(9);
    const { records } = await tablet.outbox.oldest(100, 1_000_000);
    const some = records.filter(({ seq }) => [1, 2, 5, 9].includes(seq));
    await tablet.outbox.settle(some, createServer().receive(some.map(({ body }) => body)), START);
    expect(await tablet.outbox.state()).toMatchObject({ unsent: 5, kept: 4, oldestUnsentAt: START });
    expect(seqs((await tablet.outbox.oldest(3, 1_000_000)).records)).toEqual([3, 4, 6]);
    expect(seqs((await tablet.outbox.oldest(3, 1_000_000, [1, 6])).records)).toEqual([7, 8]);
  });

  it('leaves after fourteen days by the clock of the server, whatever the clock of the tablet says', async () => {
    const tablet = await tabletWith(3);
    await sendAll(tablet);
    tablet.time.now = START + 400 * DAY;
    await tablet.outbox.heard(reply({ receivedAt: START + KEEP_MS - 1 }));
    expect((await disk(tablet)).kept).toHaveLength(3);
    tablet.time.now = 0;
    await tablet.outbox.heard(reply({ receivedAt: START + KEEP_MS }));
    expect(await disk(tablet)).toMatchObject({ outbox: [], kept: [] });
    expect(await tablet.outbox.recall('purged')).toEqual([{ epoch: 1, first: 1, last: 3 }]);
    await tablet.outbox.add(draft(4));
    expect(seqs((await disk(tablet)).outbox)).toEqual([4]);
  });

  it.each([
    ['older than the receipt', START - 1],
    ['begun with the receipt', START],
    ['none', null],
  ])('stays beyond that while the newest backup is %s', async (_words, backedUpAt) => {
    const tablet = await tabletWith(2);
    await sendAll(tablet);
    await tablet.outbox.heard(reply({ receivedAt: START + DAY, backedUpAt }));
    // A server that says nothing about it does not take back what was said.
    await tablet.outbox.heard(reply({ receivedAt: START + 100 * DAY }));
    expect((await disk(tablet)).kept).toHaveLength(2);
    await tablet.outbox.heard(reply({ receivedAt: START + 101 * DAY, backedUpAt: START + 1 }));
    expect((await disk(tablet)).kept).toEqual([]);
  });

  it('leaves in its turn: what waits and what is younger stays', async () => {
    const tablet = await tabletWith(2);
    await sendAll(tablet);
    await tablet.outbox.add(draft(3));
    await sendAll(tablet, START + 2 * DAY);
    await tablet.outbox.add(draft(4));
    await tablet.outbox.heard(reply({ receivedAt: START + KEEP_MS + DAY }));
    const { outbox, kept } = await disk(tablet);
    expect([seqs(kept), seqs(outbox)]).toEqual([[3], [4]]);
  });
});

describe('what a restored server lacks', () => {
  it('is sent again, exactly and byte for byte, also for places that it does not know to be refused', async () => {
    const tablet = await tabletWith(20);
    const before = (await disk(tablet)).outbox;
    const [third] = before.filter(({ seq }) => seq === 3);
    if (!third) throw new Error('no record');
    await tablet.outbox.settle([third], [{ id: third.id, hash: third.hash, status: 'refused' }], START);
    const server = createServer();
    await sendAll(tablet, START, server);
    const lost = [2, 3, 4, 11, 19, 20];
    const missing = runsOf(lost.map((seq) => [1, seq]));
    expect(await tablet.outbox.heard(reply({ missing: [...missing, { epoch: 1, first: 900, last: 999 }] }))).toBe(true);
    const again = lost.filter((seq) => seq !== 3);
    expect((await disk(tablet)).outbox).toEqual(before.filter(({ seq }) => again.includes(seq)));
    expect((await disk(tablet)).refused).toMatchObject([{ seq: 3 }]);
    expect(await sendAll(tablet, START, server)).toBe(again.length);
    expect((await disk(tablet)).kept).toHaveLength(19);
  });

  it('is told by the last place and hash of each epoch that this tablet made and still keeps', async () => {
    const tablet = await tabletWith(3);
    const third = (await disk(tablet)).last;
    await tablet.outbox.enrolled({ id: 'device-1', token: 't' }, cached);
    const tx = await tablet.database.write(['meta']);
    await Promise.all([tx.store.put({ epoch: 7, seq: 0, hash: '0'.repeat(64) }, 'last'), tx.done]);
    const again = openTablet(tablet.name);
    expect((await again.outbox.toTell()).given).toEqual([third]);
    await again.outbox.add(draft(4));
    const { last } = await disk(again);
    expect((await again.outbox.toTell()).given).toEqual([last, third]);
  });

  it('names the device that made them where that was another', async () => {
    const tablet = await tabletWith(3);
    const third = (await disk(tablet)).last;
    await tablet.outbox.enrolled({ id: 'device-2', token: 't' }, cached);
    expect((await tablet.outbox.toTell()).given).toEqual([{ ...Object(third), device: 'device-1' }]);
  });
});

describe('what happened to the tablet', () => {
  it('is told until the server names it', async () => {
    const tablet = await tabletWith(1);
    await tablet.outbox.note({ kind: 'mark-lost' }, { kind: 'record-mended', place: { epoch: 1, seq: 1 } });
    const { outbox } = openTablet(tablet.name);
    const { events = [] } = await outbox.toTell();
    expect(events).toMatchObject([
      { kind: 'mark-lost', at: START },
      { kind: 'record-mended', at: START, place: { epoch: 1, seq: 1 } },
    ]);
    await outbox.heard(reply({ events: [events[0]?.id ?? '', 'another'] }));
    expect((await outbox.toTell()).events).toEqual(events.slice(1));
    await outbox.heard(reply());
    expect((await outbox.toTell()).events).toEqual(events.slice(1));
  });
});

describe('runs of places', () => {
  const place = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 }));
  const sortedKeys = (keys: [number, number][]) => keys.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const all = [1, 2, 3].flatMap((epoch) => upTo(14).map((seq): [number, number] => [epoch, seq]));
  const steps = fc.array(fc.tuple(fc.boolean(), fc.uniqueArray(place, { selector: String })), { maxLength: 8 });

  it('are the set of their places, whatever is added and taken', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }), (changes, days) => {
        const set = new Set<string>();
        let sent = withSent([], [], 0);
        let plain = withRuns([], []);
        changes.forEach(([adding, keys], at) => {
          const runs = runsOf(sortedKeys(keys));
          for (const key of keys)
            if (adding) set.add(String(key));
            else set.delete(String(key));
          sent = adding ? withSent(sent, runs, (days[at] ?? 0) * DAY) : without(sent, runs);
          plain = adding ? withRuns(plain, runs) : without(plain, runs);
        });
        for (const runs of [sent, plain]) {
          expect(all.filter(([epoch, seq]) => covers(runs, epoch, seq)).map(String)).toEqual(
            all.filter((key) => set.has(String(key))).map(String),
          );
          const places = runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
          expect(places).toBe(set.size);
        }
        for (const after of [null, ...all]) {
          const rest = between(sent, after);
          const inside = ([epoch, seq]: [number, number]) =>
            rest.some(({ after: from, before: to }) => {
              const later = !from || epoch > from[0] || (epoch === from[0] && seq > from[1]);
              const sooner = !to || epoch < to[0] || (epoch === to[0] && seq < to[1]);
              return later && sooner;
            });
          const isAfter = ([epoch, seq]: [number, number]) =>
            !after || epoch > after[0] || (epoch === after[0] && seq > after[1]);
          expect(all.filter(inside)).toEqual(all.filter((key) => isAfter(key) && !set.has(String(key))));
        }
      }),
      { seed: 20_261_123, numRuns: 200 },
    );
  });

  it('stay few: a queue that was sent in one day is one run', () => {
    let runs = withSent([], [], 0);
    for (let batch = 0; batch < 500; batch++)
      runs = withSent(runs, [{ epoch: 1, first: batch * 100 + 1, last: batch * 100 + 100 }], START + batch);
    expect(runs).toEqual([{ epoch: 1, first: 1, last: 50_000, at: START + 499 }]);
  });
});
