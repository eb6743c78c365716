/** A citizen at the tablet: taps by role and word, as a person would. */
import type { Page } from 'playwright-core';

export const screen = (page: Page, name: string) => page.locator(`[data-screen="${name}"]`);

/** Waits until a screen is shown and takes touches (a screen that has just come ignores a double tap). */
export async function at(page: Page, name: string): Promise<void> {
  await screen(page, name).waitFor();
  await page.waitForTimeout(450);
}

export async function begin(page: Page): Promise<void> {
  await at(page, 'welcome');
  await page.getByRole('button', { name: /^(Bắt đầu đánh giá|Start)$/ }).tap();
}

export async function chooseService(page: Page, stage = 'Nộp hồ sơ', field = 'Chứng thực'): Promise<void> {
  await at(page, 'stage');
  await page.getByRole('button', { name: stage, exact: true }).tap();
  await at(page, 'field');
  await page.getByRole('button', { name: field, exact: true }).tap();
}

/** Answers the question that is shown. */
export async function rate(page: Page, level: string): Promise<void> {
  const question = await page.locator('[data-heading]').textContent();
  await page.getByRole('button', { name: level, exact: true }).tap();
  const reasons = page.locator('.reasons');
  if (await reasons.isVisible().catch(() => false))
    await page.getByRole('button', { name: /^(Tiếp tục|Continue)$/ }).tap();
  await page.waitForFunction((before) => document.querySelector('[data-heading]')?.textContent !== before, question);
  await page.waitForTimeout(450);
}

export async function finish(page: Page, remark?: string): Promise<void> {
  await at(page, 'remark');
  if (remark !== undefined) await page.locator('textarea').fill(remark);
  await page.getByRole('button', { name: /gửi|send/i }).tap();
  await screen(page, 'thanks').waitFor();
}

/** A whole visit, from Welcome back to Welcome. */
export async function wholeVisit(page: Page, level = 'Hài lòng', remark?: string): Promise<void> {
  await begin(page);
  await chooseService(page);
  for (let question = 0; question < 6; question++) await rate(page, level);
  await finish(page, remark);
  await page.getByRole('button', { name: /^(Xong|Done)$/ }).tap();
  await screen(page, 'welcome').waitFor();
}

/** Until the kiosk can start without a network: its worker is active and has its files. */
export async function readyOffline(page: Page): Promise<void> {
  const ready = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker?.getRegistration();
      return registration?.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
    });
  for (const deadline = performance.now() + 20_000; performance.now() < deadline;) {
    if (await ready()) return;
    await page.waitForTimeout(100);
  }
  throw new Error('the kiosk did not become ready for a start without a network');
}
