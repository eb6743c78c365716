/** What has arrived of a tablet's sequence, and what is said of the rest. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeviceEvent } from '../../src/domain/device-event.ts';
import { missingRanges, sizeOf } from '../../src/domain/runs.ts';
import { NO_PREVIOUS } from '../../src/domain/submission.ts';
import { HeartbeatReply, type Run } from '../../src/domain/wire.ts';
import { createMissing, RUNS_IN_REPLY } from '../../src/server/missing.ts';
import { checkRecord } from '../../src/server/record.ts';
import { createCatalogue } from '../../src/server/store/catalogue.ts';
import { listEvents } from '../../src/server/store/device-events.ts';
import { keepTold } from '../../src/server/store/device-told.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { readEvidence } from '../../src/server/store/evidence.ts';
import { createSubmissionStore } from '../../src/server/store/submissions.ts';
import { verifySequence } from '../../src/server/store/verify-sequence.ts';
import { DEPTH } from '../faults/runs.ts';
import { type Ballot, ballotMaker, batchOf, hashOf, sendBatch } from '../helpers/ballots.ts';
import { type Enrolled, openApp, type TestApp } from '../helpers/server.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';

const MINUTE = 60_000;
let now = Date.parse('2026-08-31T09:00:00+07:00');
let server: TestApp;
let tablet: Enrolled;
beforeEach(async () => {
  server = openApp({ now: () => now, limits: { burst: 100_000, perMinute: 1_000_000 } });
  tablet = await server.enrol();
});
afterEach(() => {
  expect(verifySequence(server.db, server.deps.office)).toEqual([]);
  server.close();
});

const send = (ballots: readonly (Ballot | string)[], token = tablet.token) =>
  sendBatch(
    async (path, init) => server.app.request(path, init),
    token,
    batchOf(
      ballots.map((one) => (typeof one === 'string' ? one : one.body)),
      { sentAt: now },
    ),
  );
const told = ({ submission: { epoch, seq }, hash }: Ballot) => ({ epoch, seq, hash });
async function beat(change: object, token = tablet.token): Promise<HeartbeatReply> {
  const reply = await server.app.request('/api/heartbeat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({
      wire: 1,
      sentAt: now,
      app: '0.1.0',
      unsent: 0,
      refused: 0,
      oldestUnsentAt: null,
      last: null,
      storage: { persisted: true, usage: 1, quota: 2 },
      ...change,
    }),
  });
  if (reply.status !== 200) throw new Error(await reply.text());
  return HeartbeatReply.parse(await reply.json());
}
const runs = () =>
  server.db
    .prepare('select epoch, first, last from device_runs where device_id = ? order by 1, 2')
    .raw()
    .all(tablet.device.id);
const kinds = () => listEvents(server.db, server.deps.office, tablet.device.id, 100).map(({ kind }) => kind);
const evidence = () => readEvidence(server.db, server.deps.office).get(tablet.device.id) ?? [];
const pick = (ballots: readonly Ballot[], ...seqs: number[]) =>
  ballots.filter(({ submission: { seq } }) => seqs.includes(seq));

describe('what has arrived', () => {
  test('is one run for each life of the tablet, however it comes', async () => {
    const [one, two] = [ballotMaker(tablet.device.id, 1), ballotMaker(tablet.device.id, 2, { epoch: 2 })];
    const first = one.many(30);
    await send(first.slice(0, 10));
    await send(first.slice(20));
    await send(two.many(3));
    expect(runs()).toEqual([
      [1, 1, 10],
      [1, 21, 30],
      [2, 1, 3],
    ]);
    await send(first.slice(15, 17));
    await send(first);
    expect(runs()).toEqual([
      [1, 1, 30],
      [2, 1, 3],
    ]);
    expect(kinds()).toEqual([]);
  });

  test('counts a refused record, whose bytes are kept, when its beginning can be read', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(5);
    const broken = ballots.map(({ body }, at) => (at === 2 ? body.replace('"survey":1,', '"survey":77,') : body));
    const reply = await send(broken);
    expect(reply.receipts.map(({ status }) => status)).toContain('refused');
    expect(runs()).toEqual([[1, 1, 5]]);
  });

  test('does not count what is only called paper, nor what has no place', async () => {
    const ballots = ballotMaker('paper:1', 1).many(2);
    await send([...ballots, '{"v":1}', 'nothing']);
    expect(server.db.prepare('select * from device_runs').all()).toEqual([]);
  });

  test('is refused and kept again later as good: that is no fork', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(3, { counter: 'quay-9' });
    expect((await send(ballots)).receipts[0]?.code).toBe('unknown-counter');
    server.db
      .prepare(`insert into counters (office_id, id, settings, position) values (?, 'quay-9', '{}', 9)`)
      .run(server.deps.office);
    expect((await send(ballots)).receipts[0]?.status).toBe('stored');
    expect(runs()).toEqual([[1, 1, 3]]);
    expect(kinds()).toEqual([]);
  });
});

describe('the chain', () => {
  const forged = ({ submission }: Ballot, change: object) => JSON.stringify({ ...submission, ...change });

  test('that breaks inside a batch is noted, and the record counts', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(4);
    const [one, , three, four] = ballots;
    if (!one || !three || !four) throw new Error('four were made');
    const edited = forged(ballots[1] ?? one, { remark: 'khác', prev: one.hash });
    const reply = await send([one, edited, three, four]);
    expect(reply.receipts.every(({ status }) => status === 'stored')).toBe(true);
    expect(listEvents(server.db, server.deps.office, tablet.device.id, 9)).toMatchObject([
      { kind: 'chain-broken', place: { epoch: 1, seq: 3 } },
    ]);
  });

  test('that breaks between two batches is noted', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(2);
    await send(ballots.slice(0, 1));
    const second = ballots[1];
    if (!second) throw new Error('two were made');
    await send([forged(second, { prev: 'ab'.repeat(32) })]);
    expect(kinds()).toEqual(['chain-broken']);
  });

  test('that breaks where a gap is filled later is noted', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(5);
    await send(pick(ballots, 1, 2, 4, 5));
    expect(kinds()).toEqual([]);
    const third = ballots[2];
    if (!third) throw new Error('five were made');
    await send([forged(third, { remark: 'khác' })]);
    expect(listEvents(server.db, server.deps.office, tablet.device.id, 9)).toMatchObject([
      { kind: 'chain-broken', place: { epoch: 1, seq: 4 } },
    ]);
  });

  test('begins with a record that has none before it', async () => {
    const [first] = ballotMaker(tablet.device.id, 1).many(1);
    if (!first) throw new Error('one was made');
    expect(first.submission.prev).toBe(NO_PREVIOUS);
    await send([forged(first, { prev: 'ab'.repeat(32) })]);
    expect(kinds()).toEqual(['chain-broken']);
  });

  test('of two tablets that took the same places is a fork, both kept', async () => {
    const start = ballotMaker(tablet.device.id, 1);
    const common = start.many(3);
    await send(common);
    const rest = start.many(2);
    const clone = ballotMaker(tablet.device.id, 1);
    clone.many(3);
    const other = clone.many(2, { remark: 'bản sao' });
    await send(rest);
    const reply = await send(other);
    expect(reply.receipts.map(({ code }) => code)).toEqual(['id-conflict', 'id-conflict']);
    expect(kinds()).toEqual(['fork', 'fork']);
    expect(server.db.prepare('select count(*) from refused_submissions').pluck().get()).toBe(2);
    await send(other);
    expect(kinds()).toHaveLength(2);
  });

  test('with another record at a known place is a fork', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(3);
    await send(ballots);
    const second = ballots[1];
    if (!second) throw new Error('three were made');
    const id = '11111111-1111-4111-8111-111111111111';
    expect((await send([forged(second, { id })])).receipts[0]?.code).toBe('sequence-conflict');
    expect(kinds()).toEqual(['fork']);
  });
});

describe('what a tablet tells', () => {
  test('shows what never came, and asks for it after a minute', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(10);
    await send(pick(ballots, 1, 2, 5, 6, 7));
    const since = now;
    const last = ballots[9];
    if (!last) throw new Error('ten were made');
    now += 1000;
    expect((await beat({ given: [told(last)] })).missing).toEqual([]);
    now += MINUTE - 1000;
    expect((await beat({ given: [told(last)] })).missing).toEqual([{ epoch: 1, first: 3, last: 4 }]);
    now += MINUTE;
    expect((await beat({ given: [told(last)] })).missing).toEqual([
      { epoch: 1, first: 3, last: 4 },
      { epoch: 1, first: 8, last: 10 },
    ]);
    expect(evidence()).toEqual([
      {
        epoch: 1,
        last: 10,
        missing: [
          { first: 3, last: 4, since },
          { first: 8, last: 10, since: since + 1000 },
        ],
      },
    ]);
    await send(ballots);
    expect((await beat({ given: [told(last)] })).missing).toEqual([]);
  });

  test('never names what is on its way in a working day', async () => {
    const maker = ballotMaker(tablet.device.id, 1);
    for (let n = 0; n < 60; n++) {
      const made = maker.next();
      // Each heartbeat overtakes the record of that moment.
      const reply = await beat({ given: [told(made)], unsent: 1 });
      expect(reply.missing).toEqual([]);
      expect(evidence()[0]?.missing.every(({ since }) => since === now)).toBe(true);
      now += 1000;
      await send([made]);
      now += 5 * MINUTE;
    }
  });

  test('is asked for places of a life of which the server knows nothing', async () => {
    const made = ballotMaker(tablet.device.id, 1, { epoch: 7 }).many(4);
    const last = made[3];
    if (!last) throw new Error('four were made');
    await beat({ given: [told(last)] });
    now += MINUTE;
    expect((await beat({ given: [told(last)] })).missing).toEqual([{ epoch: 7, first: 1, last: 4 }]);
    // An older program tells only its last place.
    expect((await beat({ last: { epoch: 7, seq: 4 } })).missing).toEqual([{ epoch: 7, first: 1, last: 4 }]);
  });

  test('is held against what it made under an earlier name', async () => {
    const older = await server.enrol();
    const made = ballotMaker(older.device.id, 1).many(3);
    await send(made.slice(0, 2));
    const last = made[2];
    if (!last) throw new Error('three were made');
    const given = [{ ...told(last), device: older.device.id }];
    await beat({ given });
    now += MINUTE;
    expect((await beat({ given })).missing).toEqual([{ epoch: 1, first: 3, last: 3 }]);
    expect(evidence()).toEqual([]);
    expect(kinds()).toEqual([]);
  });

  test('says nothing about what is no tablet of the office', async () => {
    const [made] = ballotMaker('somebody', 1).many(1);
    if (!made) throw new Error('one was made');
    await beat({ given: [{ ...told(made), device: 'somebody' }] });
    expect(server.db.prepare('select * from device_told').all()).toEqual([]);
  });

  test('is asked in turns when much is missing, so that what can never come holds up nothing', async () => {
    const ballots = ballotMaker(tablet.device.id, 1).many(2 * RUNS_IN_REPLY + 101);
    const odd = ballots.filter((_, at) => at % 2 === 0);
    for (let from = 0; from < odd.length; from += 100) await send(odd.slice(from, from + 100));
    now += MINUTE;
    const last = odd.at(-1);
    if (!last) throw new Error('some were made');
    const asked = new Set<number>();
    for (let turn = 0; turn < 2; turn++) {
      const { missing = [] } = await beat({ given: [told(last)] });
      expect(missing).toHaveLength(RUNS_IN_REPLY);
      for (const { first } of missing) asked.add(first);
    }
    expect(asked.size).toBe(RUNS_IN_REPLY + 50);
  });

  test('keeps events once, and names those that are on disk', async () => {
    const event = { id: '11111111-1111-4111-8111-111111111111', kind: 'database-reset', at: now + 3_600_000 };
    expect(DeviceEvent.safeParse(event).success).toBe(true);
    // Its clock is an hour ahead.
    expect((await beat({ sentAt: now + 3_600_000, events: [event] })).events).toEqual([event.id]);
    expect((await beat({ events: [event] })).events).toEqual([event.id]);
    expect(listEvents(server.db, server.deps.office, tablet.device.id, 9)).toEqual([
      { kind: 'database-reset', at: now, receivedAt: now, place: null, note: null },
    ]);
  });
});

describe('a sequence that goes back', () => {
  const some = (count: number) => ballotMaker(tablet.device.id, 1).many(count);

  test('is noted when it tells less than has come', async () => {
    const ballots = some(10);
    await send(ballots);
    now += 3 * MINUTE;
    await beat({ given: pick(ballots, 6).map(told) });
    await beat({ given: pick(ballots, 7).map(told) });
    expect(kinds()).toEqual(['went-back']);
  });

  test('is noted when it tells less than it told', async () => {
    const ballots = some(10);
    await beat({ given: pick(ballots, 10).map(told) });
    now += 5 * MINUTE;
    await beat({ given: pick(ballots, 8).map(told) });
    expect(kinds()).toEqual(['went-back']);
  });

  test('is noted when it tells another record at a place', async () => {
    const ballots = some(3);
    await send(ballots);
    await beat({ given: [{ epoch: 1, seq: 3, hash: hashOf('other') }] });
    expect(kinds()).toEqual(['went-back']);
  });

  test('is not: records that overtook the heartbeat', async () => {
    const ballots = some(10);
    await beat({ given: pick(ballots, 4).map(told) });
    await send(ballots);
    now += MINUTE;
    await beat({ given: pick(ballots, 4).map(told) });
    now += 5 * MINUTE;
    await beat({ given: pick(ballots, 10).map(told) });
    expect(kinds()).toEqual([]);
  });
});

// A transaction a tablet, each with a few dozen statements: on PostgreSQL that takes a minute.
test.skipIf(ON_POSTGRES && DEPTH === 'commit')(
  'what was deleted on a tablet is named exactly: 1000 tablets, seed 20260831',
  () => {
    const { db, deps } = server;
    const { office, config } = deps;
    // Of the disk nothing is asked here.
    if (ON_POSTGRES) db.exec('set synchronous_commit = off');
    else db.pragma('synchronous = off');
    const store = createSubmissionStore(db, office);
    const missing = createMissing(db, office);
    const catalogue = createCatalogue(db, office);
    const names = (found: readonly Run[]) =>
      found.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
    let seed = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.array(fc.integer({ min: 1, max: 16 }), { maxLength: 10 }),
        fc.integer({ min: 3, max: 8 }),
        fc.boolean(),
        (count, gone, size, backwards) => {
          const { device } = addDevice(db, office, 'quay-1', undefined, now);
          const ballots = ballotMaker(device.id, ++seed).many(count);
          const left = ballots.filter(({ submission: { seq } }) => !gone.includes(seq));
          const batches: Ballot[][] = [];
          for (let from = 0; from < left.length; from += size) batches.push(left.slice(from, from + size));
          const arrival = {
            device: device.id,
            signs: false,
            mustSign: () => false,
            sentAt: now,
            receivedAt: now,
            zone: config.zone,
          };
          for (const batch of backwards ? batches.reverse() : batches)
            store(batch.map(({ body }) => checkRecord(Buffer.from(body), arrival, catalogue)));
          const places = ballots.slice(-1).map((last) => ({ device: device.id, ...told(last) }));
          keepTold(db, office, device.id, { places, now });
          const deleted = [...new Set(gone)].filter((seq) => seq <= count).sort((a, b) => a - b);
          expect(names(missing(device.id, places, now + MINUTE))).toEqual(deleted);
        },
      ),
      { numRuns: 1000, seed: 20260831 },
    );
  },
  180_000,
);

test('a few of a thousand records that were deleted are named exactly, seed 20260901', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { maxLength: 60 }), async (gone) => {
      const { device, token } = await server.enrol();
      const ballots = ballotMaker(device.id, 1000 + gone.length).many(1000);
      const left = ballots.filter(({ submission: { seq } }) => !gone.includes(seq));
      for (let from = 0; from < left.length; from += 100) await send(left.slice(from, from + 100), token);
      await beat({ given: ballots.slice(-1).map(told) }, token);
      const found = readEvidence(server.db, server.deps.office, device.id).get(device.id)?.[0]?.missing ?? [];
      expect(sizeOf(found)).toBe(gone.length);
      for (const seq of gone) expect(found.some(({ first, last }) => first <= seq && seq <= last)).toBe(true);
    }),
    { numRuns: 3, seed: 20260901 },
  );
}, 60_000);

test('the places between runs are missing since the first that came later', () => {
  const arrived = [
    { first: 3, last: 4, since: 30 },
    { first: 7, last: 9, since: 10 },
  ];
  expect(missingRanges(arrived, { seq: 10, since: 20 })).toEqual([
    { first: 1, last: 2, since: 10 },
    { first: 5, last: 6, since: 10 },
    { first: 10, last: 10, since: 20 },
  ]);
  expect(missingRanges([], { seq: 2, since: 5 })).toEqual([{ first: 1, last: 2, since: 5 }]);
  expect(missingRanges([], null)).toEqual([]);
});
