/** Paper ballots in a real browser: typed by keys at speed, offline in between, compared, imported; and every screen looked at by axe. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { firstPage, newProfile, openTablet, removeFolder, signInBrowser } from '../helpers/browser.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { axeViolations } from '../helpers/look.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { workbookOf } from '../helpers/workbook.ts';

/** Milliseconds between two keys of somebody who types well. */
const BETWEEN = 120;
const BALLOTS = 20;
const shots = process.env.SHOTS;

let server: TestServer;
let context: BrowserContext;
let page: Page;
let errors: string[];
const profile = newProfile();

/** As another person each time. */
const signInAs = () => signInBrowser(context, server, 'team');
beforeAll(async () => {
  server = await startServer(process.env.WEB_DIR ? { web: process.env.WEB_DIR } : {});
  context = await openTablet(profile);
  ({ page, errors } = await firstPage(context));
  await signInAs();
});
afterAll(async () => {
  await context.close();
  await server.stop();
  removeFolder(profile);
});

/** What a screen must be: nothing for axe, nothing wider than the window on a computer, a phone, and in the dark. */
async function look(name: string) {
  for (const [width, height, scheme] of [
    [1280, 800, 'light'],
    [390, 844, 'light'],
    [1280, 800, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    expect(await axeViolations(page), `${name}, ${width}, ${scheme}`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name} is wider than ${width}`).toBeLessThanOrEqual(0);
    if (!shots) continue;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}
async function openBatch({ size, double = false }: { size: number; double?: boolean }) {
  await page.goto(`${server.url}/dashboard/ballots/new`);
  await page.getByLabel('Số tờ trong xấp').fill(String(size));
  if (double) await page.getByLabel('Gõ hai lần').check();
  await page.getByRole('button', { name: 'Mở và bắt đầu gõ' }).click();
  await page.getByRole('heading', { name: 'Phiếu số 1' }).waitFor();
  await page.locator('.ballots-keys:focus').waitFor();
}
const press = async (keys: Iterable<string>, delay = 0) => {
  for (const key of keys) {
    await page.keyboard.press(key === ' ' ? 'Space' : key === '\n' ? 'Enter' : key);
    if (delay > 0) await page.waitForTimeout(delay);
  }
};
const stored = () =>
  server.db.prepare<[], string>('select body from submissions order by received_at, seq').pluck().all();
interface Body {
  answers: { criterion: string; level: number | 'unknown'; reasons?: string[] }[];
  remark: string | null;
}
const bodies = () => stored().map((body) => JSON.parse(body) as Body); // our own canonical bodies

describe('typing a stack of paper', () => {
  it('is done by keys alone: 20 ballots in less than 5 minutes, every total right', async () => {
    await page.goto(`${server.url}/dashboard/ballots`);
    await page.getByText('Chưa có tập phiếu nào').waitFor();
    await look('empty');
    await page.goto(`${server.url}/dashboard/ballots/new`);
    await page.getByLabel('Số tờ trong xấp').waitFor();
    await look('new');
    await openBatch({ size: BALLOTS });
    await look('form');
    await page.locator('.ballots-keys').focus();

    const random = randomFrom(20);
    const expected = new Map<string, number>();
    const began = performance.now();
    let pressed = 0;
    for (let ballot = 0; ballot < BALLOTS; ballot++) {
      let keys = '';
      for (let row = 0; row < 6; row++) {
        const key = '12345k 0'[Math.floor(random() * 8)] ?? '5';
        keys += key;
        if (key === '1' || key === '2') keys += 'a';
        const name = `${row} ${key === ' ' ? '0' : key}`;
        expected.set(name, (expected.get(name) ?? 0) + 1);
      }
      keys += '\n';
      pressed += keys.length;
      await press(keys, BETWEEN);
    }
    const seconds = (performance.now() - began) / 1000;
    console.log(`${BALLOTS} ballots, ${pressed} keys, ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(300);
    await page.getByText('20 / 20').waitFor();
    await look('typed');
    await page.getByRole('button', { name: 'Xong xấp này' }).click();
    await page.getByRole('heading', { name: 'Đã xong' }).waitFor();
    await look('done');

    const all = bodies();
    expect(all).toHaveLength(BALLOTS);
    const found = new Map<string, number>();
    const criteria = ['access', 'reception', 'procedure', 'staff', 'result', 'feedback'];
    for (const { answers } of all)
      for (const [row, criterion] of criteria.entries()) {
        const answer = answers.find((one) => one.criterion === criterion);
        const key = answer === undefined ? '0' : answer.level === 'unknown' ? 'k' : String(answer.level);
        expect(answer?.reasons?.length ?? 0).toBe(key === '1' || key === '2' ? 1 : 0);
        found.set(`${row} ${key}`, (found.get(`${row} ${key}`) ?? 0) + 1);
      }
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ differences: [], altered: [] });
  }, 300_000);

  it('keeps what is typed without a network, says how many, and sends each once', async () => {
    const before = bodies().length;
    await openBatch({ size: 3 });
    await context.setOffline(true);
    await press('555555\n444444\n333333\n');
    await page.locator('.ballots-unsent').waitFor();
    await look('offline');
    expect(await page.locator('.ballots-unsent strong').textContent()).toContain('3 phiếu');
    let asked = false;
    page.once('dialog', (dialog) => {
      asked = dialog.type() === 'beforeunload';
      void dialog.dismiss();
    });
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toBe(true);
    await context.setOffline(false);
    await expect.poll(() => bodies().length - before, { timeout: 30_000 }).toBe(3);
    expect(
      bodies()
        .slice(before)
        .map(({ answers }) => answers[0]?.level),
    ).toEqual([5, 4, 3]);
  }, 60_000);

  it('can take the last ballot back, warns before rows are left over, and takes taps and remarks', async () => {
    const before = bodies().length;
    await openBatch({ size: 3 });
    await press('555555\n');
    await page.getByText('chưa lưu', { exact: true }).waitFor();
    await press(['z']);
    await press(['Backspace']);
    await press('1ac\n');
    expect(bodies().length).toBe(before);
    await press('55\n');
    await page.getByText('Còn 4 tiêu chí chưa gõ').first().waitFor();
    await look('warned');
    await page.locator('.ballots-keys').focus();
    await press('\n');
    await page
      .getByRole('group', { name: '1. Tiếp cận dịch vụ' })
      .getByRole('button', { name: '2: Không hài lòng' })
      .tap();
    await press('b5555');
    await press('5/');
    await page.keyboard.type('Chờ lâu');
    await page.getByRole('button', { name: /Lưu phiếu/ }).tap();
    await page.getByRole('button', { name: 'Xong xấp này' }).click();
    await page.getByRole('heading', { name: 'Đã xong' }).waitFor();
    const [first, second, third] = bodies().slice(before);
    expect(first?.answers.at(-1)).toEqual({ criterion: 'feedback', level: 1, reasons: expect.any(Array) });
    expect(first?.answers.at(-1)?.reasons).toHaveLength(2);
    expect(second?.answers).toHaveLength(2);
    expect(third?.answers[0]).toMatchObject({ level: 2, reasons: [expect.any(String)] });
    expect(third?.remark).toBe('Chờ lâu');
  }, 60_000);

  it('typed twice shows the two side by side, and counts after a decision', async () => {
    const before = bodies().length;
    await openBatch({ size: 2, double: true });
    await press('555555\n544444\n');
    await page.getByRole('button', { name: 'Xong xấp này' }).click();
    await page.getByRole('heading', { name: 'Chờ người thứ hai' }).waitFor();
    await look('waiting');
    await signInAs();
    await page.reload();
    await page.getByRole('button', { name: 'Bắt đầu gõ lần hai' }).click();
    await page.locator('.ballots-keys:focus').waitFor();
    await press('555555\n533333\n');
    await page.getByRole('button', { name: 'Xong xấp này' }).click();
    await page.getByRole('heading', { name: 'Hai lần gõ lệch nhau: 1 tờ lệch' }).waitFor();
    await look('differences');
    expect(bodies().length).toBe(before + 1);
    await page.getByRole('button', { name: 'Gõ lại tờ này' }).click();
    await page.locator('.ballots-keys:focus').waitFor();
    await press('511111\n');
    await page.getByRole('heading', { name: 'Đã xong' }).waitFor();
    expect(
      bodies()
        .at(-1)
        ?.answers.map(({ level }) => level),
    ).toEqual([5, 1, 1, 1, 1, 1]);
    await page.goto(`${server.url}/dashboard/ballots`);
    await page.getByRole('heading', { name: 'Đã xong' }).waitFor();
    await look('list');
  }, 60_000);
});

