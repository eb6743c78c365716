/** From the link that the first start prints to a signed-in administrator, out and in again, in a real browser. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeAt, stepAt } from '../../src/server/second-factor.ts';
import { firstPage, newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { axeViolations } from '../helpers/look.ts';
import { freePort, startProcess, type ServerProcess } from '../helpers/process.ts';
import { openApp } from '../helpers/server.ts';

const PASSWORD = 'bốn con vịt đi qua cầu';
const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-people-'));
const profiles = [newProfile(), newProfile()];
let server: ServerProcess;
let context: BrowserContext;
let page: Page;
let errors: string[];
let origins: Set<string>;
/** What the authenticator and the drawer hold, from the first test on. */
let secret = '';
let recoveryCodes: string[] = [];

beforeAll(async () => {
  server = await startProcess(dataDir, await freePort());
  context = await openTablet(profiles[0] ?? '', { width: 390, height: 844 });
  ({ page, errors, origins } = await firstPage(context));
}, 60_000);
afterAll(async () => {
  await context.close();
  await server.end();
  for (const folder of [dataDir, ...profiles]) removeFolder(folder);
});

// Exact: "Đăng nhập" is also a part of the account page's "Nơi đang đăng nhập".
const heading = (text: string, on = page) => on.getByRole('heading', { name: text, exact: true }).waitFor();
// The last: a gate stands after the page beneath it, whose fields Playwright finds although they are inert.
const fill = (label: string, text: string, on = page) =>
  on.getByRole('textbox', { name: label, exact: true }).last().fill(text);
const press = (name: string, on = page) => on.getByRole('button', { name, exact: true }).click();

/** Nothing for axe to find, no scrolling sideways. */
async function check(step: string): Promise<void> {
  expect(await axeViolations(page), step).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), step).toBeLessThanOrEqual(0);
}
async function signIn(on: Page, code: string): Promise<void> {
  await fill('Tên đăng nhập', 'lan.nguyen', on);
  await fill('Mật khẩu', PASSWORD, on);
  await press('Đăng nhập', on);
  await heading('Nhập mã xác thực', on);
  if (code.includes('-')) {
    await press('Không có điện thoại? Dùng mã dự phòng', on);
    await fill('Mã dự phòng', code, on);
  } else await fill('Mã xác thực', code, on);
  await press('Tiếp tục', on);
}

describe('the first administrator', () => {
  it('opens the printed link, chooses a password, sets up the second factor and is in', async () => {
    const link = /http:\/\/localhost:\d+\/dashboard\/link#\S+/.exec(server.output())?.[0] ?? '';
    await page.goto(link);
    await heading('Lập tài khoản quản trị đầu tiên');
    // The token is in no address any more: not here, and not one step back.
    expect(page.url()).toBe(link.split('#')[0]);
    await check('set-up');
    await fill('Họ và tên', 'Nguyễn Thị Lan');
    await fill('Tên đăng nhập', 'lan.nguyen');
    await fill('Mật khẩu mới', PASSWORD);
    await press('Lập tài khoản');
    await heading('Đặt xác thực hai bước');
    await page.locator('.qr').waitFor();
    await check('second factor');
    secret = (await page.locator('.factor-secret code').innerText()).replace(/\s/g, '');
    await fill('Mã sáu chữ số ứng dụng đang hiện', codeAt(secret, stepAt(Date.now())));
    await press('Bật xác thực hai bước');
    await heading('Cất các mã dự phòng');
    await check('recovery codes');
    recoveryCodes = await page.locator('.recovery-codes code').allInnerTexts();
    expect(recoveryCodes).toHaveLength(10);
    await press('Tôi đã cất các mã');
    await page.locator('.nav').waitFor();
    expect(new URL(page.url()).pathname).toBe('/dashboard');
    // The session is nothing that a script could read or take away.
    expect(await page.evaluate(() => document.cookie)).toBe('');
    const stored = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    );
    for (const word of [PASSWORD, secret, ...recoveryCodes]) expect(stored).not.toContain(word);
    // A second try with the same link finds it used.
    const again = await context.newPage();
    await again.goto(link);
    await heading('Đường dẫn không dùng được nữa', again);
    await again.close();
  });

  it('signs out, and in again with a code of the authenticator', async () => {
    await page.goto(`${new URL(page.url()).origin}/dashboard/account`);
    await heading('Nơi đang đăng nhập');
    await check('account');
    // On a phone it is in the menu, which bears the name of the section, or this one.
    await page.locator('.nav-toggle').click();
    await check('menu');
    await press('Đăng xuất');
    await heading('Đăng nhập');
    await check('sign-in');
    expect(await page.locator('.shell').count()).toBe(0);
    // The code of the next half minute: the one of now was used for setting up, and each works once.
    await signIn(page, codeAt(secret, stepAt(Date.now()) + 1));
    await page.locator('.nav').waitFor();
  });

  it('adds a person after proving again who it is, without typing anything twice', async () => {
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/dashboard/accounts/new`);
    await fill('Họ và tên', 'Trần Văn Minh');
    await fill('Tên đăng nhập', 'minh.tran');
    // Ten minutes pass.
    const beside = openApp({ dataDir });
    beside.db.prepare('update sessions set fresh_until = 0').run();
    beside.close();
    await press('Thêm người');
    await heading('Xác nhận lại là Ông/Bà');
    await check('step-up');
    await fill('Mật khẩu', PASSWORD);
    await page.keyboard.press('Enter');
    await heading('Đường dẫn cho Trần Văn Minh');
    await check('link');
    const link = await page.getByLabel('Đường dẫn dùng một lần').inputValue();
    expect(link.startsWith(`${origin}/dashboard/link#`)).toBe(true);
  });

  it('whose session is ended elsewhere signs in over the page and goes on', async () => {
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/dashboard/accounts/new`);
    await fill('Họ và tên', 'Lê Thị Mai');
    await fill('Tên đăng nhập', 'mai.le');
    const elsewhere = await openTablet(profiles[1] ?? '');
    const { page: other } = await firstPage(elsewhere);
    await other.goto(`${origin}/dashboard/account`);
    await signIn(other, recoveryCodes[0] ?? '');
    await press('Kết thúc mọi phiên khác', other);
    await other.getByText('Đã kết thúc 1 phiên khác.').waitFor();
    await elsewhere.close();
    await press('Thêm người');
    await page.getByText('Nguyễn Thị Lan đã hết phiên đăng nhập').waitFor();
    await check('signing in again');
    await signIn(page, recoveryCodes[1] ?? '');
    await heading('Đường dẫn cho Lê Thị Mai');
    await press('Xong');
    await page.getByRole('link', { name: 'Trần Văn Minh' }).waitFor();
    await check('people');
  });

  it('finds all of that in the audit log', async () => {
    await page.goto(`${new URL(page.url()).origin}/dashboard/audit`);
    await page.locator('.audit').waitFor();
    await check('audit');
    const said = await page.locator('.audit').innerText();
    for (const deed of [
      'Thêm người dùng',
      'Kết thúc phiên ở nơi khác',
      'Xác nhận lại',
      'Đăng xuất',
      'Bật xác thực hai bước',
    ])
      expect(said).toContain(deed);
    for (const word of [PASSWORD, secret, ...recoveryCodes]) expect(said).not.toContain(word);
  });

  it('met no error on the way, and asked no other origin', () => {
    expect(errors).toEqual([]);
    expect([...origins]).toHaveLength(1);
  });
});
