/** A new version: complete or not at all, never in the middle of a visit, and good for a start without a network. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstPage, newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { freePort } from '../helpers/process.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { at, begin, chooseService, finish, rate, readyOffline, screen, wholeVisit } from '../helpers/visit.ts';

let web: string;
let profile: string;
let dataDir: string;
let port: number;
let server: TestServer;
let context: BrowserContext;
let page: Page;

const digest = (text: string) => createHash('sha256').update(text).digest('base64');

/** A new release arrives as it does in life: other files, and the server started again. */
async function release(change: () => void): Promise<void> {
  await server.stop();
  change();
  server = await startServer({ web, dataDir, env: { PORT: String(port) } });
}

/** The same program under another title, with a worker that lists it. */
function retitle(title: string): void {
  const file = join(web, 'index.html');
  const before = readFileSync(file, 'utf8');
  const after = before.replace(/<title>.*<\/title>/, `<title>${title}</title>`);
  writeFileSync(file, after);
  const worker = readFileSync(join(web, 'sw.js'), 'utf8').replace(digest(before), digest(after));
  const revision = createHash('md5').update(after).digest('hex');
  writeFileSync(join(web, 'sw.js'), worker.replace(/[0-9a-f]{32}(?=","url":"index\.html")/, revision));
}
/** Asks the browser to look for a new version; the page may be gone before it has found one, so nothing is waited for. */
const look = () =>
  page.evaluate(() => {
    const nothing = () => undefined;
    navigator.serviceWorker.ready.then((registration) => registration.update()).then(nothing, nothing);
  });
const waiting = () => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));

beforeEach(async () => {
  web = mkdtempSync(join(tmpdir(), 'hai-long-web-'));
  cpSync('dist/web', web, { recursive: true });
  profile = newProfile();
  dataDir = mkdtempSync(join(tmpdir(), 'hai-long-data-'));
  port = await freePort();
  server = await startServer({ web, dataDir, env: { PORT: String(port) } });
  context = await openTablet(profile);
  ({ page } = await firstPage(context));
  await page.goto(server.url);
  await readyOffline(page);
});
afterEach(async () => {
  await context.close();
  await server.stop();
  removeFolder(profile);
  removeFolder(web);
  removeFolder(dataDir);
});

describe('an update', () => {
  it('in the middle of a visit waits for the welcome screen, and no answer is lost', async () => {
    await begin(page);
    await chooseService(page);
    for (let question = 0; question < 3; question++) await rate(page, 'Hài lòng');
    await page.evaluate(() => Object.assign(window, { samePage: true }));
    await release(() => retitle('Bản mới'));
    await look();
    await expect.poll(waiting, { timeout: 10_000 }).toBe(true);
    await page.waitForTimeout(1500);
    expect(await page.evaluate(() => 'samePage' in window)).toBe(true);
    for (let question = 0; question < 3; question++) await rate(page, 'Hài lòng');
    await finish(page);
    expect(await page.title()).not.toBe('Bản mới');
    await page.getByRole('button', { name: 'Xong' }).tap();
    await expect.poll(() => page.title().catch(() => ''), { timeout: 15_000 }).toBe('Bản mới');
    await screen(page, 'welcome').waitFor();
    const stored = () => server.db.prepare('select count(*) from submissions').pluck().get();
    await expect.poll(stored, { timeout: 15_000 }).toBe(1);
    expect(server.db.prepare("select sum(n4) from tallies where span like 'd%'").pluck().get()).toBe(6);
  }, 60_000);

  it('is good for a cold start without a network straight afterwards', async () => {
    await release(() => retitle('Bản mới'));
    await look();
    await expect.poll(() => page.title().catch(() => ''), { timeout: 15_000 }).toBe('Bản mới');
    await context.close();
    await server.stop();
    context = await openTablet(profile);
    const first = await firstPage(context);
    await first.page.goto(server.url);
    expect(await first.page.title()).toBe('Bản mới');
    await wholeVisit(first.page);
    expect(first.errors).toEqual([]);
    server = await startServer({ web, dataDir, env: { PORT: String(port) } });
  }, 60_000);

  it('that is broken is not installed: the old version goes on, with and without a network', async () => {
    const script = readdirSync(join(web, 'assets')).find((name) => /^kiosk-.*\.js$/.test(name));
    if (!script) throw new Error('the kiosk has a script');
    const good = readFileSync(join(web, 'assets', script));
    const worker = readFileSync(join(web, 'sw.js'), 'utf8');
    const breakages: [string, Buffer | null][] = [
      ['missing', null],
      ['portal', Buffer.from('<!doctype html><title>Portal</title>')],
      ['short', good.subarray(0, 5000)],
    ];
    for (const [name, bytes] of breakages) {
      // The new release names its script anew, and that script is damaged.
      const renamed = script.replace('kiosk-', `kiosk-${name}-`);
      await release(() => {
        writeFileSync(join(web, 'sw.js'), worker.replaceAll(script, renamed));
        if (bytes) writeFileSync(join(web, 'assets', renamed), bytes);
      });
      await look();
      await page.waitForTimeout(1500);
      expect(await waiting(), name).toBe(false);
      await context.setOffline(true);
      await page.reload();
      await at(page, 'welcome');
      await context.setOffline(false);
    }
    // The same release whole is taken: the check above can tell the difference.
    await release(() => {
      writeFileSync(join(web, 'sw.js'), worker.replaceAll(script, script.replace('kiosk-', 'kiosk-whole-')));
      writeFileSync(join(web, 'assets', script.replace('kiosk-', 'kiosk-whole-')), good);
    });
    await page.evaluate(() => Object.assign(window, { samePage: true }));
    await look();
    await expect
      .poll(() => page.evaluate(() => 'samePage' in window).catch(() => true), { timeout: 15_000 })
      .toBe(false);
  }, 90_000);
});

describe('the worker', () => {
  it('leaves the API and the dashboard to the network', async () => {
    await context.setOffline(true);
    const reached = (path: string) =>
      page.evaluate(
        (url) =>
          fetch(url).then(
            () => true,
            () => false,
          ),
        path,
      );
    expect(await reached('/api/results')).toBe(false);
    expect(await reached('/dashboard')).toBe(false);
    expect(await reached('/livez')).toBe(false);
    expect(await page.goto(`${server.url}/dashboard`).catch(() => null)).toBeNull();
  });
});
