/** A new tablet takes citizens' answers only after its storage has come through a real restart of a real browser. */
import { mkdirSync } from 'node:fs';
import { chromium, type BrowserContext } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstPage, LANDSCAPE, newProfile, openTablet, PORTRAIT, removeFolder } from '../helpers/browser.ts';
import { axeViolations, misfits } from '../helpers/look.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { allowPersistence, enrolWithCode, useAnyway } from '../helpers/trial.ts';
import { screen, wholeVisit } from '../helpers/visit.ts';
import { issueCode } from '../../src/server/store/devices.ts';

const PIN = '135790';
// As if it came through a proxy.
const ELSEWHERE = { 'X-Forwarded-For': '192.0.2.7' };
let server: TestServer;
let profile: string;
let context: BrowserContext;

const code = () => issueCode(server.db, server.deps.office, 'quay-1', Date.now());
const submissions = () => server.db.prepare('select count(*) from submissions').pluck().get();

async function start(viewport = LANDSCAPE) {
  context = await openTablet(profile, viewport);
  await context.setExtraHTTPHeaders(ELSEWHERE);
  const { page, errors } = await firstPage(context);
  return { page, errors };
}

beforeEach(async () => {
  profile = newProfile();
  server = await startServer({ pin: PIN });
});
afterEach(async () => {
  await context.close();
  await server.stop();
  removeFolder(profile);
});

describe('a tablet that joined with a code', () => {
  it('goes into use by itself after a restart where the browser keeps its storage, and not after a reload', async () => {
    const first = await start();
    await allowPersistence(context, first.page);
    await enrolWithCode(first.page, server.url, code());
    await first.page.getByText('Trình duyệt sẽ không tự xóa').waitFor();
    expect(await axeViolations(first.page)).toEqual([]);
    const fingerprint = /(?:[0-9A-F]{4}-){3}[0-9A-F]{4}/.exec(
      (await first.page.locator('.checks').textContent()) ?? '',
    );
    expect(fingerprint).not.toBeNull();
    await first.page.reload();
    await screen(first.page, 'trial').waitFor();
    const tab = await context.newPage();
    await tab.goto(server.url);
    await screen(tab, 'trial').waitFor();
    await tab.waitForTimeout(2500);
    expect(await screen(tab, 'trial').count()).toBe(1);
    await context.close();

    const second = await start();
    await allowPersistence(context, second.page);
    await second.page.goto(server.url);
    await screen(second.page, 'welcome').waitFor();
    await wholeVisit(second.page);
    await expect.poll(submissions, { timeout: 15_000 }).toBe(1);
    expect(await second.page.evaluate(() => document.cookie)).toBe('');
    expect([...first.errors, ...second.errors]).toEqual([]);
  }, 90_000);

  it('waits where the browser may clear its storage, until staff say why it is used all the same', async () => {
    const { page } = await start();
    await enrolWithCode(page, server.url, code());
    for (const [width, height] of [
      [1280, 800],
      [800, 1280],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await misfits(page, 60)).toEqual([]);
    }
    await context.close();
    const again = await start();
    await again.page.goto(server.url);
    await again.page.getByText('Đã mở lại, dữ liệu còn nguyên.').waitFor();
    await useAnyway(again.page, PIN);
    await wholeVisit(again.page);
    await again.page.reload();
    await screen(again.page, 'welcome').waitFor();
  }, 90_000);

  it('in a private window never gets into use: each start is a new tablet', async () => {
    const executablePath = process.env['CHROMIUM'] || '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    context = await browser.newContext({ extraHTTPHeaders: ELSEWHERE, locale: 'vi-VN' });
    const page = await context.newPage();
    await allowPersistence(context, page);
    await enrolWithCode(page, server.url, code());
    await page.close();
    const other = await context.newPage();
    await other.goto(server.url);
    await screen(other, 'trial').waitFor();
    await context.close();
    context = await browser.newContext({ extraHTTPHeaders: ELSEWHERE, locale: 'vi-VN' });
    const after = await context.newPage();
    await after.goto(server.url);
    await screen(after, 'enrol').waitFor();
    await browser.close();
  }, 90_000);

  it('whose profile was wiped is a new tablet', async () => {
    const { page } = await start();
    await allowPersistence(context, page);
    await enrolWithCode(page, server.url, code());
    await context.close();
    removeFolder(profile);
    mkdirSync(profile);
    const again = await start(PORTRAIT);
    await again.page.goto(server.url);
    await screen(again.page, 'enrol').waitFor();
  }, 90_000);
});
