import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RECORD_PROBLEMS, REQUEST_PROBLEMS, type RecordProblem } from '../../src/domain/problem.ts';
import { Problem } from '../../src/domain/wire.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { publishSurvey } from '../../src/server/store/surveys.ts';
import { type Ballot, ballotMaker, batchOf, hashOf, NDJSON, postBatch, sendBatch } from '../helpers/ballots.ts';
import { type Enrolled, openApp, type TestApp } from '../helpers/server.ts';

let server: TestApp;
let tablet: Enrolled;
let seed = 1000;
beforeAll(async () => {
  server = openApp({ limits: { burst: 100_000 } });
  tablet = await server.enrol();
});
afterAll(() => server.close());

const ask = (path: string, init: RequestInit) => server.app.request(path, init);
const fresh = (count: number): Ballot[] => ballotMaker(tablet.device.id, ++seed, { epoch: seed }).many(count);
const one = (): Ballot => ballotMaker(tablet.device.id, ++seed, { epoch: seed }).next({ stage: null, field: null });

type Change = Record<string, unknown>;
const changed = (change: Change) => JSON.stringify({ ...one().submission, ...change });
const withAnswer = (answer: unknown) => changed({ answers: [answer] });

/** What is wrong, the code that it must get, and how the line is made. */
const BAD: [name: string, code: RecordProblem, make: () => string | Uint8Array][] = [
  ['is no JSON', 'record-malformed', () => '{"v":1,'],
  ['is empty', 'record-malformed', () => ''],
  ['is not UTF-8', 'record-malformed', () => Buffer.from(one().body.replace('"vi"', '"\u00e9"'), 'latin1')],
  ['starts with a byte order mark', 'record-malformed', () => `\uFEFF${one().body}`],
  ['names a key twice', 'record-malformed', () => one().body.replace('"v":1', '"v":1,"survey":1')],
  ['names an escaped key twice', 'record-malformed', () => one().body.replace('"v":1', '"v":1,"s\\u0075rvey" : 1')],
  [
    'names a key of an answer twice',
    'record-malformed',
    () => withAnswer({ criterion: 'staff', level: 5 }).replace('"level"', '"level":1,"level"'),
  ],
  ['is longer than a body may be', 'record-too-large', () => changed({ remark: 'x'.repeat(17_000) })],
  ['is null', 'record-type', () => 'null'],
  ['is a list', 'record-type', () => '[]'],
  ['is a number', 'record-type', () => '1e999'],
  ['has a text for a number', 'record-type', () => changed({ seq: '1' })],
  ['has a fraction for a whole number', 'record-type', () => changed({ seq: 1.5 })],
  [
    'has a number that is too large',
    'record-type',
    () => one().body.replace(/"seq":\d+/, '"seq":12345678901234567890'),
  ],
  ['lacks a key', 'record-type', () => changed({ prev: undefined })],
  ['has a key too many', 'record-type', () => changed({ score: 100 })],
  ['has a __proto__ key', 'record-type', () => one().body.replace('{', '{"__proto__":{"level":5},')],
  ['has a constructor key', 'record-type', () => one().body.replace('{', '{"constructor":{"prototype":1},')],
  [
    'has a __proto__ key in an answer',
    'record-type',
    () => withAnswer({ criterion: 'staff', level: 5 }).replace('{"criterion"', '{"__proto__":1,"criterion"'),
  ],
  ['has an id that is none', 'record-type', () => changed({ id: '1' })],
  [
    'is nested a thousand deep',
    'record-type',
    () => one().body.replace(/"remark":.*}/, `"remark":${'['.repeat(1000)}${']'.repeat(1000)}}`),
  ],
  ['is of another version', 'record-version', () => changed({ v: 3 })],
  ['says that it is paper', 'wrong-channel', () => changed({ channel: 'paper' })],
  ['comes under the name of paper', 'wrong-channel', () => changed({ device: 'paper:0011' })],
  ['names an unknown survey', 'unknown-survey', () => changed({ survey: 99 })],
  ['names an unknown counter', 'unknown-counter', () => changed({ counter: 'quay-99' })],
  ['names an unknown field', 'unknown-field', () => changed({ field: '__proto__' })],
  ['names an unknown stage', 'unknown-stage', () => changed({ stage: 'constructor' })],
  ['names an unknown criterion', 'unknown-criterion', () => withAnswer({ criterion: 'toString', level: 5 })],
  [
    'answers a criterion twice',
    'criterion-repeated',
    () =>
      changed({
        answers: [
          { criterion: 'staff', level: 5 },
          { criterion: 'staff', level: 5 },
        ],
      }),
  ],
  ['has level 0', 'level-out-of-range', () => withAnswer({ criterion: 'staff', level: 0 })],
  ['has level 6', 'level-out-of-range', () => withAnswer({ criterion: 'staff', level: 6 })],
  ['has level "5"', 'level-out-of-range', () => withAnswer({ criterion: 'staff', level: '5' })],
  ['has a level and a half', 'level-out-of-range', () => withAnswer({ criterion: 'staff', level: 4.5 })],
  [
    'gives a reason for a good level',
    'unknown-reason',
    () => withAnswer({ criterion: 'staff', level: 5, reasons: ['attitude'] }),
  ],
  [
    'gives a reason of another criterion',
    'unknown-reason',
    () => withAnswer({ criterion: 'staff', level: 1, reasons: ['heat'] }),
  ],
  ['has a lone surrogate', 'text-invalid', () => changed({ remark: 'a\uD800b' })],
  ['has a NUL', 'text-invalid', () => changed({ remark: 'a\u0000b' })],
  ['has a remark of 2 001 characters', 'text-too-long', () => changed({ remark: '😀'.repeat(2001) })],
  ['was answered before 1970', 'time-out-of-range', () => changed({ answeredAt: -1 })],
  ['was answered after 2106', 'time-out-of-range', () => changed({ answeredAt: 4_294_967_295_001 })],
];

