import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_OPENING_HOURS } from '../../src/domain/opening-hours.ts';
import { OfficeSettings, SETTING } from '../../src/domain/office-settings.ts';
import { HeartbeatReply, SettingsReply } from '../../src/domain/wire.ts';
import { makeOffice, saveCounter, saveOffice, setPin } from '../../src/server/store/office.ts';
import { putUnder } from '../../src/server/store/office-lines.ts';
import { saveSetting } from '../../src/server/store/office-settings.ts';
import { createHolidays, readHolidays } from '../../src/server/store/remark-holidays.ts';
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
  const from = { ...before.from, openingHours: 'own', holidays: 'own' };
  expect(reply).toEqual({ ...before, ...rest, from, office: { ...before.office, name } });
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

test('what the office has not set comes from the nearest above that has, and a tablet is told', async () => {
  const { db, deps } = server;
  const country = makeOffice(db, { code: 'VN', name: 'Cả nước' }, null, now);
  const province = makeOffice(db, { code: '56', name: 'Khánh Hòa' }, country, now);
  const { token } = await server.enrol();
  const shipped = await settings();
  expect(shipped.from).toEqual({ rules: 'shipped', openingHours: 'shipped', holidays: 'shipped', signals: 'shipped' });
  const tags = new Set([await tagOf(token)]);
  const take = async (count: number) => expect([...tags.add(await tagOf(token))]).toHaveLength(count);
  putUnder(db, deps.office, province);
  await take(1);
  const hours = DEFAULT_OPENING_HOURS.map((spans, day) => (day === 5 ? [{ from: '07:30', to: '11:30' }] : spans));
  saveSetting(db, country, SETTING.openingHours, hours);
  await take(2);
  expect(await settings()).toMatchObject({
    openingHours: hours,
    from: { openingHours: { code: 'VN' }, holidays: 'shipped' },
    above: [{ code: '56', name: 'Khánh Hòa' }, { code: 'VN' }],
  });
  const holidays = [{ day: '2026-12-01', name: 'Ngày của tỉnh' }];
  const rules = { idleSeconds: 45, countdownSeconds: 15, onLeft: 'discard' } as const;
  saveSetting(db, province, SETTING.openingHours, DEFAULT_OPENING_HOURS);
  saveSetting(db, province, SETTING.holidays, holidays);
  saveOffice(db, province, { rules });
  await take(3);
  expect(await settings()).toMatchObject({
    openingHours: DEFAULT_OPENING_HOURS,
    holidays,
    rules,
    from: { openingHours: { code: '56' }, holidays: { code: '56' }, rules: { code: '56' }, signals: 'shipped' },
  });
  expect(createHolidays(db, deps.office)().has('2026-12-01')).toBe(true);
  // What the office sets itself goes before, until it goes back.
  const own = { holidays: [{ day: '2026-12-02', name: 'Ngày của xã' }], rules: { ...rules, idleSeconds: 60 } };
  await ask('PATCH', '/api/office-settings', own);
  await take(4);
  expect(await settings()).toMatchObject({
    ...own,
    from: { holidays: 'own', rules: 'own', openingHours: { code: '56' } },
  });
  await ask('PATCH', '/api/office-settings', { inherit: ['holidays', 'rules'] });
  await take(4);
  expect(await settings()).toMatchObject({
    holidays,
    rules,
    from: { holidays: { code: '56' }, rules: { code: '56' } },
  });
  expect(db.prepare('select detail from audit_log order by seq').pluck().all()).toEqual([
    '{"changed":"holidays rules"}',
    '{"inherited":"holidays rules"}',
  ]);
  // Nothing of it has reached the office above.
  expect(readHolidays(db, province)).toEqual(holidays);
});

test('who is written to, the dossiers, the letterhead, the alerts and the PIN never come from above', async () => {
  const { db, deps } = server;
  const province = makeOffice(db, { code: '56', name: 'Khánh Hòa' }, null, now);
  putUnder(db, deps.office, province);
  const everything = () =>
    Promise.all(
      [
        '/api/office-settings',
        '/api/letterhead',
        '/api/alerts/rules',
        '/api/publication',
        '/api/tablets',
        '/api/surveys',
      ].map(async (path) => JSON.stringify(await (await ask('GET', path)).json())),
    );
  const before = await everything();
  const { token } = await server.enrol();
  const [tag, pin] = [await tagOf(token), db.prepare('select pin from offices where id = ?').pluck().get(deps.office)];
  for (const name of [...Object.values(SETTING), 'letterhead', 'publication', 'merges'])
    if (!['openingHours', 'holidays', 'signals'].includes(name)) saveSetting(db, province, name, 'của tỉnh');
  setPin(db, province, '246802');
  saveCounter(
    db,
    province,
    { id: 'quay-9', name: 'Quầy tỉnh', asksField: true, field: null, asksStage: true, stage: null },
    9,
  );
  // The tablet that was enrolled meanwhile is in the list.
  expect((await everything()).map((text, i) => (i === 4 ? '' : text))).toEqual(
    before.map((text, i) => (i === 4 ? '' : text)),
  );
  expect([await tagOf(token), db.prepare('select pin from offices where id = ?').pluck().get(deps.office)]).toEqual([
    tag,
    pin,
  ]);
});
