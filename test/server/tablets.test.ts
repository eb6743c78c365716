import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CodeReply, CodeState, Fleet, tabletState } from '../../src/domain/fleet.ts';
import { EnrolReply, HeartbeatReply } from '../../src/domain/wire.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { ballotMaker, batchOf, postBatch } from '../helpers/ballots.ts';
import { addOffice, openApp, type TestApp } from '../helpers/server.ts';

// 2026-08-31 is a Monday.
const MORNING = Date.parse('2026-08-31T09:00:00+07:00');
let now = MORNING;
let server: TestApp;
beforeEach(() => {
  now = MORNING;
  server = openApp({ now: () => now });
});
afterEach(() => server.close());

type Headers = Record<string, string>;
const ask = async (method: string, path: string, headers: Headers, body?: unknown) =>
  server.app.request(path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const fleet = async (headers: Headers = server.signIn('viewer')) =>
  Fleet.parse(await (await ask('GET', '/api/tablets', headers)).json());
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code;
const audited = () => server.db.prepare('select action, object, detail from audit_log order by seq').all();
const beat = (token: string, change: object = {}) =>
  ask(
    'POST',
    '/api/heartbeat',
    { Authorization: `Bearer ${token}` },
    {
      wire: 1,
      sentAt: now,
      app: '0.1.0',
      unsent: 0,
      refused: 0,
      oldestUnsentAt: null,
      last: null,
      storage: { persisted: true, usage: 1000, quota: 2000 },
      ...change,
    },
  );
const makeCode = async (headers: Headers, body: object = { counter: 'quay-2', name: 'Máy cửa sổ' }) =>
  CodeReply.parse(await (await ask('POST', '/api/tablets/codes', headers, body)).json());
const useCode = (code: string, name?: string) => ask('POST', '/api/enrolment', {}, { code, ...(name ? { name } : {}) });

describe('the list', () => {
  test('tells how a tablet was when it last spoke, by the clock of the server, and no time of a ballot', async () => {
    const { token } = await server.enrol('quay-2');
    const ahead = 90_000;
    await beat(token, {
      sentAt: now + ahead,
      unsent: 2,
      refused: 1,
      oldestUnsentAt: now + ahead - 25 * 60_000,
      storage: { persisted: false, usage: 5, quota: 10 },
    });
    now += 60_000;
    const [tablet] = (await fleet()).tablets;
    expect(tablet).toMatchObject({ counter: 'quay-2', lastSeenAt: MORNING, revokedAt: null, silentMinutes: 1 });
    expect(tablet?.report).toEqual({
      app: '0.1.0',
      unsent: 2,
      refused: 1,
      oldestUnsentAt: Date.parse('2026-08-31T08:00:00+07:00'),
      clockAhead: ahead,
      persisted: false,
      usage: 5,
      quota: 10,
      battery: null,
      kept: null,
      stores: null,
    });
  });

  test('calls a tablet new until its first report is late', async () => {
    await server.enrol();
    const state = async () => {
      const { tablets } = await fleet();
      return tablets[0] && tabletState(tablets[0], now);
    };
    expect(await state()).toBe('new');
    now += 14 * 60_000;
    expect(await state()).toBe('new');
    now += 60_000;
    expect(await state()).toBe('never');
  });

  test('knows silence from a closed office', async () => {
    const { token } = await server.enrol();
    now = Date.parse('2026-08-28T16:55:00+07:00');
    await beat(token);
    const state = async () => {
      const { tablets } = await fleet();
      return tablets[0] && tabletState(tablets[0], now);
    };
    expect(await state()).toBe('in-touch');
    now = Date.parse('2026-08-30T12:00:00+07:00');
    expect(await state()).toBe('quiet');
    now = Date.parse('2026-08-31T07:45:00+07:00');
    expect(await state()).toBe('silent');
  });

  test('shows the counters with the tablets that stand there', async () => {
    await server.enrol('quay-1');
    await server.enrol('quay-1');
    const { counters } = await fleet();
    expect(counters.map(({ id, tablets }) => [id, tablets])).toEqual([
      ['quay-1', 2],
      ['quay-2', 0],
      ['quay-3', 0],
    ]);
  });
});

describe('a one-time code', () => {
  test('connects one tablet, with the name and the counter that were chosen, and then is used', async () => {
    const administrator = server.signIn('administrator');
    const { id, code, expiresAt } = await makeCode(administrator);
    expect(expiresAt).toBe(MORNING + 600_000);
    const state = async () =>
      CodeState.parse(await (await ask('GET', `/api/tablets/codes/${id}`, administrator)).json());
    expect(await state()).toEqual({ state: 'waiting', device: null });
    const reply = EnrolReply.parse(await (await useCode(code)).json());
    expect(reply.settings).toMatchObject({ device: { name: 'Máy cửa sổ' }, counter: { id: 'quay-2' } });
    expect(await state()).toEqual({ state: 'used', device: reply.settings.device.id });
    expect(await codeOf(await useCode(code))).toBe('code-expired');
  });

  test('yields to a name that the tablet brings', async () => {
    const { code } = await makeCode(server.signIn('administrator'));
    const reply = EnrolReply.parse(await (await useCode(code, 'Máy khác')).json());
    expect(reply.settings.device.name).toBe('Máy khác');
  });

  test('ends after ten minutes', async () => {
    const administrator = server.signIn('administrator');
    const { id, code } = await makeCode(administrator);
    now += 600_000;
    expect(CodeState.parse(await (await ask('GET', `/api/tablets/codes/${id}`, administrator)).json()).state).toBe(
      'expired',
    );
    expect(await codeOf(await useCode(code))).toBe('code-expired');
  });

  test('is noted in the log of deeds without the code itself', async () => {
    const { id, code } = await makeCode(server.signIn('administrator'));
    expect(audited()).toEqual([{ action: 'tablet.code', object: id, detail: '{"counter":"quay-2"}' }]);
    expect(JSON.stringify([audited(), server.logged])).not.toContain(code.slice(0, 5));
  });

  test('is for a counter in use only, and asks for a new proof after a while', async () => {
    const administrator = server.signIn('administrator');
    expect(await codeOf(await ask('POST', '/api/tablets/codes', administrator, { counter: 'quay-9' }))).toBe(
      'counter-unknown',
    );
    now += 601_000;
    expect(await codeOf(await ask('POST', '/api/tablets/codes', administrator, { counter: 'quay-1' }))).toBe(
      'not-fresh',
    );
  });
});

describe('a tablet', () => {
  test('is told its new name and counter with the next heartbeat', async () => {
    const { device, token } = await server.enrol('quay-1');
    const before = HeartbeatReply.parse(await (await beat(token)).json()).settings;
    const administrator = server.signIn('administrator');
    const reply = await ask('PATCH', `/api/tablets/${device.id}`, administrator, {
      name: ' Máy 3 ',
      counter: 'quay-3',
    });
    expect(reply.status).toBe(200);
    expect(HeartbeatReply.parse(await (await beat(token)).json()).settings).not.toBe(before);
    expect((await fleet()).tablets[0]).toMatchObject({ name: 'Máy 3', counter: 'quay-3' });
    expect(audited()).toEqual([
      { action: 'tablet.change', object: device.id, detail: '{"name":"Máy 3","counter":"quay-3"}' },
    ]);
  });

  test('that is revoked sends nothing more, once and for all', async () => {
    const { device, token } = await server.enrol('quay-1');
    const administrator = server.signIn('administrator');
    const revoke = () => ask('POST', `/api/tablets/${device.id}/revocation`, administrator);
    expect((await revoke()).status).toBe(200);
    const body = batchOf(
      ballotMaker(device.id, 1)
        .many(1)
        .map((ballot) => ballot.body),
    );
    const reply = await postBatch(server.app.request.bind(server.app), token, body);
    expect(await codeOf(reply)).toBe('device-revoked');
    expect((await revoke()).status).toBe(404);
    expect((await fleet()).tablets[0]?.revokedAt).toBe(MORNING);
    expect(await codeOf(await ask('PATCH', `/api/tablets/${device.id}`, administrator, { name: 'x' }))).toBe(
      'not-found',
    );
    expect(audited()).toEqual([{ action: 'tablet.revoke', object: device.id, detail: '{}' }]);
  });

  test('is revoked only after a new proof', async () => {
    const { device, token } = await server.enrol('quay-1');
    const administrator = server.signIn('administrator');
    now += 601_000;
    expect(await codeOf(await ask('POST', `/api/tablets/${device.id}/revocation`, administrator))).toBe('not-fresh');
    expect((await beat(token)).status).toBe(200);
  });

  test('of another office is not found', async () => {
    const other = addOffice(server.db);
    const { device } = addDevice(server.db, other, 'quay-1', 'Máy lạ', now);
    const administrator = server.signIn('administrator');
    expect((await fleet()).tablets).toEqual([]);
    expect((await ask('PATCH', `/api/tablets/${device.id}`, administrator, { name: 'x' })).status).toBe(404);
    expect((await ask('POST', `/api/tablets/${device.id}/revocation`, administrator)).status).toBe(404);
    expect(server.db.prepare('select name, revoked_at from devices where id = ?').raw().get(device.id)).toEqual([
      'Máy lạ',
      null,
    ]);
  });
});

test('the survey team reads, and changes nothing', async () => {
  const { device } = await server.enrol('quay-1');
  const team = server.signIn('team');
  expect((await ask('GET', '/api/tablets', team)).status).toBe(200);
  for (const [method, path, body] of [
    ['POST', '/api/tablets/codes', { counter: 'quay-1' }],
    ['PATCH', `/api/tablets/${device.id}`, { name: 'x' }],
    ['POST', `/api/tablets/${device.id}/revocation`, undefined],
    ['GET', '/api/tablets/codes/x', undefined],
  ] as const)
    expect(await codeOf(await ask(method, path, team, body))).toBe('not-allowed');
});
