/** The device's key: made where it can be kept, shown with each request, and changed without a word to anybody. */
import { describe, expect, it, vi } from 'vitest';
import { createApi } from '../../src/kiosk/api.ts';
import { createDevice } from '../../src/kiosk/device.ts';
import { KEY_AGE_MS } from '../../src/kiosk/keys.ts';
import { createMaker } from '../../src/kiosk/maker.ts';
import { headText, isCanonical, SealedRecord, signedText } from '../../src/domain/sealed-record.ts';
import { canonicalBody } from '../../src/domain/submission.ts';
import { newSealingKey } from '../helpers/sealing-key.ts';
import { publicText } from '../../src/seal/sign.ts';
import type { Database } from '../../src/kiosk/database.ts';
import { createProvingServer, verified } from './proving-server.ts';
import { cached, draft, freshName, openTablet, START } from './support.ts';

/** A tablet and a server that checks what it is shown. */
function pair(wrap?: (database: Database) => Database, name = freshName(), server = createProvingServer()) {
  const tablet = openTablet(name, wrap);
  const api = createApi(
    () => device.credentials(),
    () => START,
    server.send,
  );
  const device = createDevice(tablet.outbox, api);
  return { tablet, server, api, device, name };
}
/** A disk that keeps no keys, in one of the ways in which browsers do not. */
const keyless =
  (refuse: boolean) =>
  (database: Database): Database => ({
    ...database,
    async write(stores) {
      const tx = await database.write(stores);
      const objectStore = (name: string) => {
        // The one store that is used here; its type follows from the name.
        const store = tx.objectStore(name as never);
        const put = (value: unknown, key: string) => {
          const isPair = typeof value === 'object' && value !== null && 'privateKey' in value;
          if (isPair && refuse) throw new DOMException('could not be cloned', 'DataCloneError');
          return store.put((isPair ? null : value) as never, key as never);
        };
        return new Proxy(store, { get: (of, at) => (at === 'put' ? put : bound(of, at)) });
      };
      const whole = {
        objectStore,
        get store() {
          return objectStore('meta');
        },
      };
      return new Proxy(tx, { get: (of, at) => (at in whole ? Reflect.get(whole, at) : bound(of, at)) });
    },
  });
const bound = (of: object, at: string | symbol): unknown => {
  const value: unknown = Reflect.get(of, at);
  return typeof value === 'function' ? value.bind(of) : value;
};

describe('a tablet that joins', () => {
  it('makes a key that cannot be taken out, keeps it, and signs from then on without a token', async () => {
    const { device, server, api, tablet } = pair();
    expect(await device.enrol('abcde-fghjk')).toEqual({ ok: true });
    const keys = device.credentials()?.keys;
    if (!keys) throw new Error('it has a key');
    expect(device.credentials()?.token).toBeNull();
    await expect(crypto.subtle.exportKey('jwk', keys.privateKey)).rejects.toThrow();
    expect(server.known.keys).toEqual([await publicText(keys)]);
    expect((await api.settings()).kind).toBe('reply');
    expect(server.asked.at(-1)).toMatchObject({ as: 'key', status: 200 });

    const { device: again, api: later } = pair(undefined, tablet.name, server);
    await again.load();
    expect(await again.fingerprint()).toBe(await device.fingerprint());
    expect((await later.settings()).kind).toBe('reply');
  });

  it.each([true, false])(
    'goes without a key where the browser keeps none (an error: %s), and shows its token',
    async (refuse) => {
      const { device, server, api } = pair(keyless(refuse));
      expect(await device.enrol('ABCDE-FGHJK')).toEqual({ ok: true });
      expect(device.credentials()).toMatchObject({ token: 'token-1', keys: null });
      expect(await device.fingerprint()).toBeNull();
      expect((await api.settings()).kind).toBe('reply');
      expect(server.asked.at(-1)?.as).toBe('token');
      await device.renewKey(START);
      expect(server.asked.filter(({ path }) => path === '/api/device-key')).toEqual([]);
    },
  );
});

