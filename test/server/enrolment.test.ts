import { createHash, pbkdf2Sync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnrolReply, HeartbeatReply, SettingsReply } from '../../src/domain/wire.ts';
import { issueCode, listDevices, revokeDevice } from '../../src/server/store/devices.ts';
import { ensurePin, listCounters, saveOffice } from '../../src/server/store/office.ts';
import { publishSurvey, readSurvey } from '../../src/server/store/surveys.ts';
import { ballotMaker, batchOf, postBatch } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

const MINUTE = 60_000;
let now = Date.parse('2026-11-20T02:00:00Z');
let server: TestApp;
beforeEach(() => {
  server = openApp({ now: () => now, pin: '246813' });
});
afterEach(() => server.close());

const enrol = async (code: unknown, name?: string) => {
  const headers = { 'Content-Type': 'application/json' };
  const reply = await server.app.request('/api/enrolment', {
    method: 'POST',
    headers,
    body: JSON.stringify({ code, name }),
  });
  return {
    status: reply.status,
    retry: reply.headers.get('Retry-After'),
    body: (await reply.json()) as { code?: string },
  };
};
const newCode = (counter = 'quay-2') => issueCode(server.db, server.deps.office, counter, now);
const authorized = (token: string, more: Record<string, string> = {}) => ({
  headers: { Authorization: `Bearer ${token}`, ...more },
});

describe('an enrolment code', () => {
  test('is ten letters that make no word, in two groups', () => {
    for (let i = 0; i < 200; i++) expect(newCode()).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{5}-[BCDFGHJKLMNPQRSTVWXZ]{5}$/);
  });

  test('gives one tablet at its counter a token and all of the settings', async () => {
    const { status, body } = await enrol(newCode(), 'Máy ở cửa');
    expect(status).toBe(200);
    const { settings, token, tag } = EnrolReply.parse(body);
    expect(settings).toMatchObject({
      device: { name: 'Máy ở cửa' },
      counter: { id: 'quay-2', name: 'Quầy 2' },
      office: { code: '22504' },
    });
    expect(Buffer.from(token ?? '', 'base64url')).toHaveLength(32);
    expect(tag).toMatch(/^[0-9a-f]{32}$/);
    expect(settings.counter).not.toHaveProperty('retired');
  });

  test('may be typed in small letters, with or without the hyphen', async () => {
    expect((await enrol(` ${newCode().toLowerCase().replace('-', ' ')} `)).status).toBe(200);
  });

  test('for a counter that was retired meanwhile is good for nothing', async () => {
    const code = newCode('quay-3');
    server.db.prepare("update counters set retired = 1 where id = 'quay-3'").run();
    expect(await enrol(code)).toMatchObject({ status: 403, body: { code: 'code-expired' } });
  });

  test('works once', async () => {
    const code = newCode();
    expect((await enrol(code)).status).toBe(200);
    expect(await enrol(code)).toMatchObject({ status: 403, body: { code: 'code-expired' } });
  });

  test('works for ten minutes and not a moment longer', async () => {
    const [early, late] = [newCode(), newCode()];
    now += 10 * MINUTE - 1;
    expect((await enrol(early)).status).toBe(200);
    now += 1;
    expect(await enrol(late)).toMatchObject({ status: 403, body: { code: 'code-expired' } });
  });

  test('that was tried five times too late is known no more', async () => {
    const code = newCode();
    now += 11 * MINUTE;
    const codes: unknown[] = [];
    for (let i = 0; i < 6; i++) codes.push((await enrol(code)).body.code);
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'code-expired'), 'code-wrong']);
  });

  test('that two tablets race for makes one of them a device', async () => {
    for (let round = 0; round < 10; round++) {
      now += MINUTE;
      const code = newCode();
      const both = await Promise.all([enrol(code), enrol(code)]);
      expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(both.filter(({ status }) => status === 403)).toHaveLength(1);
    }
    expect(listDevices(server.db, server.deps.office)).toHaveLength(10);
  });

  test('cannot be guessed: after 20 tries in a minute the door is shut, for the right code too (seed 7)', async () => {
    const right = newCode();
    const random = randomFrom(7);
    const letters = 'BCDFGHJKLMNPQRSTVWXZ';
    const guess = () => Array.from({ length: 10 }, () => letters[Math.floor(random() * 20)]).join('');
    for (let i = 0; i < 20; i++) expect((await enrol(guess())).body.code).toBe('code-wrong');
    for (let i = 0; i < 1000; i++) expect((await enrol(guess())).status).toBe(429);
    const shut = await enrol(right);
    expect(shut).toMatchObject({ status: 429, retry: '60', body: { code: 'too-many' } });
    now += MINUTE;
    expect((await enrol(right)).status).toBe(200);
  });

  test.each([
    ['nothing', ''],
    ['a word', 'xin-chao'],
    ['forty letters', 'B'.repeat(40)],
  ])('that is %s is wrong', async (_, code) => {
    expect(await enrol(code)).toMatchObject({ status: 403, body: { code: 'code-wrong' } });
  });

  test.each([
    ['a number', 5],
    ['41 letters', 'B'.repeat(41)],
  ])('that is %s has the wrong type', async (_, code) => {
    expect(await enrol(code)).toMatchObject({ status: 400, body: { code: 'wrong-type' } });
  });

  test('and the token are nowhere in the data file or the log', async () => {
    const code = newCode();
    const { token } = EnrolReply.parse((await enrol(code)).body);
    if (token === null) throw new Error('a tablet without a key gets a token');
    const bytes = server.db.serialize();
    for (const secret of [code, code.replace('-', ''), token, '246813']) {
      expect(bytes.includes(secret)).toBe(false);
      expect(server.logged.join('\n')).not.toContain(secret);
    }
    expect(bytes.includes(createHash('sha256').update(token).digest('hex'))).toBe(true);
  });
});

