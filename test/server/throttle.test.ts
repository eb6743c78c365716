import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AppEnv } from '../../src/server/deps.ts';
import { beginTry, endTry, type Key, LIMITS } from '../../src/server/store/throttle.ts';
import { addressOf, networkOf } from '../../src/server/throttle.ts';
import { addPerson, openBrowser, PASSWORD } from '../helpers/people.ts';
import { openApp } from '../helpers/server.ts';

const HOUR = 3_600_000;

function open() {
  const clock = { now: Date.parse('2026-11-23T01:00:00Z') };
  const server = openApp({ now: () => clock.now });
  onTestFinished(server.close);
  return { server, clock };
}
const keysOf = (kind: Key['kind'], name = 'lan'): Key[] => [{ kind, name }];

describe('failed tries', () => {
  test('of one account are free five times, then each wait is twice the last, up to a quarter of an hour', () => {
    const { server, clock } = open();
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      const wait = beginTry(server.db, server.deps.office, keysOf('account'), clock.now);
      waits.push(wait / 1000);
      if (wait > 0) {
        expect(beginTry(server.db, server.deps.office, keysOf('account'), clock.now + wait - 1)).toBe(1);
        clock.now += wait;
        expect(beginTry(server.db, server.deps.office, keysOf('account'), clock.now)).toBe(0);
      }
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900, 900]);
  });

  test('of one account are never more than 100 in a row, however long somebody waits', () => {
    const { server, clock } = open();
    let made = 0;
    for (let i = 0; i < 300; i++) {
      if (beginTry(server.db, server.deps.office, keysOf('account'), clock.now) === 0) made += 1;
      clock.now += 24 * HOUR;
    }
    expect(made).toBe(100);
    endTry(server.db, server.deps.office, keysOf('account'));
    expect(beginTry(server.db, server.deps.office, keysOf('account'), clock.now)).toBe(0);
  });

  test('that come all at once are counted before they are judged', () => {
    const { server, clock } = open();
    const begun = Array.from({ length: 50 }, () =>
      beginTry(server.db, server.deps.office, keysOf('account'), clock.now),
    );
    expect(begun.filter((wait) => wait === 0)).toHaveLength(5);
  });

  test('are not forgotten by a restart, nor by a clock that is set back', () => {
    const { server, clock } = open();
    for (let i = 0; i < 8; i++) {
      const wait = beginTry(server.db, server.deps.office, keysOf('account'), clock.now);
      if (wait > 0) beginTry(server.db, server.deps.office, keysOf('account'), (clock.now += wait));
    }
    const again = openApp({ dataDir: server.dataDir, now: () => clock.now });
    onTestFinished(() => void again.db.close());
    expect(beginTry(again.db, again.deps.office, keysOf('account'), clock.now)).toBe(16_000);
    expect(beginTry(again.db, again.deps.office, keysOf('account'), clock.now - HOUR)).toBe(16_000);
    expect(beginTry(again.db, again.deps.office, keysOf('account'), clock.now - HOUR + 16_000)).toBe(0);
  });

  test('from one address are counted over all names, and forgotten after an hour', () => {
    const { server, clock } = open();
    const keys = keysOf('address', '203.0.113.7');
    let made = 0;
    while (beginTry(server.db, server.deps.office, keys, clock.now) === 0) made += 1;
    expect(made).toBe(LIMITS.address.free);
    expect(beginTry(server.db, server.deps.office, keysOf('address', '203.0.113.8'), clock.now)).toBe(0);
    clock.now += HOUR + 1;
    expect(beginTry(server.db, server.deps.office, keys, clock.now)).toBe(0);
  });

  test('keep neither a name nor an address', () => {
    const { server, clock } = open();
    beginTry(
      server.db,
      server.deps.office,
      [...keysOf('account', 'nguyen.lan'), ...keysOf('address', '203.0.113.7')],
      clock.now,
    );
    const rows = JSON.stringify(server.db.prepare('select * from failed_tries').all());
    expect(rows).not.toMatch(/nguyen|203\.0/);
  });
});

