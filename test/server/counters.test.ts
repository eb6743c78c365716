import { afterEach, beforeEach, expect, test } from 'vitest';
import { Changed, Fleet } from '../../src/domain/fleet.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

let server: TestApp;
let administrator: { Cookie: string };
beforeEach(() => {
  server = openApp();
  administrator = server.signIn('administrator');
});
afterEach(() => server.close());

const ask = async (method: string, path: string, body: unknown, headers: Record<string, string> = administrator) =>
  server.app.request(path, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code;
const counters = async () =>
  Fleet.parse(await (await server.app.request('/api/tablets', { headers: administrator })).json()).counters;
const COUNTER = { name: 'Quầy lưu động', asksField: false, field: 'ho-tich', asksStage: true, stage: null };
const fieldId = async () =>
  Fleet.parse(await (await server.app.request('/api/tablets', { headers: administrator })).json()).fields[0]?.id ?? '';

test('a new counter comes last, and its id is never used again', async () => {
  const field = await fieldId();
  const reply = await ask('POST', '/api/counters', { ...COUNTER, field });
  expect(Changed.parse(await reply.json())).toEqual({ id: 'quay-4' });
  expect((await counters()).at(-1)).toEqual({ ...COUNTER, field, id: 'quay-4', retired: false, tablets: 0 });
  await ask('PUT', '/api/counters/quay-4', { ...COUNTER, field, retired: true });
  expect(Changed.parse(await (await ask('POST', '/api/counters', { ...COUNTER, field })).json())).toEqual({
    id: 'quay-5',
  });
});

test('a fixed field that the survey does not have is refused', async () => {
  expect(await codeOf(await ask('POST', '/api/counters', { ...COUNTER, field: 'khong-co' }))).toBe('counter-misfit');
  expect(
    await codeOf(await ask('PUT', '/api/counters/quay-1', { ...COUNTER, field: null, stage: 'x', retired: false })),
  ).toBe('counter-misfit');
  expect(await counters()).toHaveLength(3);
});

test('a counter with a tablet, and the last one, stay in use', async () => {
  await server.enrol('quay-1');
  const retire = (id: string) => ask('PUT', `/api/counters/${id}`, { ...COUNTER, field: null, retired: true });
  expect(await codeOf(await retire('quay-1'))).toBe('counter-in-use');
  expect((await retire('quay-2')).status).toBe(200);
  expect((await retire('quay-3')).status).toBe(200);
  server.db.prepare('update devices set revoked_at = 1').run();
  expect(await codeOf(await retire('quay-1'))).toBe('last-counter');
  expect((await counters()).map(({ retired }) => retired)).toEqual([false, true, true]);
});

test('the order names every counter once', async () => {
  const put = (order: string[]) => ask('PUT', '/api/counters', { order });
  expect((await put(['quay-3', 'quay-1', 'quay-2'])).status).toBe(200);
  expect((await counters()).map(({ id }) => id)).toEqual(['quay-3', 'quay-1', 'quay-2']);
  for (const order of [['quay-1'], ['quay-1', 'quay-1', 'quay-2'], ['quay-1', 'quay-2', 'quay-9']])
    expect(await codeOf(await put(order))).toBe('counters-changed');
  expect((await counters()).map(({ id }) => id)).toEqual(['quay-3', 'quay-1', 'quay-2']);
});

test('each deed is in the log, and one that was refused is not', async () => {
  await ask('POST', '/api/counters', { ...COUNTER, field: null });
  await ask('POST', '/api/counters', { ...COUNTER, field: 'khong-co' });
  await ask('PUT', '/api/counters/quay-9', { ...COUNTER, field: null, retired: false });
  const log = server.db.prepare('select action, object from audit_log order by seq').all();
  expect(log).toEqual([{ action: 'counter.add', object: 'quay-4' }]);
});

test('the survey team changes no counter', async () => {
  const team = server.signIn('team');
  expect(await codeOf(await ask('POST', '/api/counters', { ...COUNTER, field: null }, team))).toBe('not-allowed');
  expect(await codeOf(await ask('PUT', '/api/counters', { order: [] }, team))).toBe('not-allowed');
  expect(await codeOf(await ask('PUT', '/api/counters/quay-1', {}, team))).toBe('not-allowed');
});