const bytesOf = (line: string | Uint8Array) => Buffer.from(typeof line === 'string' ? Buffer.from(line) : line);
const batchBytes = (lines: (string | Uint8Array)[]) => {
  const [head = ''] = batchOf(lines.map(() => 'x')).split('\n');
  return Buffer.concat([head, ...lines].flatMap((line) => [bytesOf(line), Buffer.from('\n')]));
};

describe('a record that', () => {
  test.each(BAD)('%s is refused as %s, kept, and costs its neighbours nothing', async (_, code, make) => {
    const bad = bytesOf(make());
    const [before, after] = fresh(2);
    if (!before || !after) throw new Error('no ballots');
    const { receipts } = await sendBatch(ask, tablet.token, batchBytes([before.body, bad, after.body]));
    expect(receipts.map(({ status }) => status)).toEqual(['stored', 'refused', 'stored']);
    expect(receipts[1]).toMatchObject({ code, hash: hashOf(bad) });
    const kept = server.db.prepare<[string], Buffer>('select body from refused_submissions where hash = ?').pluck();
    expect(kept.get(hashOf(bad))?.equals(bad)).toBe(true);
  });

  test('asks what is not asked at its stage is refused as criterion-not-asked', async () => {
    const staged = openApp();
    const criteria = SIX_CRITERIA.criteria.map((criterion) =>
      criterion.id === 'result' ? { ...criterion, stages: ['collecting'] } : criterion,
    );
    const version = publishSurvey(staged.db, staged.deps.office, { ...SIX_CRITERIA, criteria }, Date.now());
    const { device, token } = await staged.enrol();
    const { submission } = ballotMaker(device.id, 5).next({ survey: version, stage: 'filing' });
    const body = JSON.stringify({ ...submission, answers: [{ criterion: 'result', level: 5 }] });
    const { receipts } = await sendBatch((path, init) => staged.app.request(path, init), token, batchOf([body]));
    expect(receipts[0]).toMatchObject({ status: 'refused', code: 'criterion-not-asked' });
    staged.close();
  });

  test('is refused keeps none of a batch from being stored, wherever it stands', async () => {
    for (let at = 0; at < 12; at++) {
      const bodies: (string | Uint8Array)[] = fresh(11).map(({ body }) => body);
      bodies.splice(at, 0, '{"poison":');
      const { receipts } = await sendBatch(ask, tablet.token, batchBytes(bodies));
      expect(receipts.map(({ status }) => status)).toEqual(bodies.map((_, i) => (i === at ? 'refused' : 'stored')));
    }
  });

  test('has every code of its own is in the table above, except those that need a stored one', () => {
    const elsewhere = ['id-conflict', 'sequence-conflict', 'criterion-not-asked'];
    // Those of sealed records are in sealed-ingest.test.ts.
    const sealed = ['record-not-canonical', 'unknown-device', 'signature-missing', 'signature-wrong'];
    const seals = ['sealing-key', 'seal-broken', 'seal-differs'];
    const tested = new Set<string>([...BAD.map(([, code]) => code), ...elsewhere, ...sealed, ...seals]);
    expect(Object.keys(RECORD_PROBLEMS).filter((code) => !tested.has(code))).toEqual([]);
  });
});

