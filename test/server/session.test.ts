import { expect, onTestFinished, test } from 'vitest';
import { addPerson, codeNow, openBrowser, PASSWORD, signInFully } from '../helpers/people.ts';
import { openApp, startServer, type TestServerOptions } from '../helpers/server.ts';

const MINUTE = 60_000;

function open(options: TestServerOptions = {}) {
  const clock = { now: Date.parse('2026-11-23T01:00:00Z') };
  const server = openApp({ now: () => clock.now, ...options });
  onTestFinished(server.close);
  return { server, clock };
}
const who = async (browser: ReturnType<typeof openBrowser>) => (await browser.ask('GET', '/api/session')).status;

test('the cookies are bound to this origin, over https, and out of reach of any script', async () => {
  const { server } = open();
  await addPerson(server, 'lan', 'team');
  const { headers } = await openBrowser(server).signIn('lan');
  const [browser = '', session = ''] = headers.getSetCookie();
  expect(session).toMatch(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  expect(browser).toMatch(/^__Host-browser=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
});

test('a copy of the data file opens nothing: no token, code, secret, name or address of a failed try is in it', async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const browser = openBrowser(server);
  await addPerson(server, 'lan', 'administrator');
  await signInFully(server, browser, 'lan');
  const link = await browser.ask('POST', '/api/accounts', { signInName: 'hoa', name: 'Hoa', role: 'viewer' });
  const codes = (await browser.ask('POST', '/api/account/recovery-codes')).body.codes as string[];
  const { secret } = (await browser.ask('POST', '/api/account/second-factor')).body;
  const { ticket } = (await openBrowser(server).signIn('lan')).body;
  await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ signInName: 'nobody-at-all', password: 'my other password' }),
  });
  const dump = server.db.serialize().toString('latin1');
  const told = [...browser.cookies.values(), ...codes, String(link.body.path).split('#')[1] ?? '', PASSWORD];
  for (const text of [...told, ...codes.map((code) => code.replaceAll('-', ''))]) expect(dump).not.toContain(text);
  for (const text of [String(secret), String(ticket), 'JBSWY3DPEHPK3PXP', 'nobody-at-all', 'my other password'])
    expect(dump).not.toContain(text);
  expect(dump).not.toContain('127.0.0.1');
  for (const text of told) expect(server.logged.join('\n')).not.toContain(text);
});

test('a session ends after 30 minutes without a request, and not before', async () => {
  const { server, clock } = open();
  await addPerson(server, 'lan', 'team');
  const browser = openBrowser(server);
  await browser.signIn('lan');
  for (let i = 0; i < 3; i++) {
    clock.now += 29 * MINUTE;
    expect(await who(browser)).toBe(200);
  }
  clock.now += 31 * MINUTE;
  expect(await who(browser)).toBe(401);
});

test('what the page asks for by itself does not keep the session alive', async () => {
  const { server, clock } = open();
  await addPerson(server, 'lan', 'team');
  const browser = openBrowser(server);
  await browser.signIn('lan');
  const ask = () => browser.ask('GET', '/api/results', undefined, { 'X-Automatic': '1' });
  for (let i = 0; i < 2; i++) {
    clock.now += 14 * MINUTE;
    expect((await ask()).status).toBe(200);
  }
  clock.now += 3 * MINUTE;
  expect((await ask()).status).toBe(401);
});

test('a session ends after 8 hours, however much is asked; also when the clock is set back', async () => {
  const { server, clock } = open();
  await addPerson(server, 'lan', 'team');
  const browser = openBrowser(server);
  await browser.signIn('lan');
  for (let minutes = 20; minutes < 8 * 60; minutes += 20) {
    clock.now += 20 * MINUTE;
    expect(await who(browser)).toBe(200);
  }
  clock.now += 20 * MINUTE;
  expect(await who(browser)).toBe(401);
  await browser.signIn('lan');
  clock.now -= 60 * MINUTE;
  expect(await who(browser)).toBe(401);
});