describe('a proved request', () => {
  it('needs one request for nonces at first, and then lives from the replies', async () => {
    const { device, server, api } = pair();
    await device.enrol('X');
    for (let round = 0; round < 5; round++) await api.sendBatch(['{}']);
    expect(server.asked.filter(({ path }) => path === '/api/nonce')).toHaveLength(0);
    expect(server.asked.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('repeats at once, once, when the nonce was too old', async () => {
    const { device, server, api } = pair();
    await device.enrol('X');
    await api.settings();
    server.forgetNonces();
    expect((await api.sendBatch(['{}'])).kind).toBe('receipts');
    expect(server.asked.slice(-2).map(({ status }) => status)).toEqual([401, 200]);
  });

  it('tries later, and does not call the tablet unknown, when every nonce is too old', async () => {
    const { device, server, api } = pair();
    await device.enrol('X');
    const before = server.asked.length;
    const forgetting = createApi(
      () => device.credentials(),
      () => START,
      (path, init) => {
        if (path !== '/api/nonce') server.forgetNonces();
        return server.send(path, init);
      },
    );
    expect(await forgetting.sendBatch(['{}'])).toEqual({ kind: 'later', code: 'nonce-stale' });
    expect(server.asked.slice(before).map(({ path }) => path)).toEqual([
      '/api/nonce',
      '/api/submissions',
      '/api/submissions',
    ]);
    expect((await api.sendBatch(['{}'])).kind).toBe('receipts');
  });

  it('may be under way eight times at once, each with a nonce of its own', async () => {
    const { device, server, api } = pair();
    await device.enrol('X');
    const ends = await Promise.all(Array.from({ length: 8 }, () => api.sendBatch(['{"some":"body"}'])));
    expect(ends.map(({ kind }) => kind)).toEqual(Array<string>(8).fill('receipts'));
    expect(server.asked.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe('a tablet of the version before', () => {
  async function old() {
    const made = pair();
    const { tablet, server, device } = made;
    server.known.token = 'token-1';
    await tablet.outbox.enrolled({ id: 'device-1', token: 'token-1' }, cached);
    await device.load();
    return made;
  }

  it('takes a key by itself, and its token is used no more', async () => {
    const { device, server, api, tablet } = await old();
    const place = await tablet.outbox.recall('last');
    await device.renewKey(START);
    expect(server.known).toMatchObject({ token: null, keys: [expect.any(String)] });
    expect((await api.settings()).kind).toBe('reply');
    expect(server.asked.at(-1)?.as).toBe('key');
    expect(await tablet.outbox.recall('device')).toEqual({ id: 'device-1', token: null });
    expect(await tablet.outbox.recall('last')).toEqual(place);
  });

  it('finds out that the server has its key already when the reply was lost', async () => {
    const { device, server, api, name } = await old();
    server.lost.add('/api/device-key');
    await device.renewKey(START);
    expect(device.credentials()?.token).toBe('token-1');
    server.lost.clear();
    expect((await api.settings()).kind).toBe('rejected');

    const after = pair(undefined, name, server);
    await after.device.load();
    await after.device.recover();
    expect(after.device.credentials()).toMatchObject({ token: null });
    expect((await after.api.settings()).kind).toBe('reply');
    expect(server.known.keys).toHaveLength(1);
  });

  it('is not stopped by a change of key while a request is under way', async () => {
    const { device, server } = await old();
    let changed = false;
    const slow = createApi(
      () => device.credentials(),
      () => START,
      async (path, init) => {
        if (!changed) {
          changed = true;
          await device.renewKey(START);
        }
        return server.send(path, init);
      },
    );
    expect((await slow.sendBatch(['{}'])).kind).toBe('receipts');
  });
});

describe('a key', () => {
  it('is changed after ninety days and not before, and a clock that was set back changes nothing', async () => {
    const { device, server, api } = pair();
    await device.enrol('X');
    const first = await device.fingerprint();
    for (const later of [0, KEY_AGE_MS - 1, -1000, 0]) await device.renewKey(START + later);
    expect(await device.fingerprint()).toBe(first);
    await device.renewKey(START + KEY_AGE_MS + 1);
    expect(await device.fingerprint()).not.toBe(first);
    // The time of the second begins anew.
    for (const later of [2, KEY_AGE_MS + 1]) await device.renewKey(START + KEY_AGE_MS + later);
    expect(server.known.keys).toHaveLength(2);
    expect((await api.settings()).kind).toBe('reply');
  });

  it('that was offered without an answer is offered again, not another one', async () => {
    const { device, server } = pair();
    await device.enrol('X');
    await device.renewKey(START);
    server.lost.add('/api/device-key');
    await device.renewKey(START + KEY_AGE_MS);
    server.lost.clear();
    await device.renewKey(START + KEY_AGE_MS);
    expect(new Set(server.known.keys).size).toBe(2);
  });

  it.each([true, false])(
    'that a server set back to an earlier day does not know is told to it again (a token before: %s)',
    async (token) => {
      const { device, server, api, tablet } = pair();
      if (token) await tablet.outbox.enrolled({ id: 'device-1', token: (server.known.token = 'token-1') }, cached);
      if (token) await device.load();
      else await device.enrol('X');
      const then = structuredClone(server.known);
      await device.renewKey(START);
      await device.renewKey(START + KEY_AGE_MS);
      const fingerprint = await device.fingerprint();
      Object.assign(server.known, then);
      expect((await api.settings()).kind).toBe('rejected');

      // Also after a restart.
      const after = pair(undefined, tablet.name, server);
      await after.device.load();
      await after.device.recover();
      expect((await after.api.settings()).kind).toBe('reply');
      expect(await after.device.fingerprint()).toBe(fingerprint);
    },
  );

  it('of a device that the tablet no longer is vouches for nothing', async () => {
    const { device, server, api, tablet } = pair();
    await tablet.outbox.enrolled({ id: 'device-0', token: (server.known.token = 'token-1') }, cached);
    await device.load();
    await tablet.outbox.remember('before', { device: 'device-0', token: 'token-1', keys: null });
    await device.enrol('X');
    server.known.keys = [];
    server.known.token = 'token-1';
    await device.recover();
    expect((await api.settings()).kind).toBe('rejected');
  });
});

describe('the maker', () => {
  it('hears of a part that cannot be loaded, and loads it the next time', async () => {
    const sealing = { id: 'k1', key: 'A'.repeat(87) };
    const line = vi.fn(() => Promise.resolve('{"v":2}'));
    const load = vi
      .fn<() => Promise<{ begin: () => Promise<void>; line: typeof line }>>()
      .mockRejectedValueOnce(new TypeError('not there'))
      .mockResolvedValue({ begin: () => Promise.resolve(), line });
    const settings = { ...cached.settings, sealing };
    const maker = createMaker(() => ({ settings: () => settings, credentials: () => null }), load);
    const identity = { id: crypto.randomUUID(), device: 'device-1', epoch: 1, seq: 1, prev: '0'.repeat(64) };
    await expect(maker.line(draft(), identity)).rejects.toThrow('not there');
    expect(await maker.line(draft(), identity)).toBe('{"v":2}');
  });

  it('seals and signs once a key was told, and keeps the body as it is only where none ever was', async () => {
    const { device } = pair();
    await device.enrol('X');
    const { told } = await newSealingKey('k1');
    const who = device.credentials();
    const maker = (sealing: typeof told | undefined) =>
      createMaker(() => ({
        settings: () => ({ ...cached.settings, ...(sealing && { sealing }) }),
        credentials: () => who,
      }));
    const identity = { id: crypto.randomUUID(), device: 'device-1', epoch: 1, seq: 1, prev: '0'.repeat(64) };
    const one = draft(1, 'Chờ lâu quá');
    expect(await maker(undefined).line(one, identity)).toBe(canonicalBody(one, identity));
    const sealed = await maker(told).line(one, identity);
    const record = SealedRecord.parse(JSON.parse(sealed));
    expect(isCanonical(sealed, record)).toBe(true);
    expect(sealed).not.toMatch(/Chờ|access|land/);
    const signed = signedText(headText(record), record.sealed);
    expect(verified(await publicText(who?.keys ?? never()), record.sig ?? '', signed)).toBe(true);
    // Made under the name of another device, it is not signed by this one.
    const other = await maker(told).line(one, { ...identity, device: 'device-0' });
    expect(SealedRecord.parse(JSON.parse(other)).sig).toBeNull();
  });

  it('goes on sealing when the server no longer tells its key', async () => {
    const { told } = await newSealingKey('k1');
    const { tablet, server, api } = pair();
    await tablet.outbox.enrolled(
      { id: 'device-1', token: 'token-1' },
      { tag: 'tag-0', settings: { ...cached.settings, sealing: told } },
    );
    server.known.token = 'token-1';
    const device = createDevice(tablet.outbox, {
      ...api,
      settings: () => api.settings({ device: 'device-1', token: 'token-1', keys: null }),
    });
    await device.load();
    await device.follow(cached.tag);
    expect(device.settings()?.sealing).toEqual(told);
    expect((await tablet.outbox.recall('settings'))?.settings.sealing).toEqual(told);
  });
});
const never = (): never => {
  throw new Error('it has a key');
};
