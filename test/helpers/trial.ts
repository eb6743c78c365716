/** A new tablet on its way to its first citizen: the code, the check of its storage, and what staff may decide. */
import type { BrowserContext, Page } from 'playwright-core';
import { screen } from './visit.ts';

/** What a person would answer when the browser asks; a headless one is never asked and says no. */
export async function allowPersistence(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Browser.grantPermissions', { permissions: ['durableStorage'] });
}

/** Connects it as on another machine: the server's own machine would not need the code. */
export async function enrolWithCode(page: Page, url: string, code: string): Promise<void> {
  await page.goto(url);
  await screen(page, 'enrol').waitFor();
  await page.getByRole('textbox').fill(code);
  await page.getByRole('button', { name: 'Kết nối', exact: true }).click();
  await screen(page, 'trial').waitFor();
}

/** Staff take it into use as it is. */
export async function useAnyway(page: Page, pin: string, reason = 'Máy thử trong phòng họp'): Promise<void> {
  await page.getByRole('button', { name: 'Cho dùng dù chưa đạt' }).click();
  await page.getByRole('textbox', { name: /Lý do/ }).fill(reason);
  await page.getByRole('button', { name: /nhập mã PIN/ }).click();
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await screen(page, 'welcome').waitFor();
}
