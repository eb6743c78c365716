import { expect, onTestFinished, test } from 'vitest';
import { addAccount } from '../../src/server/store/accounts.ts';
import { addPerson, codeNow, openBrowser, PASSWORD, signInFully, type TestBrowser } from '../helpers/people.ts';
import { addOffice, openApp } from '../helpers/server.ts';

const NEW_PASSWORD = 'mười hai con giáp';

/** An office with one administrator who is signed in. */
async function open() {
  const clock = { now: Date.parse('2026-11-23T01:00:00Z') };
  const server = openApp({ now: () => clock.now });
  onTestFinished(server.close);
  const lan = await addPerson(server, 'lan', 'administrator');
  const browser = openBrowser(server);
  await signInFully(server, browser, 'lan');
  return { server, clock, browser, lan };
}
const tokenOf = (body: Record<string, unknown>) => /^\/dashboard\/link#([\w-]{43})$/.exec(String(body.path))?.[1];
const who = async (browser: TestBrowser) => (await browser.ask('GET', '/api/session')).status;

test('an administrator adds a person, who chooses a password with a link that works once', async () => {
  const { server, clock, browser } = await open();
  const added = await browser.ask('POST', '/api/accounts', { signInName: 'hoa', name: 'Trần Thị Hoa', role: 'team' });
  expect(added.body.account).toMatchObject({
    signInName: 'hoa',
    role: 'team',
    hasPassword: false,
    secondFactor: false,
  });
  expect(added.body.expiresAt).toBe(clock.now + 24 * 3_600_000);
  const token = tokenOf(added.body);
  const hoa = openBrowser(server);
  expect((await hoa.signIn('hoa')).body.code).toBe('sign-in-failed');
  expect((await hoa.ask('POST', '/api/link', { token })).body).toMatchObject({
    purpose: 'invitation',
    account: { signInName: 'hoa', name: 'Trần Thị Hoa' },
    shortest: 15,
  });
  const accept = (password: string) => hoa.ask('POST', '/api/link/accept', { token, password });
  expect((await accept('chỉ mười chữ')).body.code).toBe('password-short');
  expect((await accept(NEW_PASSWORD)).body).toMatchObject({
    state: 'signed-in',
    session: { account: { role: 'team' } },
  });
  expect((await accept(NEW_PASSWORD)).body.code).toBe('link-over');
  expect(await who(hoa)).toBe(200);
  const { accounts } = (await browser.ask('GET', '/api/accounts')).body;
  expect(accounts).toMatchObject([
    { signInName: 'lan', secondFactor: true },
    { signInName: 'hoa', hasPassword: true, linkUntil: null, lastSignInAt: clock.now },
  ]);
  const again = await browser.ask('POST', '/api/accounts', { signInName: 'hoa', name: 'Hoa', role: 'viewer' });
  expect(again).toMatchObject({ status: 409, body: { code: 'name-taken' } });
});