test('signing in gives a new id, whatever the browser had, and so does a new proof', async () => {
  const { server, clock } = open();
  await addPerson(server, 'lan', 'team');
  const browser = openBrowser(server);
  browser.cookies.set('__Host-session', 'chosen-by-somebody-else');
  await browser.signIn('lan');
  const first = browser.cookies.get('__Host-session') ?? '';
  expect(first).toMatch(/^[\w-]{43}$/);
  clock.now += 11 * MINUTE;
  const stepUp = (body: unknown) => browser.ask('POST', '/api/session/step-up', body);
  expect((await stepUp({ password: 'not this one' })).body.code).toBe('proof-wrong');
  const proved = await stepUp({ password: PASSWORD });
  expect(proved.body).toMatchObject({ freshUntil: clock.now + 10 * MINUTE });
  expect(browser.cookies.get('__Host-session')).not.toBe(first);
  const old = openBrowser(server);
  old.cookies.set('__Host-session', first);
  expect([await who(old), await who(browser)]).toEqual([401, 200]);
});

test('a proof is ten minutes old at most, and a code proves as well', async () => {
  const { server, clock } = open();
  await addPerson(server, 'lan', 'administrator');
  const browser = openBrowser(server);
  await signInFully(server, browser, 'lan');
  const add = async (name: string) =>
    (await browser.ask('POST', '/api/accounts', { signInName: name, name, role: 'viewer' })).body.code ?? 'done';
  clock.now += 10 * MINUTE - 1;
  expect(await add('one')).toBe('done');
  clock.now += 1;
  expect(await add('two')).toBe('not-fresh');
  expect((await browser.ask('POST', '/api/session/step-up', { code: codeNow(server) })).status).toBe(200);
  expect(await add('two')).toBe('done');
});

test('signing out ends the session on the server, and only that one', async () => {
  const { server } = open();
  await addPerson(server, 'lan', 'team');
  const [here, there] = [openBrowser(server), openBrowser(server)];
  await here.signIn('lan');
  await there.signIn('lan');
  const token = here.cookies.get('__Host-session') ?? '';
  expect((await here.ask('DELETE', '/api/session')).body).toEqual({ ended: 1 });
  expect(here.cookies.has('__Host-session')).toBe(false);
  here.cookies.set('__Host-session', token);
  expect([await who(here), await who(there)]).toEqual([401, 200]);
});

test('sessions are listed with what they can be known by, and ended one by one or all others at once', async () => {
  const { server } = open();
  await addPerson(server, 'lan', 'team');
  await addPerson(server, 'hoa', 'team');
  const [one, two, three, hers] = [1, 2, 3, 4].map(() => openBrowser(server)) as ReturnType<typeof openBrowser>[];
  if (!one || !two || !three || !hers) throw new Error('four browsers');
  const agent =
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36';
  await one.ask('POST', '/api/session', { signInName: 'lan', password: PASSWORD }, { 'User-Agent': agent });
  await two.signIn('lan');
  await three.signIn('lan');
  await hers.signIn('hoa');
  const list = async () =>
    (await one.ask('GET', '/api/account/sessions')).body.sessions as { id: string; current: boolean }[];
  const sessions = await list();
  expect(sessions).toHaveLength(3);
  expect(sessions.find(({ current }) => current)).toMatchObject({ browser: 'Chrome', system: 'Android' });
  const others = sessions.filter(({ current }) => !current);
  const foreign = await hers.ask('DELETE', `/api/account/sessions/${others[0]?.id}`);
  expect(foreign).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect((await one.ask('DELETE', `/api/account/sessions/${others[0]?.id}`)).body).toEqual({ ended: 1 });
  expect((await list()).length).toBe(2);
  expect((await one.ask('DELETE', '/api/account/sessions')).body).toEqual({ ended: 1 });
  expect([await who(one), await who(two), await who(three), await who(hers)]).toEqual([200, 401, 401, 200]);
});

test('another password ends all other sessions, and needs the present one', async () => {
  const { server } = open();
  await addPerson(server, 'lan', 'team');
  const [here, there] = [openBrowser(server), openBrowser(server)];
  await here.signIn('lan');
  await there.signIn('lan');
  const change = (current: string, password: string) => here.ask('PUT', '/api/account/password', { current, password });
  const next = 'mười hai con giáp';
  expect((await change('wrong', next)).body.code).toBe('proof-wrong');
  expect((await change(PASSWORD, 'tám chữ cái')).body.code).toBe('password-short');
  expect((await change(PASSWORD, next)).status).toBe(200);
  expect([await who(here), await who(there)]).toEqual([200, 401]);
  expect((await there.signIn('lan')).status).toBe(401);
  expect((await there.signIn('lan', next)).status).toBe(200);
});
