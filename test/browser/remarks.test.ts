/** The section "Ý kiến" in Chromium: text of every kind is shown as itself and runs nothing, on a desk and on a phone, by keyboard alone. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maskPersonal } from '../../src/domain/remark-personal.ts';
import { cleanRemark } from '../../src/domain/submission.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { firstPage, newProfile, openTablet, removeFolder, signInBrowser } from '../helpers/browser.ts';
import { HOSTILE_TEXT } from '../helpers/hostile-text.ts';
import { axeViolations } from '../helpers/look.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const TEXTS = HOSTILE_TEXT.flatMap((text) => cleanRemark(text) ?? []);
const profile = newProfile();
let server: TestServer;
let context: BrowserContext;
let page: Page;
let errors: string[];
let origins: Set<string>;

beforeAll(async () => {
  // WEB_DIR: another build than dist/web.
  const web = process.env.WEB_DIR;
  server = await startServer(web === undefined ? {} : { web });
  const { device, token } = await server.enrol();
  const maker = ballotMaker(device.id, 5);
  for (let at = 0; at < TEXTS.length; at += 50) {
    const bodies = TEXTS.slice(at, at + 50).map((remark) => maker.next({ remark }).body);
    await sendBatch((path, init) => fetch(`${server.url}${path}`, init), token, batchOf(bodies));
  }
  context = await openTablet(profile, { width: 1280, height: 800 });
  await signInBrowser(context, server, 'administrator');
  ({ page, errors, origins } = await firstPage(context));
  page.on('dialog', (dialog) => errors.push(`dialog: ${dialog.message()}`));
  await page.goto(`${server.url}/dashboard/remarks`);
  await page.locator('.remark-row').first().waitFor();
});
afterAll(async () => {
  await context.close();
  await server.stop();
  removeFolder(profile);
});

const loadAll = async () => {
  const more = page.getByRole('button', { name: 'Xem thêm ý kiến cũ hơn' });
  while ((await more.count()) > 0) {
    const before = await page.locator('.remark-row').count();
    await more.click();
    await page.waitForFunction((count) => document.querySelectorAll('.remark-row').length > count, before);
  }
};
/** Nothing ran, nothing was asked elsewhere, and the content policy had nothing to refuse. */
const expectCalm = async () => {
  expect(await page.evaluate(() => Reflect.get(window, '__hostile') as unknown)).toBeUndefined();
  expect(errors).toEqual([]);
  expect([...origins]).toEqual([server.url]);
};

describe('remarks in Chromium', () => {
  it('show every text as itself in the list, with what may be personal masked', async () => {
    await loadAll();
    const shown = await page.locator('.remark-excerpt').evaluateAll((all) => all.map((one) => one.textContent ?? ''));
    expect(shown.sort()).toEqual(TEXTS.map((text) => maskPersonal(text)).sort());
    await expectCalm();
  }, 150_000);

  it('show every text as itself when it is opened, one after the other by keyboard', async () => {
    await page.locator('.remark-link').first().focus();
    await page.keyboard.press('Enter');
    const seen: string[] = [];
    const link = page.locator('.remark-link[aria-current]');
    for (let turn = 0; turn < TEXTS.length; turn++) {
      const id = (await link.getAttribute('data-remark')) ?? '';
      await page.waitForFunction(
        (one) => document.querySelector('[data-remark-heading]')?.getAttribute('data-remark-heading') === one,
        id,
      );
      seen.push((await page.locator('.remark-words').textContent()) ?? '');
      await page.waitForFunction(() => document.activeElement?.hasAttribute('data-remark-heading'));
      await page.keyboard.press('j');
      if (turn < TEXTS.length - 1)
        await page.waitForFunction(
          (one) => document.querySelector('.remark-link[aria-current]')?.getAttribute('data-remark') !== one,
          id,
        );
    }
    expect(seen.sort()).toEqual([...TEXTS].sort());
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-remark'));
    await expectCalm();
  }, 300_000);

  it('fit a phone, whatever was written, and axe finds nothing', async () => {
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await loadAll();
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.locator('.remark-link', { hasText: 'aaaaaaaaaa' }).click();
    await page.locator('.remark-words').waitFor();
    expect(await page.locator('.remark-list').isVisible()).toBe(false);
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Về danh sách' }).click();
    await page.locator('.remark-list').waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
  }, 150_000);

  it('download as a file after a word about it', async () => {
    await page.getByRole('button', { name: 'Tải về CSV' }).click();
    const begins = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Tải tệp' }).click();
    expect((await begins).suggestedFilename()).toMatch(/^y-kien-\d{4}-\d\d-\d\d\.csv$/);
    await page.locator('dialog').waitFor({ state: 'detached' });
  }, 90_000);

  it('let a ballot be made void and count again', async () => {
    await page.getByRole('link', { name: 'Phiếu không hợp lệ' }).click();
    await page.getByRole('button', { name: 'Loại bỏ phiếu' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Loại bỏ phiếu' }).click();
    await page.getByText('1 phiếu đã loại bỏ').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Tính lại phiếu này' }).click();
    await page.getByText('0 phiếu đã loại bỏ').waitFor();
    await expectCalm();
  }, 90_000);
});
