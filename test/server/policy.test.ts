import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { mayAct } from '../../src/domain/account.ts';
import { OPERATIONS } from '../../src/server/operations.ts';
import { type Operation, roleOf } from '../../src/server/operations/operation.ts';
import { operationFor, SESSION_COOKIE } from '../../src/server/policy.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { openSession } from '../../src/server/store/sessions.ts';
import { createDenials } from '../../src/server/denials.ts';
import type { AuditEntry } from '../../src/server/store/audit.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

const READ_TOKEN = 'a-read-token-of-some-length';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ROLES = ['viewer', 'team', 'administrator'] as const;
const REFUSALS = ['signed-out', 'not-allowed', 'not-fresh', 'needs-second-factor'];

interface Case {
  name: string;
  method: string;
  path: string;
  operation: Operation;
}
const CASES: Case[] = Object.entries(OPERATIONS).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path: path.replace(/:\w+/g, NOBODY),
    operation,
  })),
);
const FOR_PEOPLE = CASES.filter(({ operation }) => roleOf(operation.policy) !== null);

let server: TestApp;
beforeAll(() => {
  server = openApp({ env: { READ_TOKEN } });
});
afterAll(() => server.close());

/** The same harmless request for everyone: an id that nothing has, and a body that nothing takes. */
async function ask({ method, path, operation: { body } }: Case, headers: Record<string, string>) {
  const content = body ? { body: '{}', headers: { ...headers, 'Content-Type': body.type } } : { headers };
  const reply = await server.app.request(path, { method, ...content });
  const isProblem = reply.headers.get('Content-Type') === 'application/problem+json';
  const code = isProblem ? ((await reply.json()) as { code: string }).code : '';
  if (!isProblem) await reply.body?.cancel();
  return { status: reply.status, code };
}

test('every route of the router has a policy, and there are many', () => {
  const routes = server.app.routes.filter(({ method }) => method !== 'ALL');
  expect(routes.length).toBeGreaterThan(30);
  for (const { method, path } of routes)
    expect([method, path, operationFor(method, path.replace(/:\w+/g, NOBODY)) !== null]).toEqual([method, path, true]);
});

test('a route that nobody described is not reached, whatever it would answer', async () => {
  const other = openApp();
  onTestFinished(other.close);
  other.app.get('/api/forgotten', (c) => c.text('everything'));
  other.app.post('/api/results', (c) => c.text('everything'));
  const headers = other.signIn('administrator');
  expect((await other.app.request('/api/forgotten', { headers })).status).toBe(405);
  expect((await other.app.request('/api/results', { method: 'POST', headers })).status).toBe(405);
});

describe.each(FOR_PEOPLE)('$name', (one) => {
  const needed = roleOf(one.operation.policy) ?? 'administrator';

  test('is refused to anyone who is not signed in', async () => {
    const { token } = await server.enrol();
    const db = server.db;
    const elsewhere = db.prepare(`insert into offices (code, name, pin, rules) values (?, 'Xã khác', '', '{}')`);
    const office = Number(elsewhere.run(`other-${one.name}`).lastInsertRowid);
    const person = { signInName: `other-${office}`, name: 'Người nơi khác', role: 'administrator' } as const;
    const stranger = openSession(db, office, addAccount(db, office, person, Date.now()), Date.now());
    const refused = { status: 401, code: 'signed-out' };
    expect(await ask(one, {}), 'anonymous').toEqual(refused);
    expect(await ask(one, { Authorization: `Bearer ${token}` }), 'a tablet').toEqual(refused);
    expect(await ask(one, { Cookie: `${SESSION_COOKIE}=${stranger}` }), 'of another office').toEqual(refused);
    if (!one.operation.readToken)
      expect(await ask(one, { Authorization: `Bearer ${READ_TOKEN}` }), 'a program').toEqual(refused);
  });

  test.each(ROLES.filter((role) => !mayAct(role, needed)))('is refused to the role %s', async (role) => {
    expect(await ask(one, server.signIn(role))).toEqual({ status: 403, code: 'not-allowed' });
  });

  test.each(ROLES.filter((role) => mayAct(role, needed)))('is open to the role %s', async (role) => {
    const { status, code } = await ask(one, server.signIn(role));
    expect(REFUSALS).not.toContain(code);
    expect([status < 500, code]).toEqual([true, code]);
  });

  test('asks for a new proof exactly where it says so', async () => {
    const headers = server.signIn('administrator');
    server.db.prepare('update sessions set fresh_until = ?').run(Date.now() - 1);
    const { code } = await ask(one, headers);
    expect(code === 'not-fresh').toBe(one.operation.fresh === true);
  });

  test('is shut to an administrator without a second factor, unless that is what it is for', async () => {
    const headers = server.signIn('administrator');
    server.db.prepare('update accounts set totp = null').run();
    const { code } = await ask(one, headers);
    expect(code === 'needs-second-factor').toBe(one.operation.beforeSecondFactor !== true);
  });
});

