import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Enrolled, openApp, startServer, type TestServer } from '../helpers/server.ts';

const READ_TOKEN = 'a-read-token-of-some-length';
let open: TestServer;
let guarded: TestServer;
let tablet: Enrolled;
beforeAll(async () => {
  open = await startServer();
  guarded = await startServer({ env: { READ_TOKEN } });
  tablet = await open.enrol();
}, 60_000);
afterAll(async () => {
  await open.stop();
  await guarded.stop();
});

interface Answer {
  status: number;
  code: string | undefined;
  headers: Record<string, unknown>;
}
/** With any headers, also those that `fetch` sets by itself. */
function call(url: string, path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = text.startsWith('{') ? (JSON.parse(text) as { code?: string }) : {};
        resolve({ status: reply.statusCode ?? 0, code: json.code, headers: reply.headers });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('the results', () => {
  const refused = { status: 401, code: 'signed-out' };

  test.each([
    ['on the machine itself', { Host: 'localhost' }],
    ['under another name that points here', { Host: 'evil.example' }],
    ['through a proxy', { 'X-Forwarded-For': '127.0.0.1' }],
    ['with a token that nobody has', { Authorization: 'Bearer nothing' }],
    ['with a session that nobody has', { Cookie: '__Host-session=nothing' }],
  ])('are refused to whoever is not signed in, %s', async (_, headers) => {
    expect(await call(open.url, '/api/results', { headers })).toMatchObject(refused);
    expect(await call(open.url, '/api/results/changes', { headers })).toMatchObject(refused);
  });

  test('are refused where there is no socket to tell who asks', async () => {
    expect((await open.app.request('http://localhost/api/results')).status).toBe(401);
  });

  test('are shown to whoever is signed in', async () => {
    expect((await call(open.url, '/api/results', { headers: open.signIn('viewer') })).status).toBe(200);
  });

  test('are not for tablets', async () => {
    const headers = { Authorization: `Bearer ${tablet.token}` };
    expect(await call(open.url, '/api/results', { headers })).toMatchObject(refused);
  });

  test('open to the read token from anywhere, and to no other', async () => {
    const with_ = (Authorization: string, path = '/api/results') =>
      call(guarded.url, path, { headers: { Host: 'xa.example', Authorization } });
    expect((await with_(`Bearer ${READ_TOKEN}`)).status).toBe(200);
    expect((await with_(`Bearer ${READ_TOKEN}x`)).status).toBe(401);
    expect((await with_(READ_TOKEN)).status).toBe(401);
    expect(await with_(`Bearer ${READ_TOKEN}`, '/api/session')).toMatchObject(refused);
  });

  test('are local to nobody when a proxy is configured, and neither is enrolment', async () => {
    const proxied = await startServer({ env: { PUBLIC_ORIGIN: 'https://xa.example' } });
    expect((await call(proxied.url, '/api/results')).status).toBe(401);
    expect((await call(proxied.url, '/api/enrolment', { method: 'POST', headers: JSON_TYPE, body: '{}' })).status).toBe(
      403,
    );
    expect((await call(proxied.url, '/livez')).headers['strict-transport-security']).toMatch(/^max-age=/);
    await proxied.stop();
  });
});

describe('enrolment without a code', () => {
  const enrol = (headers: Record<string, string>) =>
    call(open.url, '/api/enrolment', { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: '{}' });

  test('works on the machine itself', async () => {
    expect((await enrol({})).status).toBe(200);
  });
  test('is refused under another name', async () => {
    expect(await enrol({ Host: 'xa.example' })).toMatchObject({ status: 403, code: 'not-local' });
  });
});

describe('a request that changes something', () => {
  const post = (headers: Record<string, string>, server = open) =>
    call(server.url, '/api/enrolment', {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: '{"code":"BBBBBBBBBB"}',
    });
  const Host = 'localhost:8080';

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a sister site', { 'Sec-Fetch-Site': 'same-site' }],
    ['another origin', { Host, Origin: 'https://evil.example' }],
    ['another port', { Host, Origin: 'http://localhost:8081' }],
    ['a sandbox', { Host, Origin: 'null' }],
  ])('from %s is refused', async (_, headers) => {
    expect(await post(headers)).toMatchObject({ status: 403, code: 'cross-site' });
  });

  test.each([
    ['our own page', { Host, Origin: 'http://localhost:8080', 'Sec-Fetch-Site': 'same-origin' }],
    ['the person who typed the address', { 'Sec-Fetch-Site': 'none' }],
    ['a program', {}],
  ])('from %s is looked at', async (_, headers) => {
    expect((await post(headers)).code).toBe('code-wrong');
  });

  test('may come from the configured public origin, though Host is another', async () => {
    const proxied = await startServer({ env: { PUBLIC_ORIGIN: 'https://xa.example' } });
    expect((await post({ Host, Origin: 'https://xa.example' }, proxied)).code).toBe('code-wrong');
    expect((await post({ Host, Origin: 'https://xb.example' }, proxied)).code).toBe('cross-site');
    await proxied.stop();
  });
});

describe('an address', () => {
  test.each([
    ['/api/nothing', 'GET', 404, 'not-found', undefined],
    ['/api/submissions/', 'POST', 404, 'not-found', undefined],
    ['/api/submissions', 'GET', 405, 'method-not-allowed', 'POST'],
    ['/api/settings', 'DELETE', 405, 'method-not-allowed', 'GET'],
    ['/api/results', 'PUT', 405, 'method-not-allowed', 'GET'],
    ['/livez', 'OPTIONS', 405, 'method-not-allowed', 'GET'],
    ['/api/openapi.json', 'TRACE', 405, 'method-not-allowed', 'GET'],
  ])('%s does not take %s', async (path, method, status, code, allow) => {
    const answer = await call(open.url, path, { method });
    expect(answer).toMatchObject({ status, code });
    expect(answer.headers.allow).toBe(allow);
  });
});

test('every reply carries the security headers, errors too, and data is never cached', async () => {
  for (const path of ['/livez', '/api/results', '/api/settings', '/api/nothing', '/nothing']) {
    const { headers } = await call(open.url, path);
    const policy = String(headers['content-security-policy']);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types hai-long',
    ])
      expect(policy).toContain(part);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['cache-control']).toBe(path === '/nothing' ? undefined : 'no-store');
  }
});

test('what goes wrong inside is logged under a number and not shown', async () => {
  const server = openApp();
  const { token } = await server.enrol();
  server.db.exec(`update offices set rules = '{"secret":"value"}'`);
  const reply = await server.app.request('/api/settings', { headers: { Authorization: `Bearer ${token}` } });
  expect(reply.status).toBe(500);
  const text = await reply.text();
  expect(JSON.parse(text)).toMatchObject({ code: 'internal' });
  expect(text).not.toMatch(/secret|zod|rules/i);
  expect(server.logged.at(-1)).toContain(reply.headers.get('X-Request-Id'));
  expect(server.logged.at(-1)).not.toContain(token);
  expect((await server.app.request('/livez')).status).toBe(200);
  server.close();
});