test.each([
  ['a remark of exactly 2 000 characters of four bytes', { remark: '😀'.repeat(2000) }],
  ['a remark with quotes, line breaks and a combining mark', { remark: '"vậy"\\\n\ta\u0301' }],
  ['no answers at all', { answers: [] }],
  [
    'all reasons of a criterion',
    { answers: [{ criterion: 'staff', level: 1, reasons: ['attitude', 'guidance', 'absent', 'trouble', 'other'] }] },
  ],
])('a record with %s is stored', async (_, change) => {
  const { receipts } = await sendBatch(ask, tablet.token, batchOf([changed(change)]));
  expect(receipts[0]?.status).toBe('stored');
});

test('a record with spaces and another order of keys is stored as it came', async () => {
  const { submission } = one();
  const body = JSON.stringify(Object.fromEntries(Object.entries(submission).reverse()), null, ' ').replaceAll('\n', '');
  const { receipts } = await sendBatch(ask, tablet.token, batchOf([body]));
  expect(receipts[0]).toMatchObject({ status: 'stored', hash: hashOf(body) });
  const stored = server.db.prepare<[string], string>('select body from submissions where id = ?').pluck();
  expect(stored.get(submission.id)).toBe(body);
});

const envelope = (change: Change) =>
  `${JSON.stringify({ wire: 1, nonce: 'nonce-1234', sentAt: 1, records: 0, ...change })}\n`;
describe('a batch', () => {
  test.each<[string, string, string | Uint8Array<ArrayBuffer>]>([
    ['without a body', 'malformed', ''],
    ['without an envelope', 'malformed', 'hello\n'],
    ['whose envelope is not UTF-8', 'malformed', Buffer.from([0xff, 0xfe, 0x0a])],
    ['of an unknown wire version', 'wire-version', envelope({ wire: 2 })],
    ['without a nonce', 'wrong-type', envelope({ nonce: undefined })],
    ['with a text for a time', 'wrong-type', envelope({ sentAt: 'now' })],
    ['with fewer lines than announced', 'truncated', envelope({ records: 1 })],
    ['that breaks off in a record', 'truncated', `${envelope({ records: 1 })}{"v":1,"id":"`],
    ['of 101 records', 'too-large', batchOf(Array.from({ length: 101 }, () => '{}'))],
    ['of 101 lines that announces none', 'too-large', envelope({}) + '{}\n'.repeat(101)],
  ])('%s is refused as %s', async (_, code, body) => {
    const reply = await postBatch(ask, tablet.token, body);
    const problem = Problem.parse(await reply.json());
    expect(problem.code).toBe(code);
    expect(reply.status).toBe(problem.status);
    expect(reply.headers.get('Content-Type')).toBe('application/problem+json');
    expect(problem.detail.vi).not.toBe('');
  });

  test('of 100 records, and one of none, is taken', async () => {
    const { receipts } = await sendBatch(ask, tablet.token, batchOf(fresh(100).map(({ body }) => body)));
    expect(receipts.filter(({ status }) => status === 'stored')).toHaveLength(100);
    expect((await sendBatch(ask, tablet.token, batchOf([]))).receipts).toEqual([]);
  });

  test('with more lines than announced has each line judged alone', async () => {
    const [first, second] = fresh(2);
    const text = batchOf([`${first?.body}\n{"torn":`, second?.body ?? '']);
    const { receipts } = await sendBatch(ask, tablet.token, text);
    expect(receipts.map(({ status }) => status)).toEqual(['stored', 'refused', 'stored']);
  });

  test('of another content type is refused as media-type', async () => {
    const init = { method: 'POST', headers: { Authorization: `Bearer ${tablet.token}`, 'Content-Type': 'text/plain' } };
    const reply = await server.app.request('/api/submissions', { ...init, body: batchOf([]) });
    expect(reply.status).toBe(415);
    expect(await reply.json()).toMatchObject({ code: 'media-type' });
  });

  test('with a charset beside its content type is taken', async () => {
    const headers = { Authorization: `Bearer ${tablet.token}`, 'Content-Type': `${NDJSON}; charset=utf-8` };
    const reply = await server.app.request('/api/submissions', { method: 'POST', headers, body: batchOf([]) });
    expect(reply.status).toBe(200);
  });
});

test('every code has a status from 400 to 599 and a sentence in both languages', () => {
  for (const [status, vi, en] of Object.values(REQUEST_PROBLEMS)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(vi.length * en.length).toBeGreaterThan(0);
  }
});

test('after all of this the tallies are right', () => {
  expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ differences: [], altered: [] });
});
