/** The ways out of a broken release: the tablet helps itself, or the server takes its worker away. No record is touched. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstPage, newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { freePort } from '../helpers/process.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { readyOffline, screen, wholeVisit } from '../helpers/visit.ts';

let web: string;
let profile: string;
let dataDir: string;
let port: number;
let server: TestServer;
let context: BrowserContext;
let page: Page;

const GOOD = 'dist/web';
const start = async (env: Record<string, string> = {}) => {
  server = await startServer({ web, dataDir, env: { PORT: String(port), ...env } });
};
/** Another release: the server starts again with other files. */
async function release(change: () => void, env: Record<string, string> = {}): Promise<void> {
  await server.stop();
  change();
  await start(env);
}
const digest = (text: string) => createHash('sha256').update(text).digest('base64');

/** A release that is whole, and whose program throws as soon as it runs. */
function breakProgram(): void {
  writeFileSync(join(web, 'assets/broken.js'), 'throw new Error("a broken release");');
  const page = readFileSync(join(web, 'index.html'), 'utf8');
  const broken = page.replace(/\/assets\/index-[^"]+\.js/, '/assets/broken.js');
  expect(broken).not.toBe(page);
  writeFileSync(join(web, 'index.html'), broken);
  const revision = createHash('md5').update(broken).digest('hex');
  const worker = readFileSync(join(web, 'sw.js'), 'utf8').replace(digest(page), digest(broken));
  writeFileSync(join(web, 'sw.js'), worker.replace(/[0-9a-f]{32}(?=","url":"index\.html")/, revision));
}
const mend = () => cpSync(GOOD, web, { recursive: true, force: true });

/** Everything that waits on the tablet, byte for byte. */
const waiting = () =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('hai-long');
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('outbox').objectStore('outbox').getAll();
          all.addEventListener('success', () => {
            opening.result.close();
            resolve(JSON.stringify(all.result));
          });
        });
      }),
  );
const look = () =>
  page.evaluate(() => {
    const nothing = () => undefined;
    navigator.serviceWorker.ready.then((registration) => registration.update()).then(nothing, nothing);
  });
const marked = () => page.evaluate(() => 'samePage' in window).catch(() => true);

async function startsOffline(): Promise<void> {
  await readyOffline(page);
  await context.setOffline(true);
  await page.reload();
  await screen(page, 'welcome').waitFor();
  await context.setOffline(false);
}

beforeEach(async () => {
  web = mkdtempSync(join(tmpdir(), 'hai-long-web-'));
  cpSync(GOOD, web, { recursive: true });
  profile = newProfile();
  dataDir = mkdtempSync(join(tmpdir(), 'hai-long-data-'));
  port = await freePort();
  await start();
  context = await openTablet(profile);
  ({ page } = await firstPage(context));
  await context.route('**/api/submissions', (route) => route.abort());
  await page.goto(server.url);
  await readyOffline(page);
  await wholeVisit(page);
});
afterEach(async () => {
  await context.close();
  await server.stop();
  for (const folder of [web, profile, dataDir]) removeFolder(folder);
});

it('a release whose program does not start is thrown away by the tablet itself, and the one before comes back', async () => {
  const before = await waiting();
  expect(before).toContain('"seq":1');
  await startsOffline();
  await release(breakProgram);
  await look();
  await expect
    .poll(
      () =>
        screen(page, 'welcome')
          .count()
          .catch(() => 1),
      { timeout: 30_000 },
    )
    .toBe(0);
  // While the server cannot be reached nothing is thrown away.
  await context.setOffline(true);
  await page.waitForTimeout(50_000);
  const caches = await page.evaluate(async () => (await window.caches.keys()).length);
  expect(caches).toBeGreaterThan(0);
  await release(mend);
  await context.setOffline(false);
  await screen(page, 'welcome').waitFor({ timeout: 60_000 });
  expect(await waiting()).toBe(before);
  expect(await page.evaluate(() => localStorage.getItem('hai-long-starts'))).toBeNull();
  await startsOffline();
  expect(await waiting()).toBe(before);
}, 240_000);

it('the server can take the worker away from every tablet, and give it back', async () => {
  const before = await waiting();
  await page.evaluate(() => Object.assign(window, { samePage: true }));
  await release(() => undefined, { KIOSK_WORKER: 'off' });
  await look();
  await expect.poll(marked, { timeout: 30_000 }).toBe(false);
  await screen(page, 'welcome').waitFor();
  const caches = () => page.evaluate(async () => (await window.caches.keys()).length);
  await expect.poll(caches, { timeout: 15_000 }).toBe(0);
  // Nothing comes from the tablet any more: without the server there is no page.
  await server.stop();
  const other = await context.newPage();
  await expect(other.goto(`http://127.0.0.1:${port}/`)).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
  await other.close();
  await start({ KIOSK_WORKER: 'off' });
  await page.reload();
  await screen(page, 'welcome').waitFor();
  // And it stays so, without loading itself again and again.
  await page.evaluate(() => Object.assign(window, { samePage: true }));
  await page.waitForTimeout(3000);
  expect(await marked()).toBe(true);
  expect(await waiting()).toBe(before);
  await release(() => undefined);
  await page.reload();
  const restored = () =>
    page
      .evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        const settled = registration && !registration.installing && !registration.waiting;
        return Boolean(settled) && (await window.caches.keys()).length > 0;
      })
      .catch(() => false);
  await expect.poll(restored, { timeout: 30_000 }).toBe(true);
  await startsOffline();
  expect(await waiting()).toBe(before);
}, 180_000);
