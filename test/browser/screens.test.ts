/** Every screen of the kiosk: axe, no scrolling from 7 to 11 inches in both orientations, and targets of 60 px. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Submission } from '../../src/domain/submission.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';
import { publishSurvey } from '../../src/server/store/surveys.ts';
import { firstPage, newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { axeViolations, misfits } from '../helpers/look.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { at, begin, finish, rate, screen } from '../helpers/visit.ts';

const SIZES = [
  [1280, 800],
  [800, 1280],
  [1024, 600],
  [600, 1024],
  [960, 600],
] as const;
const TARGET = 60;

let server: TestServer;
let context: BrowserContext;
let page: Page;
const profile = newProfile();

beforeAll(async () => {
  server = await startServer({ pin: '135790' });
  context = await openTablet(profile);
  ({ page } = await firstPage(context));
  await page.goto(server.url);
});
afterAll(async () => {
  await context.close();
  await server.stop();
  removeFolder(profile);
});

/** Holds the screen that is shown against all sizes, plain and with larger text and high contrast. */
async function check(name: string): Promise<void> {
  await at(page, name);
  for (const tools of [false, true]) {
    if (tools) for (const tool of ['Chữ to', 'Tương phản']) await page.getByRole('button', { name: tool }).tap();
    expect(await axeViolations(page), `${name}, axe, tools ${tools}`).toEqual([]);
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(60);
      expect(await misfits(page, TARGET), `${name} at ${width}x${height}, tools ${tools}`).toEqual([]);
    }
  }
  for (const tool of ['Chữ to', 'Tương phản']) await page.getByRole('button', { name: tool }).tap();
  await page.setViewportSize({ width: 1280, height: 800 });
}

describe('every screen fits, and axe finds nothing:', () => {
  it('welcome, service, faces, reasons, remark, thanks', async () => {
    await check('welcome');
    await begin(page);
    await check('stage');
    await page.getByRole('button', { name: 'Nộp hồ sơ' }).tap();
    await check('field');
    await page.getByRole('button', { name: 'Chứng thực' }).tap();
    await check('rate');
    await page.getByRole('button', { name: 'Rất không hài lòng' }).tap();
    await page.locator('.reasons').waitFor();
    await check('rate');
    await page.getByRole('button', { name: 'Tiếp tục' }).tap();
    for (let question = 0; question < 5; question++) {
      await at(page, 'rate');
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        expect(await misfits(page, TARGET), `question ${question + 2} at ${width}x${height}`).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await rate(page, 'Bình thường');
    }
    await check('remark');
    await finish(page);
    expect(await axeViolations(page)).toEqual([]);
    expect(await misfits(page, TARGET)).toEqual([]);
    await page.getByRole('button', { name: 'Xong' }).tap();
  }, 120_000);

  it('the question whether anybody is there', async () => {
    await begin(page);
    await screen(page, 'still-there').waitFor({ timeout: 45_000 });
    expect(await axeViolations(page)).toEqual([]);
    expect(await misfits(page, TARGET)).toEqual([]);
    await screen(page, 'welcome').waitFor({ timeout: 30_000 });
  }, 90_000);

  it('the staff screen behind the long press and the PIN', async () => {
    await at(page, 'welcome');
    const box = await page.locator('.office').boundingBox();
    if (!box) throw new Error('the office has a name');
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await screen(page, 'staff').waitFor({ timeout: 8000 });
    await page.mouse.up();
    await page.waitForTimeout(500);
    expect(await axeViolations(page)).toEqual([]);
    expect(await misfits(page, TARGET)).toEqual([]);
    for (const digit of '135790') await page.getByRole('button', { name: digit, exact: true }).tap();
    await page.getByRole('button', { name: 'Gửi ngay' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      expect(await misfits(page, TARGET), `staff at ${width}x${height}`).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('can be used with the keyboard alone', async () => {
    await page.reload();
    await at(page, 'welcome');
    const press = async (name: RegExp) => {
      for (let tab = 0; tab < 25; tab++) {
        const label = await page.evaluate(() => document.activeElement?.textContent ?? '');
        const tag = await page.evaluate(() => document.activeElement?.tagName);
        if (tag === 'BUTTON' && name.test(label)) break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.waitForTimeout(700);
    };
    await press(/Bắt đầu/);
    await press(/Nộp hồ sơ/);
    await press(/Đất đai/);
    for (let question = 0; question < 6; question++) await press(/^Hài lòng$/);
    await press(/gửi/i);
    await screen(page, 'thanks').waitFor();
  }, 60_000);

  it('the three faces of a survey with three levels, and what is tapped arrives', async () => {
    const three = PRESETS['three-levels'];
    const survey = { ...three, stages: [], fields: [], criteria: three.criteria.slice(0, 1) };
    const version = publishSurvey(server.db, server.deps.office, survey, Date.now());
    await Promise.all([page.waitForResponse('**/api/settings'), page.reload()]);
    await begin(page);
    await check('rate');
    expect(await page.locator('.level').allTextContents()).toEqual(['Hài lòng', 'Bình thường', 'Không hài lòng']);
    await rate(page, 'Bình thường');
    await finish(page);
    await page.getByRole('button', { name: 'Xong' }).tap();
    const stored = server.db.prepare<[number], string>('select body from submissions where survey = ?').pluck();
    await expect
      .poll(() => stored.all(version).map((body) => Submission.parse(JSON.parse(body)).answers), { timeout: 10_000 })
      .toEqual([[{ criterion: 'access', level: 3 }]]);
  }, 60_000);
});
