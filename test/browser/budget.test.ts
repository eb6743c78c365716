/** Bytes: what a tablet loads before the first screen, and what it carries to work without a network. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstPage, newProfile, openTablet, removeFolder, signInBrowser } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { screen } from '../helpers/visit.ts';

const KB = 1024;
const profile = newProfile();
let server: TestServer;
let context: BrowserContext;
const loaded = new Set<string>();
/** Scripts that were asked for before the first picture; the rest comes while somebody reads it. */
let early: string[] = [];
const origins = new Set<string>();

const gzipped = (path: string) =>
  gzipSync(readFileSync(`dist/web${path === '/' ? '/index.html' : path}`), { level: 9 }).length;
const sum = (paths: Iterable<string>) => [...paths].reduce((total, path) => total + gzipped(path), 0);

beforeAll(async () => {
  server = await startServer();
  context = await openTablet(profile);
  const { page } = await firstPage(context);
  page.on('request', (request) => {
    const url = new URL(request.url());
    origins.add(url.origin);
    if (url.origin === server.url) loaded.add(url.pathname);
  });
  await page.goto(server.url);
  await screen(page, 'welcome').waitFor();
  await page.waitForLoadState('networkidle');
  // As on every morning: a tablet that is being connected has no citizen before it, and makes its second store just then.
  await page.reload();
  await screen(page, 'welcome').waitFor();
  await page.waitForLoadState('networkidle');
  early = await page.evaluate(() => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity;
    return performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => name.endsWith('.js') && startTime < painted)
      .map(({ name }) => new URL(name).pathname);
  });
}, 60_000);
afterAll(async () => {
  await context.close();
  await server.stop();
  removeFolder(profile);
});

it('the way to the first tap has at most 40 KB of JavaScript', () => {
  expect(early.some((path) => path.includes('/kiosk-'))).toBe(true);
  expect(sum(new Set(early))).toBeLessThanOrEqual(40 * KB);
});

it('the first load has at most 12 KB of HTML and CSS', () => {
  expect(sum(['/', ...[...loaded].filter((path) => path.endsWith('.css'))])).toBeLessThanOrEqual(12 * KB);
});

it('everything precached, fonts included, is at most 250 KB, and nothing of the dashboard is in it', () => {
  const files = [...readFileSync('dist/web/sw.js', 'utf8').matchAll(/["'`]?url["'`]?:\s*["'`]([^"'`]+)["'`]/g)].map(
    (match) => match[1] ?? '',
  );
  expect(files).toContain('index.html');
  expect(files.some((file) => file.endsWith('.woff2'))).toBe(true);
  expect(files.filter((file) => file.includes('dashboard'))).toEqual([]);
  const styles = files.filter((file) => file.endsWith('.css'));
  expect(styles.filter((file) => readFileSync(`dist/web/${file}`, 'utf8').includes('.dashboard'))).toEqual([]);
  const bytes = files.reduce((total, file) => total + readFileSync(`dist/web/${file}`).length, 0);
  expect(bytes).toBeLessThanOrEqual(250 * KB);
});

it('asks no other origin for anything', () => expect([...origins]).toEqual([server.url]));

it('the overview of the dashboard loads at most 90 KB of JavaScript, and nothing of a gate or an editor', async () => {
  const page = await context.newPage();
  const scripts = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) scripts.add(pathname);
  });
  await signInBrowser(context, server, 'administrator');
  await page.goto(`${server.url}/dashboard`);
  await page.locator('.overview[aria-busy="false"] h1, .overview h2').first().waitFor();
  await page.waitForTimeout(1000);
  expect(scripts.size).toBeGreaterThan(0);
  expect([...scripts].filter((path) => readFileSync(`dist/web${path}`, 'utf8').includes('current-password'))).toEqual(
    [],
  );
  expect(sum(scripts)).toBeLessThanOrEqual(90 * KB);
});
