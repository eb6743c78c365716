import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NONCE_HEADER, proofHeader, proofText } from '../../src/domain/device-proof.ts';
import { KeyReply, NonceReply } from '../../src/domain/wire.ts';
import { fingerprintOf as fingerprintOnTablet, newKeyPair, publicText, sign } from '../../src/seal/sign.ts';
import { createNonces, NONCE_LIFE } from '../../src/server/nonces.ts';
import { OVERLAP } from '../../src/server/store/device-keys.ts';
import { revokeDevice } from '../../src/server/store/devices.ts';
import { batchOf, hashOf, NDJSON } from '../helpers/ballots.ts';
import { openApp, startServer, type TestApp } from '../helpers/server.ts';
import { offeredKey, type Proved, signingTablet, type SigningTablet } from '../helpers/signing.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
let now = Date.parse('2026-11-20T02:00:00Z');
let monotonic = 1_000;
let server: TestApp;
let tablet: SigningTablet;
beforeEach(async () => {
  server = openApp({ now: () => now, monotonic: () => monotonic });
  tablet = await signingTablet(server);
});
afterEach(() => server.close());

const codeOf = async (reply: Response) => ({
  status: reply.status,
  code: reply.ok ? '' : ((await reply.json()) as { code: string }).code,
});
const settings = async (change?: Partial<Proved>) => codeOf(await tablet.request('/api/settings', {}, change));
const FINE = { status: 200, code: '' };
const STALE = { status: 401, code: 'nonce-stale' };
const MISFIT = { status: 401, code: 'request-signature' };

