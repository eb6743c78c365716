import { expect, onTestFinished, test } from 'vitest';
import { linkPath } from '../../src/server/link-path.ts';
import { AT_ONCE, hashPassword, MOST_WAITING } from '../../src/server/password-hash.ts';
import { printSetUpLink } from '../../src/server/set-up-link.ts';
import { codeAt, stepAt } from '../../src/server/second-factor.ts';
import { rehashPassword } from '../../src/server/store/accounts.ts';
import { useStep } from '../../src/server/store/accounts-second-factor.ts';
import { issueSetUp } from '../../src/server/store/links.ts';
import { addPerson, codeNow, openBrowser, PASSWORD, signInFully } from '../helpers/people.ts';
import { openApp, startServer, type TestServerOptions } from '../helpers/server.ts';

function open(options: TestServerOptions = {}) {
  const server = openApp(options);
  onTestFinished(server.close);
  return server;
}

test('the first start leads from one link to an administrator with a second factor, and the link works once', async () => {
  let now = Date.parse('2026-11-23T01:00:00Z');
  const server = open({ now: () => now });
  const { db, deps } = server;
  const token = issueSetUp(db, deps.office, now);
  const browser = openBrowser(server);
  const look = await browser.ask('POST', '/api/link', { token });
  expect(look).toMatchObject({ status: 200, body: { purpose: 'set-up', account: null, shortest: 8 } });

  const person = { signInName: 'lan', name: 'Nguyễn Thị Lan' };
  const accept = (password: string, who: unknown = person) =>
    browser.ask('POST', '/api/link/accept', { token, password, ...(who === undefined ? {} : { person: who }) });
  expect((await accept('ngắn')).body.code).toBe('password-short');
  expect((await accept('12345678')).body.code).toBe('password-common');
  const accepted = await accept('xe đạp màu tím');
  expect(accepted.body).toMatchObject({
    state: 'signed-in',
    session: { account: { signInName: 'lan', role: 'administrator' }, needsSecondFactor: true },
  });
  expect(await accept('xe đạp màu tím')).toMatchObject({ status: 403, body: { code: 'link-over' } });
  expect((await browser.ask('GET', '/api/accounts')).body.code).toBe('needs-second-factor');
  expect((await browser.ask('GET', '/api/results')).body.code).toBe('needs-second-factor');

  const before = browser.cookies.get('__Host-session');
  const totp = await browser.ask('POST', '/api/account/second-factor');
  const secret = String(totp.body.secret);
  expect(totp.body.uri).toBe(
    `otpauth://totp/H%C3%A0i%20L%C3%B2ng:lan?secret=${secret}&issuer=H%C3%A0i%20L%C3%B2ng&algorithm=SHA1&digits=6&period=30`,
  );
  const confirm = (code: string) => browser.ask('PUT', '/api/account/second-factor', { code });
  expect((await confirm('000000')).body.code).toBe('proof-wrong');
  const confirmed = await confirm(codeAt(secret, stepAt(now)));
  expect(confirmed.body.codes).toHaveLength(10);
  expect(browser.cookies.get('__Host-session')).not.toBe(before);
  expect((await browser.ask('GET', '/api/accounts')).status).toBe(200);

  // From now on both steps are asked, and a code that was used is not good again.
  const other = openBrowser(server);
  const step = await other.signIn(' LAN ', 'xe đạp màu tím');
  expect(step.body).toMatchObject({ state: 'second-factor' });
  expect(other.cookies.size).toBe(0);
  const second = (code: string) => other.ask('POST', '/api/session/second-factor', { ticket: step.body.ticket, code });
  expect((await second(codeAt(secret, stepAt(now)))).body.code).toBe('proof-wrong');
  now += 30_000;
  expect((await second(codeAt(secret, stepAt(now)))).body).toMatchObject({ needsSecondFactor: false });
  expect((await second(codeAt(secret, stepAt(now) + 1))).body.code).toBe('link-over');
});

