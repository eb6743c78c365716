/** From a tap to the percentage in a real browser: with the network, without it, and after a restart. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/account.ts';
import { Results } from '../../src/domain/results.ts';
import { firstPage, newProfile, openTablet, removeFolder, signInBrowser } from '../helpers/browser.ts';
import { freePort, startProcess, type ServerProcess } from '../helpers/process.ts';
import { openApp } from '../helpers/server.ts';
import { at, begin, chooseService, finish, rate, readyOffline, screen, wholeVisit } from '../helpers/visit.ts';

let dataDir: string;
let profile: string;
let port: number;
let server: ServerProcess;
let reader: { Cookie: string };
let context: BrowserContext;

/** Signs in beside the running process, through the data file that both have open. */
function signInHere(role: Role): { Cookie: string } {
  const beside = openApp({ dataDir });
  const headers = beside.signIn(role);
  beside.close();
  return headers;
}
const results = async () => {
  const reply = await fetch(`${server.url}/api/results?period=year`, { headers: reader });
  return Results.parse(await reply.json());
};
const ballots = async () => (await results()).total.ballots.all;
const until = async (count: number) => expect.poll(ballots, { timeout: 20_000, interval: 200 }).toBe(count);

async function openKiosk(): Promise<{ page: Page; errors: string[]; origins: Set<string> }> {
  context = await openTablet(profile);
  const first = await firstPage(context);
  await first.page.goto(server.url);
  return first;
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hai-long-journey-'));
  profile = newProfile();
  port = await freePort();
  server = await startProcess(dataDir, port);
  reader = signInHere('viewer');
}, 60_000);
afterEach(async () => {
  await context.close();
  await server.end();
  removeFolder(dataDir);
  removeFolder(profile);
});

