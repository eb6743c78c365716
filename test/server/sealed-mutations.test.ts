import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headText, lineText, SealedRecord, signedText } from '../../src/domain/sealed-record.ts';
import { BatchReply } from '../../src/domain/wire.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { batchOf, hashOf, NDJSON } from '../helpers/ballots.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { sign } from '../../src/seal/sign.ts';
import { type SealedMaker, signingTablet, type SigningTablet } from '../helpers/signing.ts';

const SEED = 20_261_123;
const RUNS = 2_800;

let server: TestApp;
let tablet: SigningTablet;
/** Another tablet: what it brings must be signed by the one that made it. */
let courier: SigningTablet;
let maker: SealedMaker;
beforeAll(async () => {
  server = openApp({ limits: { burst: 1_000_000 } });
  // Only the commits get faster by this; what is stored and what is counted stays the same.
  server.db.pragma('synchronous = off');
  tablet = await signingTablet(server);
  courier = await signingTablet(server);
  maker = tablet.ballots(SEED);
});
afterAll(() => server.close());

/** What becomes of a line; never the line itself. */
type Mutation = (line: string) => Buffer;
const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const at = (text: { length: number }, where: number) => Math.floor(where * text.length);

/** Another value for one part of a line that is otherwise written as it must be. */
const rewritten =
  (change: Partial<Record<keyof SealedRecord, unknown>>): Mutation =>
  (line) => {
    // Of the shape of a record as far as it is not what is tried here.
    const record = { ...SealedRecord.parse(JSON.parse(line)), ...change } as SealedRecord;
    return Buffer.from(lineText(signedText(headText(record), record.sealed), record.sig));
  };
const flipped = (text: string, where: number) => {
  const i = at(text, where);
  return text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1);
};
const partOf =
  (name: 'sealed' | 'sig' | 'enc' | 'key' | 'prev' | 'id' | 'device', to: (text: string) => unknown): Mutation =>
  (line) =>
    rewritten({ [name]: to(SealedRecord.parse(JSON.parse(line))[name] ?? '') })(line);
const name = fc.constantFrom('sealed', 'sig', 'enc', 'key', 'prev', 'id', 'device' as const);
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e21, '', '=', '====', 'A', '__proto__', '\uD800', '\u0000', [], {}),
  fc.string({ maxLength: 90 }),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,200}$/),
  fc.constantFrom(86, 87, 88, 1404, 9_000, 25_000).map((length) => 'A'.repeat(length)),
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(name, share).map(([part, where]) => partOf(part, (text) => flipped(text, where))),
  fc.tuple(name, share).map(([part, where]) => partOf(part, (text) => text.slice(0, at(text, where)))),
  fc.tuple(name, odd).map(([part, to]) => rewritten({ [part]: to })),
  fc.tuple(fc.constantFrom('epoch', 'seq', 'v' as const), odd).map(([part, to]) => rewritten({ [part]: to })),
  fc
    .tuple(fc.constantFrom('epoch', 'seq' as const), fc.integer({ min: 100_000, max: 2_000_000 }))
    .map(([part, to]) => rewritten({ [part]: to })),
  fc.constant(partOf('sig', () => null)),
  fc.tuple(share, fc.integer({ min: 1, max: 255 })).map(([where, bits]): Mutation => (line) => {
    const bytes = Buffer.from(line);
    const i = at(bytes, where);
    const changed = (bytes[i] ?? 0) ^ bits;
    bytes[i] = changed === 0x0a ? 0x20 : changed;
    return bytes;
  }),
  share.map(
    (where): Mutation =>
      (line) =>
        Buffer.from(line.slice(0, at(line, where))),
  ),
  fc.tuple(share, fc.constantFrom('{', '}', '"', ',', ':', '\\', '\u0000', ' ', '=', '+', '/', '"id":"x",')).map(
    ([where, text]): Mutation =>
      (line) =>
        Buffer.from(line.slice(0, at(line, where)) + text + line.slice(at(line, where))),
  ),
  fc.uint8Array({ maxLength: 200 }).map(
    (bytes): Mutation =>
      () =>
        Buffer.concat([Buffer.from('{"v":2,'), Buffer.from(bytes.map((byte) => (byte === 0x0a ? 0 : byte)))]),
  ),
);

