/**
 * A tablet's file by hand, in real browsers: exported from the kiosk, the tablet wiped, brought twice; and the pages about
 * tablets as people see them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeDevice } from '../../src/server/store/devices.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { firstPage, newProfile, openTablet, removeFolder, signInBrowser } from '../helpers/browser.ts';
import { axeViolations } from '../helpers/look.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { at, screen, wholeVisit } from '../helpers/visit.ts';

const SHOTS = process.env.SHOTS ?? '';
const PIN = '314159';
const HOUR = 3_600_000;
let now = Date.now();
let server: TestServer;
let context: BrowserContext;
let page: Page;
const profiles = [newProfile(), newProfile()];

beforeAll(async () => {
  server = await startServer({ pin: PIN, now: () => now });
  context = await openTablet(profiles[1] ?? '', { width: 390, height: 844 });
  ({ page } = await firstPage(context));
  await signInBrowser(context, server, 'administrator');
}, 60_000);
afterAll(async () => {
  await context.close();
  await server.stop();
  for (const profile of profiles) removeFolder(profile);
});

const hashes = () => server.db.prepare<[], string>('select hash from submissions order by hash').pluck().all();
/** Nothing for axe to find, and nothing to scroll sideways, on a phone and on a desk. */
async function check(name: string): Promise<void> {
  for (const size of [
    { width: 390, height: 844 },
    { width: 800, height: 1280 },
    { width: 1280, height: 800 },
  ]) {
    await page.setViewportSize(size);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
    expect(await axeViolations(page), name).toEqual([]);
    if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}-${size.width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 390, height: 844 });
}
const open = async (path: string, text: string | RegExp) => {
  await page.goto(`${server.url}/dashboard/${path}`);
  await page.getByText(text).first().waitFor();
};

describe('a file that staff exported from the kiosk', () => {
  it('brings the exact set after the tablet was wiped, and nothing the second time', async () => {
    const kiosk = await openTablet(profiles[0] ?? '');
    const { page: tablet } = await firstPage(kiosk);
    await tablet.goto(server.url);
    await wholeVisit(tablet);
    await expect.poll(() => hashes().length, { timeout: 20_000 }).toBe(1);
    await tablet.route('**/api/**', (route) => route.abort());
    for (let visit = 0; visit < 3; visit++) await wholeVisit(tablet, 'Hài lòng');
    const text = await exported(tablet);
    await kiosk.close();
    removeFolder(profiles[0] ?? '');
    const file = join(tmpdir(), `hai-long-${process.pid}.ndjson`);
    writeFileSync(file, text);

    await open('tablets/file', 'Nhập tệp phiếu của máy tính bảng');
    await check('file-empty');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Tệp có 3 phiếu').waitFor();
    await check('file-checked');
    await page.getByRole('button', { name: 'Nhận 3 phiếu mới' }).click();
    await page.getByText('Đã nhận 3 phiếu').waitFor();
    await check('file-done');
    expect(hashes()).toHaveLength(4);
    const before = hashes();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Mọi phiếu trong tệp đã có').waitFor();
    expect(hashes()).toEqual(before);
    const sent = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
    const stored = server.db.prepare<[], string>('select coalesce(sealed, body) from submissions').pluck().all();
    for (const line of sent) expect(stored).toContain(line);
  }, 120_000);
});

describe('the pages about tablets', () => {
  it('are readable at every size, also with gaps, events, a weak key and records aside', async () => {
    const { device, token } = await server.enrol('quay-3');
    const revoked = await server.enrol('quay-2');
    const ballots = ballotMaker(device.id, 3, { epoch: 2 }).many(60);
    const ask = async (path: string, init: RequestInit) => server.app.request(path, init);
    const send = (bodies: string[]) => sendBatch(ask, token, batchOf(bodies));
    await send(
      ballotMaker(device.id, 4)
        .many(12)
        .map(({ body }) => body),
    );
    await send(
      ballots
        .filter((_, at) => ![20, 21, 22, 40].includes(at))
        .map(({ body }) => body)
        .slice(0, 50),
    );
    await send(
      ballotMaker(device.id, 8, { epoch: 2 })
        .many(2)
        .map(({ body }) => body),
    );
    revokeDevice(server.db, server.deps.office, revoked.device.id, now);
    await page.request.post(`${server.url}/api/tablets/files`, {
      headers: { 'Content-Type': 'application/octet-stream', 'Sec-Fetch-Site': 'same-origin' },
      data: Buffer.from(
        batchOf(
          ballotMaker(revoked.device.id, 6)
            .many(7)
            .map(({ body }) => body),
        ),
      ),
    });
    now += 26 * HOUR;
    const id = '11111111-1111-4111-8111-11111111111';
    await ask('/api/heartbeat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({
        wire: 1,
        sentAt: now - 7 * 60_000,
        app: '0.1.0',
        unsent: 3,
        refused: 1,
        oldestUnsentAt: now - 2 * HOUR,
        last: { epoch: 2, seq: 60 },
        kept: 320,
        stores: { database: 'ok', journal: 'off' },
        battery: { level: 0.37, charging: true },
        storage: { persisted: false, usage: 81_000_000, quota: 100_000_000 },
        events: [
          { id: `${id}1`, kind: 'database-reset', at: now - 3 * HOUR },
          { id: `${id}2`, kind: 'unprotected', at: now - 30 * HOUR, note: 'Máy mượn trong lúc chờ máy mới' },
        ],
      }),
    });
    await signInBrowser(context, server, 'administrator');
    await open('tablets', 'thiếu phiếu 21–23');
    await check('tablets');
    await page.goto(`${server.url}/dashboard/tablets/${device.id}`);
    await page.getByText('Khóa yếu').first().waitFor();
    await check('tablet-weak');
    const signing = server.db.prepare<[], string>('select device_id from device_keys limit 1').pluck().get() ?? '';
    await page.goto(`${server.url}/dashboard/tablets/${signing}`);
    await page.getByText('Khóa của máy').first().waitFor();
    await check('tablet-key');
    await open('', 'chưa về, từ khoảng');
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'overview-390.png') });
    await open('alerts/rules', 'Dấu hiệu máy bị can thiệp');
    await check('rules');
  }, 120_000);
});

/** As staff do it: a long press on the name of the office, the PIN, and the button. */
async function exported(tablet: Page): Promise<string> {
  await at(tablet, 'welcome');
  const box = await tablet.locator('.office').boundingBox();
  if (!box) throw new Error('the office has a name');
  await tablet.mouse.move(box.x + 20, box.y + box.height / 2);
  await tablet.mouse.down();
  await screen(tablet, 'staff').waitFor({ timeout: 8000 });
  await tablet.mouse.up();
  await tablet.waitForTimeout(500);
  for (const digit of PIN) await tablet.getByRole('button', { name: digit, exact: true }).tap();
  const download = tablet.waitForEvent('download');
  await tablet.getByRole('button', { name: 'Xuất phiếu chưa gửi ra tệp' }).click();
  return readFileSync(await (await download).path(), 'utf8');
}