test('two requests with one link: one of them sets the password', async () => {
  const { server, browser } = await open();
  const token = tokenOf(
    (await browser.ask('POST', '/api/accounts', { signInName: 'hoa', name: 'Hoa', role: 'team' })).body,
  );
  const ends = await Promise.all(
    [NEW_PASSWORD, PASSWORD].map((password) =>
      openBrowser(server).ask('POST', '/api/link/accept', { token, password }),
    ),
  );
  expect(ends.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
});

test('a reset ends what was, keeps the second factor, and the newest link alone works', async () => {
  const { server, clock, browser } = await open();
  const id = await addPerson(server, 'hoa', 'administrator');
  const hoa = openBrowser(server);
  await signInFully(server, hoa, 'hoa');
  const reset = async (secondFactor: boolean) =>
    tokenOf((await browser.ask('POST', `/api/accounts/${id}/reset`, { secondFactor })).body);
  const [first, second] = [await reset(false), await reset(false)];
  expect(await who(hoa)).toBe(200);
  const accept = (token: string | undefined) =>
    openBrowser(server).ask('POST', '/api/link/accept', { token, password: NEW_PASSWORD });
  expect((await accept(first)).body.code).toBe('link-over');
  const accepted = await accept(second);
  expect(accepted.body).toMatchObject({ state: 'second-factor' });
  expect(await who(hoa)).toBe(401);
  expect((await hoa.signIn('hoa')).status).toBe(401);
  clock.now += 30_000;
  const step = { ticket: accepted.body.ticket, code: codeNow(server) };
  expect((await hoa.ask('POST', '/api/session/second-factor', step)).status).toBe(200);

  // Who has lost the authenticator as well has to set another one up before anything else.
  const lost = await accept(await reset(true));
  expect(lost.body).toMatchObject({ state: 'signed-in', session: { needsSecondFactor: true } });
});

test('a link is over after a day', async () => {
  const { clock, browser, server } = await open();
  const { body } = await browser.ask('POST', '/api/accounts', { signInName: 'hoa', name: 'Hoa', role: 'team' });
  clock.now += 24 * 3_600_000;
  expect((await openBrowser(server).ask('POST', '/api/link', { token: tokenOf(body) })).body.code).toBe('link-over');
});

test('who is disabled is out at once, and their link with them; enabled again they sign in', async () => {
  const { server, browser } = await open();
  const id = await addPerson(server, 'hoa', 'team');
  const hoa = openBrowser(server);
  await hoa.signIn('hoa');
  const token = tokenOf((await browser.ask('POST', `/api/accounts/${id}/reset`, { secondFactor: false })).body);
  const set = (disabled: boolean) => browser.ask('PATCH', `/api/accounts/${id}`, { disabled });
  expect((await set(true)).body).toMatchObject({ disabledAt: server.deps.now() });
  expect(await who(hoa)).toBe(401);
  expect((await hoa.signIn('hoa')).body.code).toBe('sign-in-failed');
  expect((await hoa.ask('POST', '/api/link', { token })).body.code).toBe('link-over');
  expect((await browser.ask('POST', `/api/accounts/${id}/reset`, { secondFactor: false })).status).toBe(404);
  expect((await set(false)).body).toMatchObject({ disabledAt: null });
  expect((await hoa.signIn('hoa')).status).toBe(200);
});

test('another role ends the sessions that had the one before', async () => {
  const { server, browser } = await open();
  const id = await addPerson(server, 'hoa', 'team');
  const hoa = openBrowser(server);
  await hoa.signIn('hoa');
  expect((await browser.ask('PATCH', `/api/accounts/${id}`, { name: 'Trần Hoa' })).body.name).toBe('Trần Hoa');
  expect(await who(hoa)).toBe(200);
  expect((await browser.ask('PATCH', `/api/accounts/${id}`, { role: 'administrator' })).body.role).toBe(
    'administrator',
  );
  expect(await who(hoa)).toBe(401);
  expect((await hoa.signIn('hoa')).body).toMatchObject({ session: { needsSecondFactor: true } });
});

test('a password that is short without a second factor lets nobody in to anything but setting one up', async () => {
  const { server, browser } = await open();
  const add = await browser.ask('POST', '/api/accounts', { signInName: 'hoa', name: 'Hoa', role: 'administrator' });
  const hoa = openBrowser(server);
  await hoa.ask('POST', '/api/link/accept', { token: tokenOf(add.body), password: 'xe đạp tím' });
  const { id } = add.body.account as { id: string };
  await browser.ask('PATCH', `/api/accounts/${id}`, { role: 'viewer' });
  expect((await hoa.signIn('hoa', 'xe đạp tím')).body).toMatchObject({ session: { needsSecondFactor: true } });
  expect((await hoa.ask('GET', '/api/results')).body.code).toBe('needs-second-factor');
});

test('the last administrator can neither be disabled nor made less', async () => {
  const { server, browser, lan } = await open();
  const change = async (id: string, body: unknown) =>
    (await browser.ask('PATCH', `/api/accounts/${id}`, body)).body.code;
  expect(await change(lan, { disabled: true })).toBe('last-administrator');
  expect(await change(lan, { role: 'viewer' })).toBe('last-administrator');
  // One who was only invited could not set anything up.
  await browser.ask('POST', '/api/accounts', { signInName: 'hoa', name: 'Hoa', role: 'administrator' });
  expect(await change(lan, { disabled: true })).toBe('last-administrator');
  await addPerson(server, 'mai', 'administrator');
  expect(await change(lan, { role: 'viewer' })).toBeUndefined();
});

test('an account of another office cannot be seen, changed or reset', async () => {
  const { server, browser } = await open();
  const office = addOffice(server.db);
  const id = addAccount(server.db, office, { signInName: 'stranger', name: 'Người khác', role: 'viewer' }, 0);
  expect(JSON.stringify((await browser.ask('GET', '/api/accounts')).body)).not.toContain('stranger');
  expect((await browser.ask('PATCH', `/api/accounts/${id}`, { disabled: true })).status).toBe(404);
  expect((await browser.ask('POST', `/api/accounts/${id}/reset`, { secondFactor: true })).status).toBe(404);
});