describe('a request that a tablet signed', () => {
  test('is answered, whatever it asks for, and each reply brings the nonce of the next', async () => {
    for (const [path, init] of [
      ['/api/settings', {}],
      ['/api/settings?what=ever', {}],
      ['/api/submissions', { method: 'POST', headers: { 'Content-Type': NDJSON }, body: batchOf([]) }],
    ] as const) {
      const reply = await tablet.request(path, init);
      expect([path, reply.status]).toEqual([path, 200]);
      expect(reply.headers.get(NONCE_HEADER)).toMatch(/^[A-Za-z0-9_-]{40,}$/);
    }
  });

  test('over a real socket is read as it came', async () => {
    const real = await startServer();
    try {
      const other = await signingTablet(real, { ask: (path, init) => fetch(real.url + path, init) });
      const { receipts } = await other.send((await other.ballots(1).many(30)).map(({ line }) => line));
      expect(receipts).toHaveLength(30);
      expect((await other.request('/api/settings?a=%C4%90&b=+')).status).toBe(200);
    } finally {
      await real.stop();
    }
  });

  test('asks no clock: neither a tablet nor a server that is years off changes anything', async () => {
    for (const skew of [-50 * 365, -1, 1, 10 * 365].map((days) => days * 86_400_000)) {
      now += skew;
      expect(await settings()).toEqual(FINE);
      now -= skew;
    }
  });

  test.each<[string, Partial<Proved>]>([
    ['another method', { method: 'POST' }],
    ['another path', { path: '/api/heartbeat' }],
    ['another query', { path: '/api/settings?x' }],
    ['another body', { bodyHash: hashOf('other') }],
  ])('for %s is refused', async (_, change) => {
    expect(await settings(change)).toEqual(MISFIT);
  });

  test('is refused when its body was swapped, cut off or added to on the way', async () => {
    const body = batchOf((await tablet.ballots(1).many(3)).map(({ line }) => line));
    for (const other of [body.slice(0, -1), `${body}\n`, body.replace('"records":3', '"records":2'), '', batchOf([])]) {
      const headers = await tablet.prove('POST', '/api/submissions', body);
      headers.set('Content-Type', NDJSON);
      const reply = await server.app.request('/api/submissions', { method: 'POST', headers, body: other });
      expect(await codeOf(reply)).toEqual(MISFIT);
    }
    expect(server.db.prepare('select count(*) from submissions').pluck().get()).toBe(0);
  });

  test('is taken once: a replay is stale, also of many at the same moment', async () => {
    const headers = await tablet.prove('GET', '/api/settings');
    const replies = await Promise.all(
      Array.from({ length: 20 }, async () => server.app.request('/api/settings', { headers })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const again = await server.app.request('/api/settings', { headers });
    expect(again.headers.get(NONCE_HEADER)).not.toBeNull();
    expect(again.headers.get('WWW-Authenticate')).toBe('Device');
    expect(await codeOf(again)).toEqual(STALE);
  });

  test('with a nonce of five minutes ago is stale, and a stranger cannot use a nonce up', async () => {
    const { nonces } = NonceReply.parse(await (await server.app.request('/api/nonce')).json());
    expect(nonces).toHaveLength(4);
    const [nonce = '', other = ''] = nonces;
    const forged = proofHeader(tablet.device.id, nonce, 'A'.repeat(86));
    expect(await codeOf(await server.app.request('/api/settings', { headers: { Authorization: forged } }))).toEqual(
      MISFIT,
    );
    monotonic += NONCE_LIFE;
    expect(await settings({ nonce })).toEqual(FINE);
    monotonic += 1;
    expect(await settings({ nonce: other })).toEqual(STALE);
  });

  test.each([
    ['made up', 'A'.repeat(46)],
    ['of another server', createNonces(() => 1_000).fresh()],
  ])('with a nonce that is %s is stale', async (_, nonce) => {
    expect(await settings({ nonce })).toEqual(STALE);
  });

  test('with the last bit of its nonce written otherwise is no second request', async () => {
    const nonce = createNonces().fresh();
    const nonces = createNonces();
    const mine = nonces.fresh();
    // 34 bytes are 46 digits, of which the last says four bits that are not used.
    const spellings = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
      .map((digit) => mine.slice(0, -1) + digit)
      .filter((text) => nonces.isFresh(text));
    expect(spellings).toEqual([mine]);
    expect(nonces.isFresh(nonce)).toBe(false);
  });

  test('by the key of another tablet, or in its name, is refused', async () => {
    const other = await signingTablet(server);
    expect(await codeOf(await other.request('/api/settings', {}, { device: tablet.device.id }))).toEqual(MISFIT);
    expect(await settings({ device: 'nobody' })).toEqual({ status: 401, code: 'request-device' });
  });

  test.each(['Device', 'Device a.b.c', `Device ${'x'.repeat(300)}`, 'Device ..', 'device x'])(
    'with the header "%s" is none',
    async (Authorization) => {
      const reply = await server.app.request('/api/settings', { headers: { Authorization } });
      expect(await codeOf(reply)).toEqual({ status: 401, code: 'no-token' });
      expect(reply.headers.get(NONCE_HEADER)).not.toBeNull();
    },
  );

  test('by a tablet that is revoked is turned away from the next one on', async () => {
    expect(await settings()).toEqual(FINE);
    revokeDevice(server.db, server.deps.office, tablet.device.id, now);
    expect(await settings()).toEqual({ status: 403, code: 'device-revoked' });
  });

  test('opens nothing that is meant for people', async () => {
    for (const path of ['/api/tablets', '/api/results', '/api/remarks', '/api/audit'])
      expect((await tablet.request(path)).status).toBe(401);
  });

  test('counts for the allowance of its tablet, and one that is not proved does not', async () => {
    for (let i = 0; i < 250; i++) expect(await settings({ path: '/x' })).toEqual(MISFIT);
    for (let i = 0; i < 200; i++) expect(await settings()).toEqual(FINE);
    expect((await settings()).code).toBe('too-many');
  });
});

describe('the memory of used nonces', () => {
  test('is bounded, and what it forgets is stale (2 000 nonces in 10 places)', () => {
    let at = 0;
    const nonces = createNonces(() => at, 10);
    const taken: string[] = [];
    for (let i = 0; i < 2_000; i++) {
      at += 1;
      const nonce = nonces.fresh();
      expect(nonces.take(nonce)).toBe(true);
      taken.push(nonce);
    }
    expect(taken.filter((nonce) => nonces.take(nonce))).toEqual([]);
  });

  test('lasts as long as they do (one every ten seconds, for an hour)', () => {
    let at = 0;
    const nonces = createNonces(() => at);
    const taken: string[] = [];
    for (; at < 3_600_000; at += 10_000) {
      const nonce = nonces.fresh();
      expect(nonces.take(nonce)).toBe(true);
      taken.push(nonce);
      for (const old of taken.slice(-40)) expect(nonces.take(old)).toBe(false);
    }
  });
});

describe('another key', () => {
  const put = (body: unknown, prove: (text: string) => Promise<Headers>) => {
    const text = JSON.stringify(body);
    return prove(text).then((headers) => {
      headers.set('Content-Type', 'application/json');
      return server.app.request('/api/device-key', { method: 'PUT', headers, body: text });
    });
  };
  const withKey = (one: SigningTablet) => (text: string) => one.prove('PUT', '/api/device-key', text);
  const withToken = (token: string) => () => Promise.resolve(new Headers({ Authorization: `Bearer ${token}` }));
  const signedBy = async (keys: Awaited<ReturnType<typeof newKeyPair>>, device: string) => {
    const [nonce = ''] = NonceReply.parse(await (await server.app.request('/api/nonce')).json()).nonces;
    const truth = { method: 'GET', path: '/api/settings', bodyHash: hashOf(''), device, nonce };
    const Authorization = proofHeader(device, nonce, await sign(keys, proofText(truth)));
    return codeOf(await server.app.request('/api/settings', { headers: { Authorization } }));
  };

  test('takes the place of the one before, which proves requests for 30 days more', async () => {
    const keys = await newKeyPair();
    const reply = await put(await offeredKey(tablet.device.id, keys), withKey(tablet));
    expect(KeyReply.parse(await reply.json()).fingerprint).toBe(await fingerprintOnTablet(await publicText(keys)));
    const { id } = tablet.device;
    expect(await signedBy(keys, id)).toEqual(FINE);
    now += OVERLAP - 1;
    expect(await signedBy(tablet.keys, id)).toEqual(FINE);
    now += 1;
    expect(await signedBy(tablet.keys, id)).toEqual(MISFIT);
    expect(await signedBy(keys, id)).toEqual(FINE);
  });

  test('may be asked for twice, since a reply can be lost; and the one before never comes back', async () => {
    const keys = await newKeyPair();
    const offer = await offeredKey(tablet.device.id, keys);
    for (let i = 0; i < 2; i++) expect((await put(offer, withKey(tablet))).status).toBe(200);
    const back = await put(await offeredKey(tablet.device.id, tablet.keys), withKey(tablet));
    expect(await codeOf(back)).toEqual({ status: 409, code: 'key-old' });
    expect(server.db.prepare("select count(*) from audit_log where action = 'tablet.key'").pluck().get()).toBe(1);
  });

  test('ends the token of a tablet that had none, which then only repeats that request', async () => {
    const { token, device } = await server.enrol();
    const keys = await newKeyPair();
    const offer = await offeredKey(device.id, keys);
    expect((await put(offer, withToken(token))).status).toBe(200);
    expect((await put(offer, withToken(token))).status).toBe(200);
    expect(await signedBy(keys, device.id)).toEqual(FINE);
    const headers = { Authorization: `Bearer ${token}` };
    const gone = { status: 401, code: 'unknown-token' };
    expect(await codeOf(await server.app.request('/api/settings', { headers }))).toEqual(gone);
    const other = await put(await offeredKey(device.id, await newKeyPair()), withToken(token));
    expect(await codeOf(other)).toEqual(gone);
  });

  test('is refused to whoever does not show that they hold it, or for another tablet', async () => {
    const keys = await newKeyPair();
    const { publicKey } = await offeredKey(tablet.device.id, keys);
    const cases = [
      { publicKey, signature: 'A'.repeat(86) },
      await offeredKey('another-tablet', keys),
      { ...(await offeredKey(tablet.device.id, keys)), publicKey: await publicText(tablet.keys) },
      { publicKey: `BA${'A'.repeat(85)}`, signature: 'A'.repeat(86) },
    ];
    for (const offer of cases)
      expect(await codeOf(await put(offer, withKey(tablet)))).toEqual({ status: 422, code: 'key-unproved' });
    expect(await codeOf(await put({ publicKey: 5 }, withKey(tablet)))).toEqual({ status: 400, code: 'wrong-type' });
  });

  test('is confirmed by an administrator who names its fingerprint, and no other', async () => {
    const headers = { ...server.signIn('administrator'), ...JSON_TYPE };
    const confirm = async (fingerprint: string, id = tablet.device.id) =>
      codeOf(
        await server.app.request(`/api/tablets/${id}/confirmation`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ fingerprint }),
        }),
      );
    const fleet = async () =>
      (
        (await (await server.app.request('/api/tablets', { headers })).json()) as {
          tablets: { fingerprint: string | null; confirmedAt: number | null }[];
        }
      ).tablets;
    const fingerprint = await fingerprintOnTablet(tablet.publicKey);
    expect(await fleet()).toMatchObject([{ fingerprint, confirmedAt: null }]);
    expect(await confirm('0000-0000-0000-0000')).toEqual({ status: 409, code: 'fingerprint-differs' });
    expect(await confirm(fingerprint, 'nobody')).toEqual({ status: 404, code: 'not-found' });
    expect(await confirm(fingerprint)).toEqual(FINE);
    expect(await fleet()).toMatchObject([{ fingerprint, confirmedAt: now }]);
    const { token: _, device } = await server.enrol();
    expect(await confirm(fingerprint, device.id)).toEqual({ status: 409, code: 'fingerprint-differs' });
  });
});
