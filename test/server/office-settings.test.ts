import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_OPENING_HOURS } from '../../src/domain/opening-hours.ts';
import { OfficeSettings } from '../../src/domain/office-settings.ts';
import { HeartbeatReply, SettingsReply } from '../../src/domain/wire.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

let now = Date.parse('2026-08-31T09:00:00+07:00');
let server: TestApp;
let administrator: { Cookie: string };
beforeEach(() => {
  server = openApp({ now: () => now });
  administrator = server.signIn('administrator');
});
afterEach(() => server.close());

const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = administrator) =>
  server.app.request(path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code;
const settings = async () => OfficeSettings.parse(await (await ask('GET', '/api/office-settings')).json());
const tagOf = async (token: string) =>
  HeartbeatReply.parse(
    await (
      await ask(
        'POST',
        '/api/heartbeat',
        {
          wire: 1,
          sentAt: now,
          app: '0.1.0',
          unsent: 0,
          refused: 0,
          oldestUnsentAt: null,
          last: null,
          storage: { persisted: true, usage: 1000, quota: 2000 },
        },
        { Authorization: `Bearer ${token}` },
      )
    ).json(),
  ).settings;

test('at first the shipped hours hold, and nobody is written to', async () =>
  expect(await settings()).toMatchObject({
    openingHours: DEFAULT_OPENING_HOURS,
    population: {},
    recipients: [],
    delivery: { email: false, webhook: false },
  }));

test('what is sent replaces what was there, and the rest stays', async () => {
  const before = await settings();
  const change = {
    name: 'Trung tâm mới',
    openingHours: [[{ from: '08:00', to: '12:00' }], [], [], [], [], [], []],
    holidays: [{ day: '2026-09-02', name: 'Quốc khánh' }],
    population: { '2026': 4800, '2026-Q3': 1200, '2026-07': 400 },
    recipients: ['lan@example.vn'],
  };
  const reply = OfficeSettings.parse(await (await ask('PATCH', '/api/office-settings', change)).json());
  const { name, ...rest } = change;
  expect(reply).toEqual({ ...before, ...rest, office: { ...before.office, name } });
  await ask('PATCH', '/api/office-settings', { recipients: [] });
  expect(await settings()).toEqual({ ...reply, recipients: [] });
});

test('new rules and a new PIN reach a tablet through the tag of its settings', async () => {
  const { token } = await server.enrol();
  const first = await tagOf(token);
  await ask('PATCH', '/api/office-settings', { rules: { idleSeconds: 45, countdownSeconds: 15, onLeft: 'discard' } });
  const second = await tagOf(token);
  await ask('PUT', '/api/office-settings/pin', { pin: '135790' });
  expect(new Set([first, second, await tagOf(token)]).size).toBe(3);
});

test.each([
  { openingHours: [] },
  { holidays: [{ day: '2026-02-30', name: 'Ngày lạ' }] },
  { population: { '2026-13': 4 } },
  { population: { '2026': 0 } },
  { recipients: ['lan'] },
  { recipients: ['lan@example.vn\r\nBcc: x@example.vn'] },
  { rules: { idleSeconds: 1, countdownSeconds: 15, onLeft: 'keep' } },
  { name: '' },
  { khac: 1 },
])('%j is refused, and nothing changes', async (change) => {
  const before = await settings();
  expect(await codeOf(await ask('PATCH', '/api/office-settings', { name: 'Khác', ...change }))).toBe('wrong-type');
  expect(await settings()).toEqual(before);
  expect(server.db.prepare('select count(*) from audit_log').pluck().get()).toBe(0);
});

test('the log says which settings were changed, and never the PIN', async () => {
  await ask('PATCH', '/api/office-settings', { recipients: [], population: {} });
  await ask('PUT', '/api/office-settings/pin', { pin: '135790' });
  const log = server.db.prepare('select action, object, detail from audit_log order by seq').all();
  expect(log).toEqual([
    { action: 'office.settings', object: 'office', detail: '{"changed":"population recipients"}' },
    { action: 'office.pin', object: 'office', detail: '{}' },
  ]);
});

test('the PIN asks for a new proof after a while, and for six digits', async () => {
  expect(await codeOf(await ask('PUT', '/api/office-settings/pin', { pin: '12345' }))).toBe('wrong-type');
  now += 601_000;
  expect(await codeOf(await ask('PUT', '/api/office-settings/pin', { pin: '135790' }))).toBe('not-fresh');
});

test('only an administrator sees and changes the settings', async () => {
  const team = server.signIn('team');
  for (const [method, path] of [
    ['GET', '/api/office-settings'],
    ['PATCH', '/api/office-settings'],
    ['PUT', '/api/office-settings/pin'],
  ] as const)
    expect(await codeOf(await ask(method, path, method === 'GET' ? undefined : {}, team))).toBe('not-allowed');
});

test('a tablet is told the opening hours once the office has set them, and not before', async () => {
  const { token } = await server.enrol();
  const told = async () => {
    const reply = await server.app.request('/api/settings', { headers: { Authorization: `Bearer ${token}` } });
    return SettingsReply.parse(await reply.json()).settings.hours;
  };
  expect(await told()).toBeUndefined();
  const openingHours = DEFAULT_OPENING_HOURS.map((spans, day) =>
    day === 5 ? [{ from: '07:30', to: '11:30' }] : spans,
  );
  expect((await ask('PATCH', '/api/office-settings', { openingHours })).status).toBe(200);
  expect(await told()).toMatchObject({ week: openingHours, zone: 'Asia/Ho_Chi_Minh' });
  expect((await told())?.closedDays).toContain('2026-09-02');
});
