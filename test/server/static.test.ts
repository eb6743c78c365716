import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../helpers/server.ts';

let folder: string;
let server: TestApp;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hai-long-web-'));
  mkdirSync(join(folder, 'web/assets'), { recursive: true });
  mkdirSync(join(folder, 'old'));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  for (const page of ['index', 'dashboard'])
    writeFileSync(join(folder, `web/${page}.html`), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'web/sw.js'), 'self.x = 1;');
  writeFileSync(join(folder, 'web/icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'web/manifest.webmanifest'), '{}');
  writeFileSync(join(folder, 'web/assets/app-1.js'), `export const x = '${'new'.repeat(100)}';`);
  writeFileSync(join(folder, 'web/assets/font-1.woff2'), 'font');
  writeFileSync(join(folder, 'old/app-0.js'), 'old');
  writeFileSync(join(folder, 'web/notes.md'), 'not for the web');
  server = openApp({ web: join(folder, 'web'), oldAssets: join(folder, 'old') });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, init: RequestInit = {}) => server.app.request(path, init);

describe('an address', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/dashboard', 'text/html; charset=utf-8', 'no-cache'],
    ['/dashboard/counters?from=2026-01-01', 'text/html; charset=utf-8', 'no-cache'],
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json', 'no-cache'],
    ['/assets/app-1.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/font-1.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/assets/app-0.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ])('%s is served as %s, %s', async (path, type, cache) => {
    const reply = await get(path);
    expect([reply.status, reply.headers.get('Content-Type'), reply.headers.get('Cache-Control')]).toEqual([
      200,
      type,
      cache,
    ]);
    expect(reply.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  test.each([
    '/assets/app-2.js',
    '/assets/',
    '/nothing',
    '/dashboards',
    '/index.html/',
    '/notes.md',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/%00',
    '//etc/passwd',
  ])('%s is nothing, and never the page', async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    const text = await reply.text();
    expect(text).not.toContain('secret');
    expect(text).not.toContain('<!doctype');
  });

  test('of a page takes GET and HEAD only', async () => {
    const reply = await get('/', { method: 'POST' });
    expect([reply.status, reply.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
    const head = await get('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

test('a file that the browser has is not sent again', async () => {
  const etag = (await get('/')).headers.get('ETag') ?? '';
  const again = await get('/dashboard', { headers: { 'If-None-Match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('text is sent packed to whoever takes it, and fonts as they are', async () => {
  const headers = { 'Accept-Encoding': 'gzip, br' };
  const reply = await get('/assets/app-1.js', { headers });
  expect(reply.headers.get('Content-Encoding')).toBe('gzip');
  expect(gunzipSync(Buffer.from(await reply.arrayBuffer())).toString()).toContain('newnew');
  expect((await get('/assets/font-1.woff2', { headers })).headers.get('Content-Encoding')).toBeNull();
});

test('without a build the server still answers', async () => {
  const bare = openApp({ web: join(folder, 'nowhere'), oldAssets: join(folder, 'nowhere') });
  expect((await bare.app.request('/')).status).toBe(404);
  expect((await bare.app.request('/livez')).status).toBe(200);
  bare.close();
});