test('the staff PIN reaches the tablet as a hash that the right PIN fits', async () => {
  const { settings } = await server.enrol();
  const { salt, iterations, hash } = settings.pin;
  expect(iterations).toBe(210_000);
  const of = (pin: string) => pbkdf2Sync(pin, Buffer.from(salt, 'hex'), iterations, 32, 'sha256').toString('hex');
  expect(of('246813')).toBe(hash);
  expect(of('246814')).not.toBe(hash);
  expect(ensurePin(server.db, server.deps.office)).toBeNull();
});

describe('a tablet', () => {
  const heartbeat = {
    wire: 1,
    sentAt: 1,
    app: '0.1.0',
    unsent: 3,
    refused: 0,
    oldestUnsentAt: null,
    last: { epoch: 1, seq: 9 },
    storage: { persisted: true, usage: 1, quota: 2 },
  };
  const beat = (token: string, body: unknown) =>
    server.app.request('/api/heartbeat', {
      method: 'POST',
      ...authorized(token, { 'Content-Type': 'application/json' }),
      body: JSON.stringify(body),
    });

  test('that tells how it is learns the tag of the newest settings, and is seen', async () => {
    const { token, device } = await server.enrol();
    const reply = HeartbeatReply.parse(await (await beat(token, heartbeat)).json());
    const { tag } = SettingsReply.parse(await (await server.app.request('/api/settings', authorized(token))).json());
    expect(reply).toEqual({ receivedAt: now, settings: tag, events: [], missing: [], backedUpAt: null });
    const [listed] = listDevices(server.db, server.deps.office);
    expect(listed).toMatchObject({ id: device.id, lastSeenAt: now });
    expect(JSON.parse(listed?.heartbeat ?? '')).toEqual(heartbeat);
  });

  test.each([
    ['wire-version', { ...heartbeat, wire: 9 }],
    ['wrong-type', { ...heartbeat, unsent: -1 }],
    ['wrong-type', []],
  ])('whose heartbeat cannot be used gets %s', async (code, body) => {
    const { token } = await server.enrol();
    const reply = await beat(token, body);
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ code });
  });

  test('that has the newest settings is not sent them again', async () => {
    const { token } = await server.enrol();
    const first = await server.app.request('/api/settings', authorized(token));
    const etag = first.headers.get('ETag') ?? '';
    const again = await server.app.request('/api/settings', authorized(token, { 'If-None-Match': etag }));
    expect([again.status, await again.text()]).toEqual([304, '']);
    saveOffice(server.db, server.deps.office, { name: 'Xã Đại Lãnh' });
    const changed = await server.app.request('/api/settings', authorized(token, { 'If-None-Match': etag }));
    expect(SettingsReply.parse(await changed.json()).settings.office.name).toBe('Xã Đại Lãnh');
  });

  test('is given a survey that was published after it joined, and may still answer the old one', async () => {
    const { token, device, settings } = await server.enrol();
    const version = publishSurvey(server.db, server.deps.office, { ...settings.survey, goal: 90 }, now);
    expect(version).toBe(2);
    expect(readSurvey(server.db, server.deps.office, 1)?.goal).toBe(85);
    const reply = await server.app.request('/api/settings', authorized(token));
    expect(SettingsReply.parse(await reply.json()).settings.survey).toMatchObject({ version: 2, goal: 90 });
    const maker = ballotMaker(device.id, 61, { answeredAt: now });
    const bodies = [maker.next({ survey: 1 }).body, maker.next({ survey: 2 }).body, maker.next({ survey: 3 }).body];
    const sent = await postBatch(
      (path, init) => server.app.request(path, init),
      token,
      batchOf(bodies, { sentAt: now }),
    );
    expect((await sent.json()) as unknown).toMatchObject({
      receipts: [{ status: 'stored' }, { status: 'stored' }, { code: 'unknown-survey' }],
    });
  });

  test('that is revoked is turned away from its next request on, and keeps its records', async () => {
    const { token, device } = await server.enrol();
    const { body } = ballotMaker(device.id, 62).next();
    expect(revokeDevice(server.db, server.deps.office, device.id, now)).toBe(true);
    const replies = [
      await postBatch((path, init) => server.app.request(path, init), token, batchOf([body])),
      await beat(token, heartbeat),
      await server.app.request('/api/settings', authorized(token)),
    ];
    for (const reply of replies) {
      expect(reply.status).toBe(403);
      expect(await reply.json()).toMatchObject({ code: 'device-revoked' });
    }
    expect(server.db.prepare('select count(*) from submissions').pluck().get()).toBe(0);
    expect(revokeDevice(server.db, server.deps.office, device.id, now)).toBe(false);
  });

  test.each([
    ['without a token', 'no-token', {}],
    ['with an empty token', 'no-token', { Authorization: 'Bearer ' }],
    ['with a password', 'no-token', { Authorization: 'Basic YTpi' }],
    ['with a token that nobody has', 'unknown-token', { Authorization: 'Bearer abc' }],
  ])('%s is refused as %s', async (_, code, headers) => {
    for (const [path, method] of [
      ['/api/submissions', 'POST'],
      ['/api/heartbeat', 'POST'],
      ['/api/settings', 'GET'],
    ] as const) {
      const reply = await server.app.request(path, { method, headers });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('WWW-Authenticate')).toBe('Bearer');
      expect(await reply.json()).toMatchObject({ code });
    }
  });
});

test('a new office has three counters', () => {
  expect(listCounters(server.db, server.deps.office).map(({ id, name, retired }) => [id, name, retired])).toEqual([
    ['quay-1', 'Quầy 1', false],
    ['quay-2', 'Quầy 2', false],
    ['quay-3', 'Quầy 3', false],
  ]);
});

describe('a tablet that is enrolled again', () => {
  test('under another id sends what it made before, and that counts', async () => {
    const before = await server.enrol();
    const { body } = ballotMaker(before.device.id, 5, { answeredAt: now }).next();
    revokeDevice(server.db, server.deps.office, before.device.id, now);
    const batch = batchOf([body], { sentAt: now });
    expect((await postBatch(server.app.request, before.token, batch)).status).toBe(403);
    const { token } = EnrolReply.parse((await enrol(newCode())).body);
    const reply = await postBatch(server.app.request, token ?? '', batch);
    expect(await reply.json()).toMatchObject({ receipts: [{ status: 'stored', code: 'other-device' }] });
    const stored = server.db.prepare('select device_id, note from submissions').raw().all();
    expect(stored).toEqual([[before.device.id, 'other-device']]);
  });
});
