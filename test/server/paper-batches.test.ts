/** Paper ballots that are typed in, over the API and on a real data file. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BatchDetail, BatchList, type BallotContent, type NewBatch } from '../../src/domain/paper.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { readResults } from '../../src/server/store/results.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { addOffice, openApp, type TestApp } from '../helpers/server.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
let server: TestApp;
let lan: Record<string, string>;
let minh: Record<string, string>;
beforeEach(() => {
  server = openApp({ now: () => NOW });
  lan = server.signIn('team');
  minh = server.signIn('team');
});
afterEach(() => server.close());

const STACK = {
  day: '2026-11-20',
  counter: 'quay-1',
  field: 'land',
  stage: 'filing',
  channel: 'paper',
  size: 3,
} as const;
const all = (level: 1 | 2 | 3 | 4 | 5, remark: string | null = null): BallotContent => ({
  answers: ['access', 'reception', 'procedure', 'staff', 'result', 'feedback'].map((criterion) => ({
    criterion,
    level,
  })),
  remark,
});

async function ask(headers: Record<string, string>, path: string, body?: unknown) {
  const reply = await server.app.request(`/api/paper/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value: unknown = await reply.json();
  const code = reply.ok ? null : String((value as { code: string }).code); // problem+json
  return { status: reply.status, value, code };
}
async function open(change: Partial<NewBatch> = {}, headers = lan) {
  const batch: NewBatch = { id: randomUUID(), double: false, ...STACK, ...change };
  const { value, status } = await ask(headers, 'batches', batch);
  expect(status).toBe(200);
  return BatchDetail.parse(value).batch.id;
}
const detail = async (headers: Record<string, string>, id: string) =>
  BatchDetail.parse((await ask(headers, `batches/${id}`)).value);
const type = (headers: Record<string, string>, id: string, content: BallotContent, pass = 1, ballot = randomUUID()) =>
  ask(headers, `batches/${id}/ballots`, { id: ballot, pass, ...content });
const close = (headers: Record<string, string>, id: string, pass: number) =>
  ask(headers, `batches/${id}/close`, { pass });

const rows = () =>
  server.db
    .prepare<
      [],
      { id: string; seq: number; hash: string; body: string; day: string; channel: string; device_id: string }
    >('select id, seq, hash, body, day, channel, device_id from submissions order by seq')
    .all();
const actions = () =>
  server.db.prepare("select action from audit_log where action like 'paper.%' order by seq").pluck().all();
const sound = () =>
  expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ differences: [], altered: [] });

describe('a batch typed once', () => {
  it('counts a typed ballot in no hour of the week, on paper or assisted: nobody knows when it was answered', async () => {
    for (const channel of ['paper', 'assisted'] as const) await type(lan, await open({ channel }), all(1));
    expect(rows()).toHaveLength(2);
    expect(server.db.prepare('select * from hour_tallies').all()).toEqual([]);
    expect(verifyTallies(server.db, server.deps.office).differences).toEqual([]);
  });

  it('counts each ballot when it is saved, in a gapless chain, on the day and in the channel of the batch', async () => {
    const id = await open({ channel: 'assisted' });
    expect((await type(lan, id, all(5, '  Chờ lâu '))).value).toEqual({ number: 1, typed: [1, 0] });
    expect((await type(lan, id, all(2))).value).toEqual({ number: 2, typed: [2, 0] });
    const stored = rows();
    expect(stored.map(({ seq, day, channel, device_id }) => [seq, day, channel, device_id])).toEqual([
      [1, '2026-11-20', 'assisted', `paper:typed:${id}`],
      [2, '2026-11-20', 'assisted', `paper:typed:${id}`],
    ]);
    expect(JSON.parse(stored[0]?.body ?? '')).toMatchObject({ remark: 'Chờ lâu', survey: 1, end: 'finished' });
    expect(JSON.parse(stored[1]?.body ?? '').prev).toBe(stored[0]?.hash);
    const period = { from: '2026-11-20', to: '2026-11-20' };
    const results = readResults(server.db, {
      officeId: server.deps.office,
      period,
      zone: server.deps.config.zone,
      today: '2026-11-22',
    });
    expect(results.channels.map(({ id: channel }) => channel)).toEqual(['assisted']);
    sound();
  });

  it('stores a ballot once however often it is sent, and refuses other content under its id', async () => {
    const id = await open();
    const ballot = randomUUID();
    for (let times = 0; times < 3; times++)
      expect((await type(lan, id, all(4), 1, ballot)).value).toMatchObject({ number: 1 });
    expect((await type(lan, id, all(5), 1, ballot)).code).toBe('entry-conflict');
    await close(lan, id, 1);
    expect((await type(lan, id, all(4), 1, ballot)).value).toMatchObject({ number: 1 });
    expect((await type(lan, id, all(4))).code).toBe('batch-closed');
    expect(rows()).toHaveLength(1);
    expect(JSON.parse(rows()[0]?.body ?? '').answers[0].level).toBe(4);
  });

  it('keeps no second copy of what the citizen wrote', async () => {
    const id = await open();
    await type(lan, id, all(1, 'Cán bộ khó chịu'));
    expect(server.db.prepare('select body from paper_entries').pluck().all()).toEqual([null]);
    expect(JSON.stringify(server.db.prepare('select * from audit_log').all())).not.toContain('khó chịu');
  });

  it('refuses answers that the survey does not have, and stores nothing of them', async () => {
    const id = await open();
    const wrong: unknown[] = [
      { answers: [{ criterion: 'taxes', level: 5 }], remark: null },
      { answers: [{ criterion: 'access', level: 5, reasons: ['online'] }], remark: null },
      { answers: [{ criterion: 'access', level: 1, reasons: ['nothing'] }], remark: null },
      { answers: [all(5).answers[0], all(4).answers[0]], remark: null },
      { answers: [], remark: 'x'.repeat(16_000) },
    ];
    const codes = await Promise.all(wrong.map(async (content) => (await type(lan, id, content as BallotContent)).code)); // bad on purpose
    expect(codes.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'ballot-invalid'));
    expect((await type(lan, id, { answers: [{ criterion: 'access', level: 6 as 5 }], remark: null })).code).toBe(
      'wrong-type',
    ); // bad on purpose
    expect(rows().length).toBe(codes[4] === null ? 1 : 0);
    sound();
  });

  it('opens a batch once per id, and none for a day or place that cannot be', async () => {
    const batch: NewBatch = { id: randomUUID(), double: false, ...STACK };
    expect((await ask(lan, 'batches', batch)).status).toBe(200);
    expect((await ask(lan, 'batches', batch)).status).toBe(200);
    expect((await ask(lan, 'batches', { ...batch, counter: 'quay-2' })).code).toBe('entry-conflict');
    for (const change of [
      { day: '2026-11-23' },
      { day: '1999-12-31' },
      { counter: 'quay-9' },
      { field: 'tax' },
      { stage: 'later' },
    ])
      expect((await ask(lan, 'batches', { ...batch, id: randomUUID(), ...change })).code).toBe('batch-invalid');
    expect(BatchList.parse((await ask(lan, 'batches')).value).batches).toHaveLength(1);
    expect(actions()).toEqual(['paper.open']);
  });

  it('is answered by the survey version that held on its day', async () => {
    const { db } = server;
    const six = JSON.parse(String(db.prepare('select body from surveys').pluck().get()));
    db.prepare(
      `insert into surveys (office_id, version, body, published_at, valid_from) values (?, 2, ?, ?, '2026-11-21')`,
    ).run(server.deps.office, JSON.stringify({ ...six, version: 2 }), NOW);
    expect((await detail(lan, await open())).batch.survey).toBe(1);
    expect((await detail(lan, await open({ day: '2026-11-21' }))).batch.survey).toBe(2);
  });
});

describe('a batch typed twice', () => {
  async function twice(first: BallotContent[], second: BallotContent[]) {
    const id = await open({ double: true });
    for (const content of first) await type(lan, id, content);
    await close(lan, id, 1);
    for (const content of second) expect((await type(minh, id, content, 2)).code).toBeNull();
    return id;
  }

  it('counts nothing before a second person has typed the same', async () => {
    const id = await twice([all(5), all(4)], []);
    expect(rows()).toEqual([]);
    expect((await detail(minh, id)).batch).toMatchObject({ state: 'waiting', mayType: 2 });
    await type(minh, id, all(5), 2);
    expect(rows()).toHaveLength(1);
    expect((await detail(minh, id)).batch.state).toBe('second');
    await type(minh, id, all(4), 2);
    await close(minh, id, 2);
    expect((await detail(minh, id)).batch).toMatchObject({ state: 'done', counted: 2, differences: 0 });
    expect(server.db.prepare('select count(*) from paper_entries where body is not null').pluck().get()).toBe(0);
    sound();
  });

  it('refuses the person who typed it the first time, with a sentence', async () => {
    const id = await twice([all(5)], []);
    expect((await detail(lan, id)).batch.mayType).toBe('same-person');
    const refused = await type(lan, id, all(5), 2);
    expect([refused.status, refused.code]).toEqual([409, 'same-person']);
    expect((await close(lan, id, 2)).code).toBe('same-person');
    expect(rows()).toEqual([]);
  });

  it('shows the second person nothing of the first typing, nor whether both agree', async () => {
    const id = await twice([all(5, 'Rất tốt'), all(4)], [all(5, 'rất tốt.')]);
    const seen = await detail(minh, id);
    expect(seen.differences).toEqual([]);
    expect(seen.recent).toMatchObject([{ number: 1, submission: null, content: { remark: 'rất tốt.' } }]);
    expect(seen.batch).toMatchObject({ counted: 0, differences: 0 });
    await type(minh, id, all(1), 2);
    expect((await detail(minh, id)).recent.map(({ number }) => number)).toEqual([2, 1]);
    expect(JSON.stringify(await detail(minh, id))).not.toContain('"level":4');
  });

  it('puts what differs side by side, and counts it only once somebody has decided', async () => {
    const id = await twice([all(5), all(4), all(3), all(2)], [all(5), all(1), all(2), all(3), all(5)]);
    await close(minh, id, 2);
    const { batch, differences } = await detail(lan, id);
    expect(batch).toMatchObject({ state: 'differences', counted: 1, differences: 4 });
    expect(
      differences.map(({ number, first, second }) => [number, first?.answers[0]?.level, second?.answers[0]?.level]),
    ).toEqual([
      [2, 4, 1],
      [3, 3, 2],
      [4, 2, 3],
      [5, undefined, 5],
    ]);
    expect(rows()).toHaveLength(1);
    const decide = (number: number, choose: string, typed?: unknown) =>
      ask(lan, `batches/${id}/decide`, { number, choose, ...(typed === undefined ? {} : { typed }) });
    expect((await decide(1, 'first')).code).toBe('batch-closed');
    expect((await decide(5, 'first')).code).toBe('ballot-invalid');
    expect((await decide(5, 'none')).code).toBeNull();
    expect((await decide(3, 'second')).code).toBeNull();
    expect((await decide(2, 'first')).code).toBeNull();
    expect((await decide(2, 'second')).code).toBe('batch-closed');
    expect((await detail(lan, id)).batch.state).toBe('differences');
    expect((await decide(4, 'typed', { id: randomUUID(), ...all(1) })).code).toBeNull();
    expect((await detail(lan, id)).batch).toMatchObject({ state: 'done', counted: 4, differences: 0 });
    const stored = rows();
    expect(stored.map(({ body }) => JSON.parse(body).answers[0].level)).toEqual([5, 2, 4, 1]);
    for (const [at, { body, seq }] of stored.entries()) {
      expect(seq).toBe(at + 1);
      expect(JSON.parse(body).prev).toBe(stored[at - 1]?.hash ?? '0'.repeat(64));
    }
    expect(actions()).toEqual([
      'paper.open',
      'paper.close',
      'paper.close',
      ...Array.from({ length: 4 }, () => 'paper.decide'),
    ]);
    sound();
  });
});

it('another office, a viewer and a stranger are kept out', async () => {
  const id = await open();
  const other = addOffice(server.db);
  const theirs = addAccount(server.db, other, { signInName: 'hoa', name: 'Hoa', role: 'team' }, NOW);
  server.db.prepare('update paper_batches set office_id = ?, opened_by = ?').run(other, theirs);
  expect((await ask(lan, `batches/${id}`)).code).toBe('not-found');
  expect((await type(lan, id, all(5))).code).toBe('not-found');
  expect((await close(lan, id, 1)).code).toBe('not-found');
  expect((await ask(lan, `batches/${id}/decide`, { number: 1, choose: 'none' })).code).toBe('not-found');
  expect(BatchList.parse((await ask(lan, 'batches')).value).batches).toEqual([]);
  expect((await ask(server.signIn('viewer'), 'batches')).code).toBe('not-allowed');
  expect((await ask({}, 'batches')).code).toBe('signed-out');
});
