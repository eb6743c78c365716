import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnrolReply, type OfferedKey } from '../../src/domain/wire.ts';
import { fingerprintOf, newKeyPair } from '../../src/seal/sign.ts';
import { issueCode, listDevices } from '../../src/server/store/devices.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { openApp, startServer, type TestApp } from '../helpers/server.ts';
import { offeredKey } from '../helpers/signing.ts';

let now = Date.parse('2026-11-20T02:00:00Z');
let server: TestApp;
beforeEach(() => {
  server = openApp({ now: () => now });
});
afterEach(() => server.close());

const post = (body: unknown) =>
  server.app.request('/api/enrolment', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const codeOf = async (reply: Response) => [reply.status, ((await reply.json()) as { code?: string }).code];
const newCode = () => issueCode(server.db, server.deps.office, 'quay-2', now);
const plain = (code: string) => code.replace('-', '');
const devices = () => listDevices(server.db, server.deps.office);

describe('a tablet that brings a key', () => {
  test('joins without a token, is told what to seal to, and its fingerprint is in the audit log', async () => {
    const keys = await newKeyPair();
    const code = newCode();
    const key = await offeredKey(plain(code), keys);
    // As a person types it.
    const reply = await post({ code: ` ${code.toLowerCase()} `, key });
    const { token, settings } = EnrolReply.parse(await reply.json());
    expect(token).toBeNull();
    expect(settings.sealing?.key).toMatch(/^[A-Za-z0-9_-]{87}$/);
    const row = server.db.prepare("select object, detail from audit_log where action = 'tablet.enrol'").raw().get();
    const detail = { counter: 'quay-2', how: 'code', fingerprint: await fingerprintOf(key.publicKey) };
    expect(row).toEqual([settings.device.id, JSON.stringify(detail)]);
    // No token opens anything: the column holds what no SHA-256 reads like.
    expect(server.db.prepare('select token_hash from devices').pluck().all()).toEqual([`key:${settings.device.id}`]);
    for (const secret of [plain(code), code]) {
      expect(server.db.serialize().includes(secret)).toBe(false);
      expect(server.logged.join('\n')).not.toContain(secret);
    }
  });

  test('on the machine itself signs for no code', async () => {
    const real = await startServer();
    try {
      const key = await offeredKey('', await newKeyPair());
      const join = (body: unknown) =>
        fetch(`${real.url}/api/enrolment`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
      expect((await join({ key: await offeredKey('X', await newKeyPair()) })).status).toBe(422);
      expect(EnrolReply.parse(await (await join({ key })).json()).token).toBeNull();
    } finally {
      await real.stop();
    }
  });

  test('must hold it, for this code and no other; and the code is still good after that', async () => {
    const [keys, code, other] = [await newKeyPair(), newCode(), newCode()];
    const key = await offeredKey(plain(code), keys);
    const wrong: OfferedKey[] = [
      await offeredKey(plain(other), keys),
      { ...key, signature: 'A'.repeat(86) },
      { ...(await offeredKey(plain(code), await newKeyPair())), publicKey: key.publicKey },
      { ...key, publicKey: `BA${'A'.repeat(85)}` },
    ];
    for (const one of wrong) expect(await codeOf(await post({ code, key: one }))).toEqual([422, 'key-unproved']);
    expect(devices()).toEqual([]);
    expect((await post({ code, key })).status).toBe(200);
    expect(await codeOf(await post({ code, key }))).toEqual([403, 'code-expired']);
  });

  test('wins a race for a code or loses it, and never both', async () => {
    for (let round = 0; round < 10; round++) {
      now += 60_000;
      const code = newCode();
      const offers = [
        await offeredKey(plain(code), await newKeyPair()),
        await offeredKey(plain(code), await newKeyPair()),
      ];
      const both = await Promise.all(offers.map(async (key) => post({ code, key })));
      expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 403]);
    }
    expect(devices()).toHaveLength(10);
    expect(server.db.prepare('select count(*) from device_keys').pluck().get()).toBe(10);
  });
});

// ENROLMENT_GUESSES=100000 takes a minute.
const GUESSES = Number(process.env.ENROLMENT_GUESSES ?? 10_000);
test(
  `${GUESSES} guesses find no code: twenty a minute are looked at, all others shut out (seed 9)`,
  { timeout: 600_000 },
  async () => {
    newCode();
    const random = randomFrom(9);
    const letters = 'BCDFGHJKLMNPQRSTVWXZ';
    const guess = () => Array.from({ length: 10 }, () => letters[Math.floor(random() * 20)]).join('');
    const seen = new Map<number, number>();
    for (let i = 0; i < GUESSES; i++) {
      now += 72;
      const { status } = await post({ code: guess() });
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual([403, 429]);
    expect(seen.get(403)).toBeLessThanOrEqual(20 * Math.ceil((GUESSES * 72) / 60_000 + 1));
    expect(devices()).toEqual([]);
  },
);