test('no operation on people, keys or tablets, and no export of remarks, is possible without a new proof', () => {
  const delicate =
    /^(POST|PUT|PATCH|DELETE) \/api\/(accounts|offices|tablets\/codes|tablets\/[^/]+\/revocation|account\/second-factor|account\/recovery)/;
  const found = FOR_PEOPLE.filter(({ name }) => delicate.test(name) || /remarks.*(export|csv)$/.test(name));
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter(({ operation }) => operation.fresh !== true).map(({ name }) => name)).toEqual([]);
});

test('a denied access and a wrong sign-in are in the audit log', async () => {
  const before = Number(server.db.prepare('select max(seq) from audit_log').pluck().get());
  const session = server.signIn('viewer');
  await server.app.request(`/api/accounts/${NOBODY}`, {
    method: 'PATCH',
    headers: { ...session, 'Content-Type': 'application/json' },
    body: '{}',
  });
  await server.app.request('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ signInName: 'hunter2', password: 'hunter2' }),
  });
  const rows = server.db.prepare('select actor, action, object from audit_log where seq > ? order by seq').all(before);
  expect(rows).toMatchObject([
    { action: 'access.denied', object: 'PATCH /api/accounts/:id' },
    { actor: 'anonymous', action: 'session.refused' },
  ]);
  expect(JSON.stringify(rows)).not.toContain('hunter2');
});

test('who asks again and again for what they may not do makes the log grow by one entry, and by one more with how often', async () => {
  const server = openApp();
  const viewer = server.signIn('viewer');
  const other = server.signIn('viewer');
  const denied = () =>
    server.db.prepare("select object, detail from audit_log where action = 'access.denied' order by seq").all();
  const ask = (path: string, headers: Record<string, string>) => server.app.request(path, { headers });
  for (let i = 0; i < 300; i++) expect((await ask('/api/audit', viewer)).status).toBe(403);
  expect(denied()).toEqual([{ object: 'GET /api/audit', detail: '{}' }]);
  await ask('/api/accounts', viewer);
  await ask('/api/audit', other);
  expect(denied()).toHaveLength(3);
  const stop = new AbortController();
  const told: unknown[] = [];
  const note = createDenials({ audit: (entry) => told.push(entry), closing: stop.signal });
  for (let i = 0; i < 300; i++) note('someone', 'GET /api/audit');
  stop.abort();
  expect(told).toEqual([
    { actor: 'someone', action: 'access.denied', object: 'GET /api/audit' },
    { actor: 'someone', action: 'access.denied', object: 'GET /api/audit', detail: { more: 299 } },
  ]);
  server.close();
});

test('the minute of a refusal ends by itself, and the next one is written at once', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const told: AuditEntry[] = [];
  const note = createDenials({ audit: (entry) => told.push(entry), closing: new AbortController().signal });
  for (let i = 0; i < 3; i++) note('someone', 'GET /api/audit');
  vi.advanceTimersByTime(60_000);
  expect(told.map(({ detail }) => detail?.more)).toEqual([undefined, 2]);
  note('someone', 'GET /api/audit');
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(3);
});