test(
  `mutated sealed records in ${RUNS} batches: no forgery, no failure, no lost neighbour (seed ${SEED})`,
  { timeout: 300_000 },
  async () => {
    const codes = new Map<string, number>();
    let mutated = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(mutation, { freq: 3 }), { minLength: 2, maxLength: 4 }), async (plan) => {
        const lines: { bytes: Buffer; hash: string; isTrue: boolean }[] = [];
        for (const mutate of plan) {
          const { line } = await maker.next();
          const bytes = mutate ? mutate(line) : Buffer.from(line);
          lines.push({ bytes, hash: hashOf(bytes), isTrue: bytes.equals(Buffer.from(line)) });
        }
        const [head = ''] = batchOf(lines.map(() => '')).split('\n');
        const body = Buffer.concat([
          Buffer.from(`${head}\n`),
          ...lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]),
        ]);
        const headers = await courier.prove('POST', '/api/submissions', body);
        headers.set('Content-Type', NDJSON);
        const reply = await server.app.request('/api/submissions', { method: 'POST', headers, body });
        expect(reply.status).toBe(200);
        const { receipts } = BatchReply.parse(await reply.json());
        expect(receipts.map(({ hash }) => hash)).toEqual(lines.map(({ hash }) => hash));
        for (const [i, { isTrue, hash, bytes }] of lines.entries()) {
          const receipt = receipts[i];
          if (isTrue) expect(receipt?.status).toBe('stored');
          else {
            mutated += 1;
            const code = receipt?.code ?? 'none';
            codes.set(code, (codes.get(code) ?? 0) + 1);
            // The tablet signed every true line: whatever else is stored is forged.
            expect(receipt?.status).toBe('refused');
            const kept = server.db
              .prepare<[string], Buffer>('select body from refused_submissions where hash = ?')
              .pluck()
              .get(hash);
            expect(kept?.equals(bytes)).toBe(true);
          }
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(mutated).toBeGreaterThan(5_000);
    // It went as far as the signatures and the keys, and not only to the shape.
    for (const code of [
      'signature-wrong',
      'signature-missing',
      'record-not-canonical',
      'record-type',
      'record-malformed',
    ])
      expect([code, codes.get(code) ?? 0]).toEqual([code, expect.any(Number)]);
    expect(codes.get('signature-wrong') ?? 0).toBeGreaterThan(500);
    const { differences, altered } = verifyTallies(server.db, server.deps.office);
    expect([differences, altered]).toEqual([[], []]);
    expect(server.logged.filter((line) => line.includes('error'))).toEqual([]);
  },
);

test(`600 changed seals under a signature that fits never open (seed ${SEED})`, { timeout: 120_000 }, async () => {
  const codes = new Map<string, number>();
  const change = fc.oneof(
    fc
      .tuple(fc.constantFrom('sealed', 'enc' as const), share)
      .map(([part, where]) => partOf(part, (text) => flipped(text, where))),
    fc
      .tuple(fc.constantFrom('sealed', 'enc' as const), share)
      .map(([part, where]) => partOf(part, (text) => text.slice(0, Math.max(1, at(text, where))))),
    fc.constantFrom(10, 38, 87, 1404, 24_000).map((length) => rewritten({ sealed: 'A'.repeat(length) })),
    fc.constantFrom('B', 'A', '_').map((char) => rewritten({ enc: char.repeat(87) })),
    fc.stringMatching(/^[a-z0-9-]{1,40}$/).map((key) => rewritten({ key })),
    fc.integer({ min: 2, max: 9 }).map((epoch) => rewritten({ epoch })),
    fc.uuid({ version: 4 }).map((id) => rewritten({ id })),
  );
  await fc.assert(
    fc.asyncProperty(change, async (mutate) => {
      const { line } = await maker.next();
      const bytes = mutate(line).toString();
      if (bytes === line) return;
      const record = SealedRecord.parse(JSON.parse(bytes));
      const signed = signedText(headText(record), record.sealed);
      const { receipts } = await tablet.send([lineText(signed, await sign(tablet.keys, signed))]);
      expect(receipts[0]?.status).toBe('refused');
      const code = receipts[0]?.code ?? '';
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }),
    { seed: SEED, numRuns: 600 },
  );
  expect([...codes.keys()].sort()).toEqual(['seal-broken', 'sealing-key']);
  expect(codes.get('seal-broken') ?? 0).toBeGreaterThan(300);
});
