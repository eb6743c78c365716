import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { ballotMaker, batchOf, hashOf, postBatch, sendBatch } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { type Enrolled, openApp, type TestApp } from '../helpers/server.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';

let server: TestApp;
let tablet: Enrolled;
beforeEach(async () => {
  server = openApp();
  tablet = await server.enrol();
});
afterEach(() => server.close());

const ask = (path: string, init: RequestInit) => server.app.request(path, init);
const send = (bodies: string[]) => sendBatch(ask, tablet.token, batchOf(bodies));
const statuses = async (bodies: string[]) => (await send(bodies)).receipts.map(({ status }) => status);
const count = (table: string) => Number(server.db.prepare(`select count(*) from ${table}`).pluck().get());
const verify = () => verifyTallies(server.db, server.deps.office);
const sound = (submissions: number) => ({ submissions, differences: [], altered: [] });

describe('a record is stored at most once', () => {
  test('the same batch three times is stored once and then called a duplicate', async () => {
    const ballots = ballotMaker(tablet.device.id, 11).many(10);
    const bodies = ballots.map(({ body }) => body);
    const first = await send(bodies);
    expect(first.nonce).toBe('nonce-1234');
    expect(first.receipts).toEqual(
      ballots.map(({ submission, hash }) => ({ id: submission.id, hash, status: 'stored' })),
    );
    expect(new Set(await statuses(bodies))).toEqual(new Set(['duplicate']));
    expect(new Set(await statuses(bodies))).toEqual(new Set(['duplicate']));
    expect(count('submissions')).toBe(10);
    expect(verify()).toEqual(sound(10));
  });

  test('a record twice in one batch is stored and then a duplicate', async () => {
    const { body } = ballotMaker(tablet.device.id, 12).next();
    expect(await statuses([body, body])).toEqual(['stored', 'duplicate']);
    expect(verify()).toEqual(sound(1));
  });

  test('20 senders of the same records at once store each exactly once', async () => {
    const bodies = ballotMaker(tablet.device.id, 13)
      .many(3)
      .map(({ body }) => body);
    const tabs = Array.from({ length: 20 }, () => send(bodies));
    const all = (await Promise.all(tabs)).flatMap(({ receipts }) => receipts);
    expect(all.filter(({ status }) => status === 'stored')).toHaveLength(3);
    expect(all.filter(({ status }) => status === 'duplicate')).toHaveLength(57);
    expect(count('submissions')).toBe(3);
    expect(verify()).toEqual(sound(3));
  });

  test('other bytes under a known id are refused and kept, and the first stays', async () => {
    const { body, submission } = ballotMaker(tablet.device.id, 14).next({ remark: null });
    const other = JSON.stringify({ ...submission, remark: 'khác' });
    await send([body]);
    const { receipts } = await send([other]);
    expect(receipts).toEqual([{ id: submission.id, hash: hashOf(other), status: 'refused', code: 'id-conflict' }]);
    expect(server.db.prepare('select body from submissions').pluck().all()).toEqual([body]);
    const kept = server.db
      .prepare<[], { code: string; body: Buffer }>('select code, body from refused_submissions')
      .get();
    expect(kept).toEqual({ code: 'id-conflict', body: Buffer.from(other) });
    expect(verify()).toEqual(sound(1));
  });

  test('another record at a known place in the sequence is refused and kept', async () => {
    const [first] = ballotMaker(tablet.device.id, 15).many(1);
    const [second] = ballotMaker(tablet.device.id, 16).many(1);
    expect(await statuses([first?.body ?? ''])).toEqual(['stored']);
    const { receipts } = await send([second?.body ?? '']);
    expect(receipts[0]).toMatchObject({ status: 'refused', code: 'sequence-conflict' });
    expect(count('refused_submissions')).toBe(1);
    expect(verify()).toEqual(sound(1));
  });
});