test('the link of the first start is over after 30 minutes, and the next start makes it void', async () => {
  let now = Date.parse('2026-11-23T01:00:00Z');
  const server = open({ now: () => now });
  const { db, deps } = server;
  const look = async (token: string) =>
    (await openBrowser(server).ask('POST', '/api/link', { token })).body.code ?? 'good';
  const first = issueSetUp(db, deps.office, now);
  now += 29 * 60_000;
  expect(await look(first)).toBe('good');
  const second = issueSetUp(db, deps.office, now);
  expect([await look(first), await look(second)]).toEqual(['link-over', 'good']);
  now += 30 * 60_000;
  expect(await look(second)).toBe('link-over');
});

test('a start says where the link leads, and nothing once there is an account', async () => {
  const server = open();
  const { db, deps } = server;
  const said: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text) => said.push(String(text)) > 0;
  const start = { db, office: deps.office, config: deps.config, url: 'http://127.0.0.1:8123', now: Date.now() };
  try {
    printSetUpLink(start);
    await addPerson(server, 'lan', 'administrator');
    printSetUpLink(start);
  } finally {
    process.stdout.write = write;
  }
  expect(said).toHaveLength(2);
  expect(said[1]).toMatch(/^ {2}http:\/\/localhost:8123\/dashboard\/link#[\w-]{43}\n$/);
  expect(server.logged.join()).not.toContain(linkPath(''));
});

test('a name that there is not is answered exactly like a wrong password', async () => {
  const server = open();
  await addPerson(server, 'lan', 'team');
  const tell = async (name: string) => {
    const { status, body, headers } = await openBrowser(server).signIn(name, 'sai');
    return { status, body, headers: Object.fromEntries(headers) };
  };
  const known = await tell('lan');
  expect(known).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } });
  for (const name of ['hoa', 'Đây là câu dài', '']) expect(await tell(name)).toEqual(known);
  expect(server.db.prepare('select count(*) from audit_log').pluck().get()).toBe(4);
});

test('and with the same work: where no hash can be made, neither can be answered', async () => {
  const server = open();
  await addPerson(server, 'lan', 'team');
  // The first ones take long, so that the others wait all the while; those take next to nothing.
  const busy = Array.from({ length: AT_ONCE + MOST_WAITING }, (_, i) =>
    hashPassword('x', i < AT_ONCE ? { m: 65_536, t: 6, p: 1 } : { m: 64, t: 1, p: 1 }),
  );
  const written = () => server.db.prepare('select total_changes()').pluck().get();
  const before = written();
  const replies = await Promise.all(['lan', 'hoa'].map((name) => openBrowser(server).signIn(name, 'sai')));
  expect(replies.map(({ status, body }) => [status, body.code])).toEqual([
    [503, 'busy'],
    [503, 'busy'],
  ]);
  // Each write makes the tablets wait for the disk.
  expect(written()).toBe(before);
  await Promise.all(busy);
  // What could not be judged does not count.
  const after = [];
  for (let i = 0; i < 5; i++) after.push((await openBrowser(server).signIn('hoa', 'sai')).status);
  expect(after).toEqual([401, 401, 401, 401, 401]);
});

test('of two hundred at once some are judged, and the others are sent away without a trace', async () => {
  const server = await startServer({ env: { PUBLIC_ORIGIN: 'https://khaosat.example.gov.vn' } });
  onTestFinished(server.stop);
  const tried = Array.from({ length: 200 }, async (_, i) => {
    const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': `198.51.100.${i}` };
    const body = JSON.stringify({ signInName: `nobody-${i}`, password: 'sai' });
    return (await fetch(`${server.url}/api/session`, { method: 'POST', headers, body })).status;
  });
  const found = await Promise.all(tried);
  const judged = found.filter((status) => status === 401).length;
  expect(found.filter((status) => status === 503)).toHaveLength(200 - judged);
  // Room for those that wait, and for those that were judged while the others came.
  expect(judged).toBeGreaterThanOrEqual(MOST_WAITING);
  expect(judged).toBeLessThan(2 * MOST_WAITING);
  const count = (table: string) => server.db.prepare(`select count(*) from ${table}`).pluck().get();
  expect(count("failed_tries where kind = 'address'")).toBe(judged);
  expect(count('audit_log')).toBe(judged);
});

