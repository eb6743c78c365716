/**
 * Every route that names an object: the object of another office is not found and stays as it is, and the very same request
 * succeeds in its own office, so that the refusal is not that of a wrong body. A route that this does not know how to call fails it.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { createApp } from '../../src/server/app.ts';
import { OPERATIONS } from '../../src/server/operations.ts';
import { SESSION_COOKIE } from '../../src/server/policy.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { openAlert } from '../../src/server/store/alerts.ts';
import { createAudit } from '../../src/server/store/audit.ts';
import { saveCounter } from '../../src/server/store/office.ts';
import { openSession } from '../../src/server/store/sessions.ts';
import { publishSurvey } from '../../src/server/store/surveys.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { fill, QUARTER } from '../helpers/frozen.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { INDEX } from './alerts-support.ts';

/** Stands in every name of the first office, and must never be read in the second. */
const MARK = 'CHỈ-CỦA-ĐƠN-VỊ-A';
const answers = SIX_CRITERIA.criteria.map(({ id }) => ({ criterion: id, level: 4 as const }));
let server: TestApp;
let second: ReturnType<typeof createApp>;
let here: Record<string, string>;
let there: Record<string, string>;

type Path = keyof typeof OPERATIONS;
const NAMED = (Object.entries(OPERATIONS) as [Path, Record<string, { body?: { type: string } }>][]).flatMap(
  ([path, methods]) =>
    path.includes(':') ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}` as const) : [],
);

const ask = async (own: boolean, method: string, path: string, body?: unknown): Promise<Response> => {
  const [app, headers] = own ? [server.app, here] : [second, there];
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return app.request(path, { method, headers: { ...headers, ...type }, ...content });
};
const sent = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const reply = await ask(true, method, path, body);
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Record<string, unknown>; // what the operations describe
};

async function ballot(): Promise<string> {
  const { device, token } = await server.enrol();
  const one = ballotMaker(device.id, Math.floor(Math.random() * 1e6)).next({ remark: `${MARK} chờ lâu`, answers });
  await sendBatch(async (path, init) => server.app.request(path, init), token, batchOf([one.body]));
  return one.submission.id;
}
const person = (role: 'viewer' | 'team' = 'viewer') =>
  addAccount(
    server.db,
    server.deps.office,
    { signInName: `p${randomUUID().slice(0, 8)}`, name: MARK, role },
    Date.now(),
  );
const counter = () => {
  const id = `quay-${randomUUID().slice(0, 8)}`;
  const settings = { id, name: MARK, asksField: true, field: null, asksStage: true, stage: null };
  saveCounter(server.db, server.deps.office, settings, 9);
  return id;
};
const alert = (): string => {
  const found = { rule: { ...INDEX, id: randomUUID() }, object: { kind: 'office', id: '' } as const };
  const measured = { kind: 'share', value: '50', limit: 85, n: 40, from: '2026-01-01', to: '2026-01-30' } as const;
  const id = openAlert(server.db, server.deps.office, { ...found, measured }, Date.now(), 0);
  return id ?? '';
};
const batch = async (double = false): Promise<string> => {
  const id = randomUUID();
  const stack = { day: '2026-07-01', counter: 'quay-1', field: 'land', stage: 'filing', channel: 'paper', size: 2 };
  await sent('POST', '/api/paper/batches', { id, double, ...stack });
  return id;
};
const sheet = (pass: number, level = 4) => ({
  id: randomUUID(),
  pass,
  answers: answers.map((one) => ({ ...one, level })),
  remark: null,
});
interface Held {
  id: string;
  guess?: object;
}
async function file(): Promise<Held> {
  const lines =
    'date,counter,field,stage,access,reception,procedure,staff,result,feedback\n2026-07-02,quay-1,land,filing,5,4,3,2,k,\n';
  const headers = { ...here, 'Content-Type': 'application/octet-stream' };
  const reply = await server.app.request(`/api/paper/files?name=${MARK}.csv`, { method: 'POST', headers, body: lines });
  return ((await reply.json()) as { file: Held }).file; // the reply of an upload that can be read
}
let report = '';

/** Makes the object in the first office. @returns its id, and the body that changes it. */
type Maker = () => Promise<{ id: string; body?: unknown }> | { id: string; body?: unknown };
const fingerprint = { fingerprint: '0000-0000-0000-0000' };
const MAKERS: Record<string, Maker> = {
  'DELETE /api/account/sessions/:id': () => {
    const account = String(
      server.db.prepare('select account_id from sessions order by created_at limit 1').pluck().get(),
    );
    openSession(server.db, server.deps.office, account, Date.now() + 5);
    const own = server.db.prepare('select id from sessions where account_id = ? order by created_at desc limit 1');
    return { id: String(own.pluck().get(account)) };
  },
  'PATCH /api/accounts/:id': () => ({ id: person(), body: { name: 'Tên khác' } }),
  'POST /api/accounts/:id/reset': () => ({ id: person(), body: { secondFactor: false } }),
  'DELETE /api/surveys/:version': () => {
    const { version: _, ...survey } = SIX_CRITERIA;
    const title = { vi: MARK, en: MARK };
    const options = { validFrom: '2999-01-01' };
    return { id: String(publishSurvey(server.db, server.deps.office, { ...survey, title }, Date.now(), options)) };
  },
  'POST /api/remarks/:id/opened': async () => ({ id: await ballot() }),
  'PATCH /api/remarks/:id': async () => ({ id: await ballot(), body: { version: 1, status: 'seen' } }),
  'POST /api/remarks/:id/notes': async () => ({ id: await ballot(), body: { text: MARK } }),
  'POST /api/remarks/:id/tags': async () => ({ id: await ballot(), body: { add: ['nhãn'], remove: [] } }),
  'PUT /api/ballots/:id/void': async () => ({ id: await ballot(), body: { reason: 'test', note: '' } }),
  'DELETE /api/ballots/:id/void': async () => {
    const id = await ballot();
    await sent('PUT', `/api/ballots/${id}/void`, { reason: 'test', note: '' });
    return { id };
  },
  'GET /api/tablets/codes/:id': async () => {
    const { id } = await sent('POST', '/api/tablets/codes', { counter: 'quay-1', name: MARK });
    return { id: String(id) };
  },
  'PATCH /api/tablets/:id': async () => ({ id: (await server.enrol()).device.id, body: { name: MARK } }),
  'POST /api/tablets/:id/revocation': async () => ({ id: (await server.enrol()).device.id }),
  'POST /api/tablets/:id/confirmation': async () => ({ id: (await server.enrol()).device.id, body: fingerprint }),
  'POST /api/tablets/:id/aside': async () => {
    const { id } = (await server.enrol()).device;
    const aside = `insert into aside_records (office_id, hash, device_id, reason, unsigned, received_at, body)
       values (?, ?, ?, 'revoked', 0, 1, x'7b7d')`;
    server.db.prepare(aside).run(server.deps.office, randomUUID(), id);
    return { id, body: { take: false, note: 'Máy bị mất' } };
  },
  'PUT /api/counters/:id': () => ({
    id: counter(),
    body: { name: 'Quầy khác', asksField: true, field: null, asksStage: true, stage: null, retired: false },
  }),
  'POST /api/alerts/:id/acknowledgement': () => ({ id: alert() }),
  'POST /api/alerts/:id/closure': () => ({ id: alert(), body: { note: 'Đã xem' } }),
  'GET /api/paper/batches/:id': async () => ({ id: await batch() }),
  'POST /api/paper/batches/:id/ballots': async () => ({ id: await batch(), body: sheet(1) }),
  'POST /api/paper/batches/:id/close': async () => {
    const id = await batch();
    await sent('POST', `/api/paper/batches/${id}/ballots`, sheet(1));
    return { id, body: { pass: 1 } };
  },
  'POST /api/paper/batches/:id/decide': async () => {
    const id = await batch(true);
    await sent('POST', `/api/paper/batches/${id}/ballots`, sheet(1));
    await sent('POST', `/api/paper/batches/${id}/close`, { pass: 1 });
    const mine = here;
    here = server.signIn('administrator');
    await sent('POST', `/api/paper/batches/${id}/ballots`, sheet(2, 2));
    await sent('POST', `/api/paper/batches/${id}/close`, { pass: 2 });
    here = mine;
    return { id, body: { number: 1, choose: 'first' } };
  },
  'GET /api/paper/files/:id': file,
  'DELETE /api/paper/files/:id': file,
  'POST /api/paper/files/:id/check': async () => {
    const { id, guess } = await file();
    return { id, body: { map: guess, after: 0 } };
  },
  'POST /api/paper/files/:id/import': async () => {
    const { id, guess } = await file();
    return { id, body: { map: guess, sameName: 'other' } };
  },
  'PUT /api/offices/:code': async () => {
    const facts = { name: MARK, kind: 'xã', validFrom: null, validTo: null, predecessors: [] };
    const code = randomUUID().slice(0, 8);
    await sent('POST', '/api/offices', { code, under: '22504', ...facts });
    return { id: code, body: { ...facts, validTo: '2026-12-31' } };
  },
  'GET /api/results/offices/:code': () => ({ id: '22504' }),
  'GET /api/reports/:id': () => ({ id: report }),
  'GET /api/reports/:id/docx': () => ({ id: report }),
  'GET /api/reports/:id/xlsx': () => ({ id: report }),
  'GET /api/reports/:id/poster': () => ({ id: report }),
};

/** Everything that the first office has, but who is signed in and what the log says of it. */
const everything = (): string =>
  JSON.stringify(
    server.db
      .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' order by name")
      .all()
      .filter(({ name }) => !/^(sqlite_|audit_|sessions|failed_tries)/.test(name))
      .map(({ name }) => [name, server.db.prepare(`select * from "${name}"`).all()]),
  );

beforeAll(async () => {
  server = openApp();
  const { db, deps } = server;
  db.prepare('update offices set name = ?').run(MARK);
  fill(db, deps.office, { count: 120, seed: 3 });
  here = server.signIn('administrator');
  const other = db.prepare(
    `insert into offices (code, name, pin, rules) select 'other', 'Xã khác', pin, rules from offices`,
  );
  const office = Number(other.run().lastInsertRowid);
  db.prepare(
    'insert into surveys (office_id, version, body, published_at) select ?, version, body, published_at from surveys',
  ).run(office);
  db.prepare(
    'insert into counters (office_id, id, settings, position, retired) select ?, id, settings, position, retired from counters',
  ).run(office);
  second = createApp({ ...deps, office, audit: createAudit(db, office, deps.now) });
  const stranger = addAccount(db, office, { signInName: 'stranger', name: 'Hoa', role: 'administrator' }, Date.now());
  db.prepare("update accounts set totp = 'set up' where id = ?").run(stranger);
  there = { Cookie: `${SESSION_COOKIE}=${openSession(db, office, stranger, Date.now())}` };
  report = String((await sent('POST', '/api/reports', QUARTER)).id);
}, 60_000);
afterAll(() => server.close());

it('knows how to call every route that names an object, and no other', () => {
  expect(NAMED.length).toBeGreaterThan(25);
  expect(Object.keys(MAKERS).sort()).toEqual([...NAMED].sort());
});

describe.each(NAMED)('%s', (name) => {
  it('does not find the object of another office and leaves it as it is; in its own office it does', async () => {
    const [method = '', pattern = ''] = name.split(' ');
    const made = MAKERS[name];
    if (!made) throw new Error('a route that nobody knows how to call');
    const { id, body } = await made();
    expect(id).not.toBe('');
    const path = pattern.replace(/:\w+/, encodeURIComponent(id));
    const before = everything();
    const foreign = await ask(false, method, path, body);
    const text = await foreign.text();
    expect([foreign.status, text.includes(MARK)]).toEqual([404, false]);
    expect(everything()).toBe(before);
    const own = await ask(true, method, path, body);
    // A tablet without a key has nothing to confirm: found, and refused for that.
    if (name === 'POST /api/tablets/:id/confirmation') expect([404, 403, 401, 400]).not.toContain(own.status);
    else expect([own.status, own.ok ? '' : await own.text()]).toEqual([200, '']);
  });
});

describe('what a person of another office reads', () => {
  const LISTS = Object.entries(OPERATIONS as Record<string, Record<string, { policy: string }>>)
    .filter(([path, methods]) => !path.includes(':') && methods.get && methods.get.policy !== 'device')
    .map(([path]) => path);
  it.each(LISTS.filter((path) => path !== '/api/results/changes'))('%s holds nothing of the first', async (path) => {
    const query = '?from=2026-07-01&to=2026-09-30&day=2026-07-01&period=year';
    const reply = await ask(false, 'GET', path + query);
    expect(await reply.text()).not.toContain(MARK);
    // It was there to be found: the same page of its own office names it, or has nothing with a name.
    expect(reply.status).toBeLessThan(500);
  });
});

describe('who carries the credential of a tablet', () => {
  const DEVICE = Object.entries(
    OPERATIONS as Record<string, Record<string, { policy: string; body?: { type: string } }>>,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { policy, body }]) =>
      policy === 'device' ? [{ method: method.toUpperCase(), path, type: body?.type ?? null }] : [],
    ),
  );
  const call = (app: typeof second, { method, path, type }: (typeof DEVICE)[number], headers: Record<string, string>) =>
    app.request(path, {
      method,
      headers: { ...headers, ...(type ? { 'Content-Type': type } : {}) },
      ...(type ? { body: '{}' } : {}),
    });
  it.each(DEVICE)(
    '$method $path: nobody, no person, no revoked tablet and none of another office passes',
    async (one) => {
      const tablet = await server.enrol();
      const revoked = await server.enrol();
      await sent('POST', `/api/tablets/${revoked.device.id}/revocation`);
      const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
      expect((await call(server.app, one, {})).status, 'nobody').toBe(401);
      for (const role of ['viewer', 'team', 'administrator'] as const)
        expect((await call(server.app, one, server.signIn(role))).status, role).toBe(401);
      expect([401, 403]).toContain((await call(server.app, one, bearer(revoked.token))).status);
      expect((await call(second, one, bearer(tablet.token))).status, 'of another office').toBe(401);
      expect((await call(server.app, one, bearer(tablet.token))).status, 'its own').not.toBe(401);
    },
  );
});

it('what is open to everybody is this and nothing else', () => {
  const open = Object.entries(OPERATIONS as Record<string, Record<string, { policy: string }>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).flatMap(([method, { policy }]) => (policy === 'open' ? [`${method} ${path}`] : [])),
  );
  expect(open.sort()).toEqual([
    'get /api/nonce',
    'get /api/openapi.json',
    'get /ket-qua',
    'get /ket-qua.csv',
    'get /ket-qua.json',
    'get /lan-check',
    'get /livez',
    'get /readyz',
    'get /robots.txt',
    'post /api/enrolment',
    'post /api/link',
    'post /api/link/accept',
    'post /api/session',
    'post /api/session/second-factor',
  ]);
});
