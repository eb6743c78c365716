import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BatchReply } from '../../src/domain/wire.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { type BallotMaker, ballotMaker, batchOf, hashOf, postBatch } from '../helpers/ballots.ts';
import { type Enrolled, openApp, type TestApp } from '../helpers/server.ts';

const SEED = 20_261_122;
const RUNS = 5_000;

let server: TestApp;
let tablet: Enrolled;
let maker: BallotMaker;
beforeAll(async () => {
  server = openApp({ limits: { burst: 1_000_000 } });
  // Only the commits get faster by this; what is stored and what is counted stays the same.
  server.db.pragma('synchronous = off');
  tablet = await server.enrol();
  maker = ballotMaker(tablet.device.id, SEED);
});
afterAll(() => server.close());

const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 6, 1e21, '', '__proto__', 'constructor', '\uD800', [], {}, [[]]),
  fc.jsonValue({ maxDepth: 3 }),
);
const keys = ['v', 'id', 'device', 'epoch', 'seq', 'prev', 'survey', 'counter', 'field', 'stage', 'channel', 'answers'];
const key = fc.constantFrom(...keys, 'end', 'answeredAt', 'tookMs', 'remark', 'language', '__proto__', 'toString', 'x');

type Mutation = (body: string) => Buffer;
const edited = (body: string, edit: (record: Record<string, unknown>) => void) => {
  const record = JSON.parse(body) as Record<string, unknown>; // our own body
  edit(record);
  return Buffer.from(JSON.stringify(record));
};
const at = (body: string | Buffer, share: number) => Math.floor(share * body.length);

/** Every mutation keeps to one line: what a line break does is tested by name. */
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(key, value).map(
    ([name, to]): Mutation =>
      (body) =>
        edited(body, (record) =>
          Object.defineProperty(record, name, { value: to, enumerable: true, configurable: true, writable: true }),
        ),
  ),
  key.map(
    (name): Mutation =>
      (body) =>
        edited(body, (record) => delete record[name]),
  ),
  fc.tuple(fc.constantFrom('criterion', 'level', 'reasons', '__proto__', 'x'), value).map(
    ([name, to]): Mutation =>
      (body) =>
        edited(body, (record) => {
          record.answers = [
            Object.fromEntries([
              ['criterion', 'staff'],
              ['level', 1],
              [name, to],
            ]),
          ];
        }),
  ),
  fc
    .tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 255 }))
    .map(([share, bits]): Mutation => (body) => {
      const bytes = Buffer.from(body);
      const i = at(bytes, share);
      const flipped = (bytes[i] ?? 0) ^ bits;
      bytes[i] = flipped === 0x0a ? 0x20 : flipped;
      return bytes;
    }),
  fc.double({ min: 0.01, max: 0.99, noNaN: true }).map(
    (share): Mutation =>
      (body) =>
        Buffer.from(body).subarray(0, at(body, share)),
  ),
  fc
    .tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '\u0000',
        'null',
        '1e999',
        '"id":"x",',
        '\u202e',
        '\ufeff',
      ),
    )
    .map(
      ([share, text]): Mutation =>
        (body) =>
          Buffer.from(body.slice(0, at(body, share)) + text + body.slice(at(body, share))),
    ),
  fc.uint8Array({ maxLength: 60 }).map(
    (bytes): Mutation =>
      () =>
        Buffer.from(bytes.map((byte) => (byte === 0x0a ? 0 : byte))),
  ),
  fc.jsonValue({ maxDepth: 5 }).map(
    (any): Mutation =>
      () =>
        Buffer.from(JSON.stringify(any)),
  ),
);

interface Sent {
  hash: string;
  bytes: Buffer;
  mutated: boolean;
}

test(`${RUNS} mutated batches never fail the server and never lose a neighbour (seed ${SEED})`, async () => {
  const ask = (path: string, init: RequestInit) => server.app.request(path, init);
  let refused = 0;
  let survived = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(mutation, { freq: 2 }), { minLength: 1, maxLength: 4 }), async (plan) => {
      const lines = plan.map((mutate): Sent => {
        const { body } = maker.next();
        const bytes = mutate ? mutate(body) : Buffer.from(body);
        return { bytes, hash: hashOf(bytes), mutated: mutate !== null };
      });
      const [head = ''] = batchOf(plan.map(() => '')).split('\n');
      const text = Buffer.concat([
        Buffer.from(`${head}\n`),
        ...lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]),
      ]);
      const reply = await postBatch(ask, tablet.token, text);
      expect(reply.status).toBe(200);
      const { receipts } = BatchReply.parse(await reply.json());
      expect(receipts.map(({ hash }) => hash)).toEqual(lines.map(({ hash }) => hash));
      for (const [i, { mutated, hash, bytes }] of lines.entries()) {
        const receipt = receipts[i];
        if (!mutated) expect(receipt?.status).toBe('stored');
        else if (receipt?.status === 'refused') {
          refused += 1;
          const kept = server.db
            .prepare<[string], Buffer>('select body from refused_submissions where hash = ?')
            .pluck();
          expect(kept.get(hash)?.equals(bytes)).toBe(true);
        } else {
          survived += 1;
          expect(['stored', 'duplicate']).toContain(receipt?.status);
          const stored = server.db.prepare<[string], string>('select body from submissions where hash = ?').pluck();
          expect(stored.get(hash)).toBe(bytes.toString());
        }
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // Both kinds must have been there, or this has tested nothing.
  expect(refused).toBeGreaterThan(2_000);
  expect(survived).toBeGreaterThan(50);
  expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ differences: [], altered: [] });
  expect(server.logged.filter((line) => line.includes('error'))).toEqual([]);
}, 120_000);

test(`2000 bodies that are no batch get a 4xx with a code, never a 5xx (seed ${SEED})`, async () => {
  const ask = (path: string, init: RequestInit) => server.app.request(path, init);
  const before = server.db.prepare('select count(*) from submissions').pluck().get();
  const envelope = fc.record({ wire: value, nonce: value, sentAt: value, records: value }, { requiredKeys: [] });
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    envelope.map((one) => Buffer.from(`${JSON.stringify(one)}\n`)),
  );
  await fc.assert(
    fc.asyncProperty(body, async (bytes) => {
      const reply = await postBatch(ask, tablet.token, new Uint8Array(bytes));
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(await reply.json()).toHaveProperty('code');
    }),
    { seed: SEED, numRuns: 2000 },
  );
  expect(server.db.prepare('select count(*) from submissions').pluck().get()).toBe(before);
});