describe('a tablet', () => {
  it('enrols itself on the machine, takes a visit and shows it on the result page', async () => {
    const { page, errors, origins } = await openKiosk();
    await wholeVisit(page, 'Rất hài lòng', 'Phục vụ tốt');
    await until(1);
    const { total } = await results();
    expect(total.criteria.map(({ levels }) => levels)).toEqual(Array(6).fill([0, 0, 0, 0, 1]));
    expect(errors).toEqual([]);
    expect([...origins]).toEqual([server.url]);
  });

  it('starts without a network, rates, comes back online, and the tally grows by exactly one', async () => {
    const { page } = await openKiosk();
    await wholeVisit(page);
    await until(1);
    await readyOffline(page);
    await context.close();
    await server.end('SIGKILL');

    // The tablet is switched on again; no server is there.
    context = await openTablet(profile);
    const { page: cold, errors } = await firstPage(context);
    await cold.goto(server.url);
    await wholeVisit(cold, 'Bình thường');
    expect(errors).toEqual([]);
    // Off and on once more before anything could be sent.
    await context.close();
    server = await startProcess(dataDir, port);
    expect(await ballots()).toBe(1);
    context = await openTablet(profile);
    const { page: back } = await firstPage(context);
    await back.goto(server.url);
    await until(2);
    await back.waitForTimeout(3000);
    expect(await ballots()).toBe(2);
    expect((await results()).total.criteria[0]?.levels).toEqual([0, 0, 1, 1, 0]);
  });

  it('loses nothing when the browser is killed right after the thanks', async () => {
    const { page } = await openKiosk();
    await readyOffline(page);
    await context.setOffline(true);
    await begin(page);
    await chooseService(page);
    for (let question = 0; question < 6; question++) await rate(page, 'Hài lòng');
    await finish(page);
    const browser = await context.newCDPSession(page);
    await browser.send('Browser.crash').catch(() => undefined);
    await context.close().catch(() => undefined);
    context = await openTablet(profile);
    const { page: again } = await firstPage(context);
    await again.goto(server.url);
    await until(1);
  });

  it('cannot be zoomed by two fingers, not even before the program is there', async () => {
    context = await openTablet(profile);
    const { page } = await firstPage(context);
    await page.route('**/assets/**', () => undefined); // Never answered.
    await page.goto(server.url, { waitUntil: 'commit' });
    await page.waitForFunction(() => localStorage.getItem('hai-long-starts') !== null);
    const touch = await context.newCDPSession(page);
    const fingers = (apart: number) => [
      { id: 0, x: 600 - apart, y: 400 },
      { id: 1, x: 680 + apart, y: 400 },
    ];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(0) });
    for (const apart of [60, 120, 180, 240])
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1);
  });

  it('keeps the screen on, and again after the system let go of it', async () => {
    context = await openTablet(profile);
    const { page } = await firstPage(context);
    await page.addInitScript(() => {
      const held: WakeLockSentinel[] = [];
      Object.assign(window, { held });
      const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (type) => {
        const sentinel = await ask(type);
        held.push(sentinel);
        return sentinel;
      };
    });
    await page.goto(server.url);
    await at(page, 'welcome');
    const released = () =>
      page.evaluate(() => (window as unknown as { held: WakeLockSentinel[] }).held.map((one) => one.released));
    await expect.poll(released).toEqual([false]);
    await page.evaluate(async () => {
      await (window as unknown as { held: WakeLockSentinel[] }).held[0]?.release();
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(released).toEqual([true, false]);
  });

  it('puts nothing of what a citizen writes on the clipboard, and takes nothing from it', async () => {
    const { page } = await openKiosk();
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
    await begin(page);
    await chooseService(page);
    for (let question = 0; question < 6; question++) await rate(page, 'Hài lòng');
    await at(page, 'remark');
    await page.evaluate(() => navigator.clipboard.writeText('của người trước'));
    const text = page.locator('textarea');
    await text.fill('Chờ lâu');
    await text.focus();
    for (const keys of ['Control+a', 'Control+c', 'Control+x', 'End', 'Control+v']) await page.keyboard.press(keys);
    expect(await text.inputValue()).toBe('Chờ lâu');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('của người trước');
  });

  it('keeps every answer when the language changes half way, and the language is only a view', async () => {
    const { page } = await openKiosk();
    await begin(page);
    await chooseService(page);
    await rate(page, 'Rất hài lòng');
    await rate(page, 'Không hài lòng');
    await page.getByRole('button', { name: 'English' }).tap();
    await rate(page, 'Neutral');
    await page.getByRole('button', { name: 'Tiếng Việt' }).tap();
    await rate(page, 'Không biết / Không sử dụng');
    await page.getByRole('button', { name: 'English' }).tap();
    await rate(page, 'Satisfied');
    await rate(page, 'Very dissatisfied');
    await finish(page);
    await until(1);
    const { total } = await results();
    expect(total.criteria.map(({ levels, unknown }) => [...levels, unknown].indexOf(1))).toEqual([4, 1, 2, 5, 3, 0]);
    // The next person finds Vietnamese again.
    await at(page, 'welcome');
    expect(await page.locator('html').getAttribute('lang')).toBe('vi');
  });

  it('left alone asks, then keeps the answers without the text, and shows nothing to the next person', async () => {
    const { page } = await openKiosk();
    await begin(page);
    await chooseService(page);
    for (let question = 0; question < 6; question++) await rate(page, question < 2 ? 'Hài lòng' : 'Bình thường');
    await at(page, 'remark');
    await page.locator('textarea').fill('MARKER-0912');
    await screen(page, 'still-there').waitFor({ timeout: 45_000 });
    expect(await page.content()).not.toContain('MARKER-0912');
    await page.getByRole('button', { name: 'Tôi vẫn đang đánh giá' }).tap();
    await at(page, 'remark');
    expect(await page.locator('textarea').inputValue()).toBe('MARKER-0912');
    await screen(page, 'still-there').waitFor({ timeout: 45_000 });
    await screen(page, 'welcome').waitFor({ timeout: 20_000 });
    await until(1);
    const { total } = await results();
    expect(total.ballots).toEqual({ all: 1, left: 1, valid: 1, satisfied: 0 });
    await page.goBack().catch(() => null);
    await page.reload();
    await screen(page, 'welcome').waitFor();
    await begin(page);
    await chooseService(page);
    expect(await page.locator('[aria-pressed="true"]').count()).toBe(0);
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), history.state]),
    );
    expect((await page.content()) + stored).not.toContain('MARKER-0912');
  }, 150_000);
});

describe('the result page', () => {
  it('shows a new answer by itself', async () => {
    const { page } = await openKiosk();
    const dashboard = await context.newPage();
    await signInBrowser(context, { url: server.url, signIn: (role = 'viewer') => signInHere(role) });
    await dashboard.goto(`${server.url}/dashboard?period=year`);
    await dashboard
      .getByText(/Chưa có phiếu/)
      .first()
      .waitFor();
    await page.bringToFront();
    await wholeVisit(page, 'Hài lòng');
    await expect.poll(() => dashboard.locator('main').innerText(), { timeout: 20_000 }).toMatch(/100,00/);
  });
});