describe('tallies', () => {
  test('equal what the bodies say after random batches with repeats (seed 21)', async () => {
    const random = randomFrom(21);
    const days = [0, 1, 2, 40].map((back) => Date.now() - back * 86_400_000);
    const ballots = days.flatMap((answeredAt, i) =>
      ballotMaker(tablet.device.id, 210 + i, { answeredAt, epoch: i + 1 }).many(60),
    );
    for (let round = 0; round < 20; round++)
      await send(
        ballots
          .filter(() => random() < 0.2)
          .map(({ body }) => body)
          .slice(0, 100),
      );
    await send(ballots.slice(0, 100).map(({ body }) => body));
    const stored = count('submissions');
    expect(stored).toBeGreaterThan(200);
    expect(verify()).toEqual(sound(stored));
    expect(Number(server.db.prepare("select sum(ballots) from ballot_tallies where span < 'd'").pluck().get())).toBe(
      stored,
    );
  });

  test('that were changed by hand are found, each by its key', async () => {
    await send(
      ballotMaker(tablet.device.id, 22)
        .many(30)
        .map(({ body }) => body),
    );
    const one = (table: string) =>
      `(span, counter, field, stage, channel, survey) = (select span, counter, field, stage, channel, survey from ${table} limit 1)`;
    server.db.exec(`update tallies set n5 = n5 + 1 where ${one('tallies')} and criterion = 'staff'`);
    server.db.exec(`delete from ballot_tallies where ${one('ballot_tallies')}`);
    server.db.exec(
      `insert into reason_tallies select office_id, '2020-01-01', counter, field, stage, channel, survey, criterion, 'heat', 3
       from tallies limit 1`,
    );
    const kinds = verify().differences.map(({ table, kind }) => `${table} ${kind}`);
    expect(kinds.sort()).toEqual(['ballot_tallies missing', 'reason_tallies extra', 'tallies different']);
  });

  test('a body that was changed by hand is named', async () => {
    const { body, submission } = ballotMaker(tablet.device.id, 23).next({ end: 'finished' });
    await send([body]);
    server.db.prepare('update submissions set body = ?').run(body.replace('"finished"', '"left"'));
    expect(verify().altered).toEqual([submission.id]);
  });
});

describe('when the disk gives up', () => {
  test.skipIf(ON_POSTGRES)(
    'the whole batch is told to come back, nothing is half stored, and the next try works',
    async () => {
      const bodies = ballotMaker(tablet.device.id, 31)
        .many(100, { remark: 'x'.repeat(1900) })
        .map(({ body }) => body);
      const before = server.db.pragma('page_count', { simple: true });
      server.db.pragma(`max_page_count = ${Number(before)}`);
      const full = await Promise.all([1, 2].map(() => postBatch(ask, tablet.token, batchOf(bodies))));
      for (const reply of full) {
        expect(reply.status).toBe(503);
        expect(reply.headers.get('Retry-After')).toMatch(/^\d+$/);
        expect(await reply.json()).toMatchObject({ code: 'storage' });
      }
      expect(count('submissions')).toBe(0);
      server.db.pragma('max_page_count = 1000000');
      expect(new Set(await statuses(bodies))).toEqual(new Set(['stored']));
      expect(verify()).toEqual(sound(100));
      expect(server.logged.join('\n')).not.toContain('xxxx');
    },
  );

  test.skipIf(ON_POSTGRES)(
    'another process that holds the lock is waited for, and then the tablet is told to come back',
    async () => {
      server.db.pragma('busy_timeout = 50');
      const other = new Sqlite(server.db.name);
      other.exec('begin immediate');
      const { body } = ballotMaker(tablet.device.id, 32).next();
      expect((await postBatch(ask, tablet.token, batchOf([body]))).status).toBe(503);
      other.exec('rollback');
      other.close();
      expect(await statuses([body])).toEqual(['stored']);
    },
  );

  test('too much waiting at once is answered with busy, and the rest is stored', async () => {
    const small = openApp({ limits: { queuedRecords: 5 } });
    const { device, token } = await small.enrol();
    const maker = ballotMaker(device.id, 33);
    const ballots = maker.many(4).map(({ body }) => body);
    const request = (path: string, init: RequestInit) => small.app.request(path, init);
    const replies = await Promise.all(
      [ballots.slice(0, 3), ballots.slice(3, 4), maker.many(2).map(({ body }) => body)].map((bodies) =>
        postBatch(request, token, batchOf(bodies)),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 503]);
    expect(await replies[2]?.json()).toMatchObject({ code: 'busy' });
    expect(verifyTallies(small.db, small.deps.office)).toEqual(sound(4));
    small.close();
  });
});

test('listeners hear of a commit that stored something, and of no other', async () => {
  let heard = 0;
  const stop = server.deps.stored.onStored(() => (heard += 1));
  const { body } = ballotMaker(tablet.device.id, 41).next();
  await send([body]);
  await send([body]);
  await send(['nonsense']);
  expect(heard).toBe(1);
  stop();
});

test('what is stored names no address and no browser', async () => {
  await send([ballotMaker(tablet.device.id, 42).next().body]);
  const row = server.db.prepare<[], object>('select * from submissions').get() ?? {};
  expect(Object.keys(row)).toContain('body');
  expect(Object.keys(row).join()).not.toMatch(/ip|agent|address/);
});