describe('signing in', () => {
  test('with the right password has to wait too, is told how long, and is forgiven by it', async () => {
    const { server, clock } = open();
    await addPerson(server, 'lan', 'team');
    const browser = openBrowser(server);
    for (let i = 0; i < 5; i++) expect((await browser.signIn('lan', 'sai')).status).toBe(401);
    const waiting = await browser.signIn('lan');
    expect(waiting).toMatchObject({ status: 429, body: { code: 'too-many' } });
    expect(waiting.headers.get('Retry-After')).toBe('2');
    clock.now += 2000;
    expect((await browser.signIn('lan')).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await browser.signIn('lan', 'sai')).status).toBe(401);
  });

  test('waits as long for a name that there is not', async () => {
    const { server } = open();
    const tries = [];
    for (let i = 0; i < 6; i++) tries.push((await openBrowser(server).signIn('nobody', 'sai')).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('cannot be shut to a person from elsewhere: their own browser is counted alone', async () => {
    const { server, clock } = open();
    await addPerson(server, 'lan', 'team');
    const own = openBrowser(server);
    await own.signIn('lan');
    await own.ask('DELETE', '/api/session');
    for (let i = 0; i < 200; i++) {
      beginTry(server.db, server.deps.office, keysOf('account'), clock.now);
      clock.now += HOUR;
    }
    const stranger = openBrowser(server);
    expect((await stranger.signIn('lan')).headers.get('Retry-After')).toBe('86400');
    expect((await own.signIn('lan')).status).toBe(200);
    // The cookie opens nothing by itself, and helps with no other account.
    await addPerson(server, 'hoa', 'team');
    stranger.cookies.set('__Host-browser', own.cookies.get('__Host-browser') ?? '');
    for (let i = 0; i < 5; i++) expect((await stranger.signIn('hoa', 'sai')).status).toBe(401);
    expect((await stranger.signIn('hoa')).status).toBe(429);
    expect((await stranger.signIn('lan', 'sai')).status).toBe(401);
  });

  test('is open again for who was shut out once a reset link is used', async () => {
    const { server, clock } = open();
    await addPerson(server, 'lan', 'administrator');
    const id = await addPerson(server, 'hoa', 'team');
    for (let i = 0; i < 200; i++)
      beginTry(server.db, server.deps.office, keysOf('account', 'hoa'), (clock.now += HOUR));
    const administrator = server.signIn('administrator');
    const reset = await server.app.request(`/api/accounts/${id}/reset`, {
      method: 'POST',
      headers: { ...administrator, 'Content-Type': 'application/json' },
      body: '{"secondFactor":false}',
    });
    const { path } = (await reset.json()) as { path: string };
    const token = path.split('#')[1];
    expect((await openBrowser(server).ask('POST', '/api/link/accept', { token, password: PASSWORD })).status).toBe(200);
    expect((await openBrowser(server).signIn('hoa')).status).toBe(200);
  });

  test('has its second step and its step-up counted as well', async () => {
    const { server } = open();
    await addPerson(server, 'lan', 'administrator');
    const codes = [];
    for (let i = 0; i < 6; i++) {
      const browser = openBrowser(server);
      const { ticket } = (await browser.signIn('lan')).body;
      codes.push((await browser.ask('POST', '/api/session/second-factor', { ticket, code: '000000' })).status);
    }
    expect(codes).toEqual([403, 403, 403, 403, 403, 429]);
    await addPerson(server, 'hoa', 'team');
    const browser = openBrowser(server);
    await browser.signIn('hoa');
    const proofs = [];
    for (let i = 0; i < 6; i++)
      proofs.push((await browser.ask('POST', '/api/session/step-up', { password: 'sai' })).status);
    expect(proofs).toEqual([403, 403, 403, 403, 403, 429]);
  });
});

describe('the address of a request', () => {
  const PROXY = 'https://xa.example';
  async function seen(remoteAddress: string, publicOrigin: string | null, forwarded?: string) {
    const app = new Hono<AppEnv>().get('/', (c) => c.text(addressOf(c, { publicOrigin })));
    const headers: Record<string, string> = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
    const reply = await app.request('/', { headers }, { incoming: { socket: { remoteAddress } } });
    return reply.text();
  }

  test.each([
    ['the socket’s, where no proxy is configured', '198.51.100.1', null, '203.0.113.9', '198.51.100.1'],
    ['the socket’s on the machine itself too', '127.0.0.1', null, '203.0.113.9', '127.0.0.1'],
    ['the last hop behind the proxy', '127.0.0.1', PROXY, '203.0.113.9', '203.0.113.9'],
    ['not what a client put before it', '10.0.0.2', PROXY, '1.2.3.4, 5.6.7.8, 203.0.113.9', '203.0.113.9'],
    [
      'the socket’s, where something that is no proxy of ours says so',
      '198.51.100.1',
      PROXY,
      '203.0.113.9',
      '198.51.100.1',
    ],
    ['that of an IPv4 peer written as IPv6', '::ffff:127.0.0.1', PROXY, '::ffff:203.0.113.9', '203.0.113.9'],
    ['the network of an IPv6 peer', '2001:db8:1:2:3:4:5:6', null, undefined, '2001:db8:1:2'],
    ['the proxy’s, where it says nothing', '127.0.0.1', PROXY, undefined, '127.0.0.1'],
  ] as const)('is %s', async (_, peer, origin, forwarded, expected) => {
    expect(await seen(peer, origin, forwarded)).toBe(expected);
  });

  test('is one for all addresses of an IPv6 network, however they are written', () => {
    const network = networkOf('2001:db8:0:7::1');
    for (const other of ['2001:0DB8::7:ffff:ffff:ffff:ffff', '2001:db8:0:7:a:b:c:d', '2001:db8:0:7::1%eth0'])
      expect(networkOf(other)).toBe(network);
    expect(networkOf('2001:db8:0:8::1')).not.toBe(network);
    expect([networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1')]).toEqual(['192.0.2.1', '192.0.2.1']);
  });
});