test('the password is taken as it was typed on any keyboard, and a hash with older parameters is made anew', async () => {
  const server = open();
  const { db } = server;
  const id = await addPerson(server, 'lan', 'team');
  const browser = openBrowser(server);
  expect((await browser.signIn('lan', PASSWORD.normalize('NFD'))).body.state).toBe('signed-in');
  const read = () => String(db.prepare('select password_hash from accounts where id = ?').pluck().get(id));
  expect(read()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  rehashPassword(db, server.deps.office, id, read(), (await hashPassword(PASSWORD, { m: 8192, t: 1, p: 1 })) ?? '');
  expect(read()).toContain('m=8192');
  expect((await browser.signIn('lan')).body.state).toBe('signed-in');
  expect(read()).toContain('m=19456,t=2,p=1');
  expect((await browser.signIn('lan')).body.state).toBe('signed-in');
});

test('a password that is changed while it is being checked opens nothing, nor does an account that is ended', async () => {
  const server = open();
  const { db } = server;
  const other = (await hashPassword('một câu khác hẳn')) ?? '';
  for (const change of ['password_hash = @other', 'disabled_at = 1']) {
    const name = change.slice(0, 4);
    const id = await addPerson(server, name, 'team');
    // They take long, so that the one who signs in waits.
    const busy = Array.from({ length: AT_ONCE }, () => hashPassword('x', { m: 65_536, t: 6, p: 1 }));
    const reply = openBrowser(server).signIn(name);
    while (db.prepare('select 1 from failed_tries').get() === undefined) await new Promise(setImmediate);
    db.prepare(`update accounts set ${change} where id = @id and @other <> ''`).run({ id, other });
    expect((await reply).status).toBe(401);
    await Promise.all(busy);
    db.prepare('delete from failed_tries').run();
  }
  expect(db.prepare('select count(*) from sessions').pluck().get()).toBe(0);
});

test('a recovery code is good once, however it is written, and new ones make the old ones void', async () => {
  const server = open();
  const browser = openBrowser(server);
  await addPerson(server, 'lan', 'administrator');
  expect((await signInFully(server, browser, 'lan')).status).toBe(200);
  const codes = async () => {
    const reply = await browser.ask('POST', '/api/account/recovery-codes');
    return reply.body.codes as string[];
  };
  const [old = ''] = await codes();
  const [one = '', two = ''] = await codes();
  expect(one).toMatch(/^[B-Z]{4}-[B-Z]{4}-[B-Z]{4}$/);
  const use = async (code: string) => {
    const { ticket } = (await openBrowser(server).signIn('lan')).body;
    return (await openBrowser(server).ask('POST', '/api/session/second-factor', { ticket, code })).status;
  };
  expect(await use(old)).toBe(403);
  expect(await use(one.toLowerCase().replaceAll('-', ' '))).toBe(200);
  expect(await use(one)).toBe(403);
  expect(await use(two)).toBe(200);
  expect((await browser.ask('GET', '/api/account')).body).toMatchObject({ recoveryCodes: 8, secondFactor: true });
});

test('a ticket is over after five minutes, and after five codes that were wrong', async () => {
  let now = Date.now();
  const server = open({ now: () => now });
  await addPerson(server, 'lan', 'administrator');
  const browser = openBrowser(server);
  const second = async (ticket: unknown, code: string) =>
    (await browser.ask('POST', '/api/session/second-factor', { ticket, code })).body.code;
  const late = (await browser.signIn('lan')).body.ticket;
  now += 5 * 60_000;
  expect(await second(late, codeNow(server))).toBe('link-over');
  const tried = (await browser.signIn('lan')).body.ticket;
  for (let i = 0; i < 5; i++) expect(await second(tried, '000000')).toBe('proof-wrong');
  now += 60_000;
  expect(await second(tried, codeNow(server))).toBe('link-over');
});

test('two requests with one code: one of them gets in', async () => {
  const server = open();
  const id = await addPerson(server, 'lan', 'administrator');
  const code = codeNow(server);
  const tickets = [];
  for (let i = 0; i < 4; i++) tickets.push((await openBrowser(server).signIn('lan')).body.ticket);
  const ends = await Promise.all(
    tickets.map((ticket) => openBrowser(server).ask('POST', '/api/session/second-factor', { ticket, code })),
  );
  expect(ends.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403, 403, 403]);
  // Another process would be held up by the same statement.
  expect(useStep(server.db, server.deps.office, id, stepAt(server.deps.now()) - 1)).toBe(false);
});