it('takes keys after a press beside the form, too', async () => {
  await openBatch({ size: 1 });
  await page.locator('h1').click();
  expect(await page.evaluate(() => document.activeElement?.closest('.ballots-keys') ?? null)).toBeNull();
  await press('54');
  expect(await page.locator('.ballots-keys [aria-pressed=true]').allTextContents()).toEqual(['5', '4']);
}, 30_000);

describe('importing a file', () => {
  const header = [
    'Ngày',
    'Quầy',
    'Lĩnh vực',
    'Tiêu chí 1',
    'Tiêu chí 2',
    'Tiêu chí 3',
    'Tiêu chí 4',
    'Tiêu chí 5',
    'Tiêu chí 6',
    'Ý kiến',
  ];

  it('shows what it would bring, imports it with progress, and says what came of it', async () => {
    const before = bodies().length;
    const line = [46_328, 'Quầy 1', 'Đất đai', 5, 'Hài lòng', 3, 2, 'k', null];
    const bad = ['hôm qua', '<img src=x onerror=alert(1)>', null, 9];
    const rows = [header, ...Array.from({ length: 40 }, () => line), bad, [46_328, '<b>Quầy</b>', null, 5], bad];
    rows.push([46_328, 'Quầy 1', null, 9]);
    const file = join(server.dataDir, 'phieu-thang-11.xlsx');
    writeFileSync(file, workbookOf(rows));
    await page.goto(`${server.url}/dashboard/ballots/import`);
    await page.getByRole('button', { name: 'Chọn tệp' }).waitFor();
    await look('import');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải tệp mẫu' }).click();
    expect(readFileSync(await (await saved).path(), 'utf8')).toMatch(
      /^\ufeffNgày lấy phiếu;Quầy;Lĩnh vực;Bước;Tiếp cận dịch vụ;/,
    );
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Các cột không được nhập: Ý kiến').waitFor();
    await page.getByRole('button', { name: 'Xem thử' }).click();
    await page.getByText('40 phiếu đọc được, 4 dòng lỗi').waitFor();
    await page.getByText('“Tiếp cận dịch vụ: 9”').waitFor();
    await page.getByText('“<b>Quầy</b>”').waitFor();
    await look('check');
    expect(bodies().length).toBe(before);
    await page.getByRole('button', { name: 'Nhập 40 phiếu' }).click();
    await page.getByText('40 phiếu thêm mới').waitFor();
    await look('imported');
    expect(bodies().length).toBe(before + 40);

    writeFileSync(file, workbookOf([...rows, line]));
    await page.getByRole('button', { name: 'Chọn tệp khác' }).click();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Xem thử' }).click();
    await page.getByText('Đã có một tệp cùng tên').waitFor();
    await page.getByRole('button', { name: 'Nhập 41 phiếu' }).click();
    await page.getByText('Chọn một trong hai trước khi nhập').waitFor();
    await look('same-name');
    await page.getByLabel('Bản sửa').check();
    await page.getByRole('button', { name: 'Nhập 41 phiếu' }).click();
    await page.getByText('1 phiếu thêm mới, 40 phiếu đã có').waitFor();
    writeFileSync(file, Buffer.from('\uFEFFNgày', 'utf16le'));
    await page.getByRole('button', { name: 'Chọn tệp khác' }).click();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Tệp không ở dạng chữ UTF-8').waitFor();
    await look('refused');
    expect(errors).toEqual([]);
  }, 60_000);
});
