/** A tablet whose room is to be used up, and how long its ballots may take. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { RESERVE_BYTES } from '../../src/kiosk/journal/reserve.ts';
import { firstPage, openTablet } from '../helpers/browser.ts';
import { readyOffline, screen } from '../helpers/visit.ts';
import type { Visit } from './checker.ts';
import { openPage } from './kiosk-page.ts';
import { watchPage } from './monkey-watch.ts';
import { becomes } from './real-clock.ts';

export const SOON_MS = 30_000;
const EACH_MS = 40;
export const timeFor = (visits: readonly unknown[]): number => SOON_MS + visits.length * EACH_MS;
export const thanked = (visits: readonly Visit[]): number => visits.filter(({ told }) => told === 'thanked').length;
/** Waits until everybody was thanked, or too long. */
export const all = (visits: readonly Visit[]): Promise<boolean> =>
  becomes(() => thanked(visits) === visits.length, timeFor(visits), 100);

/** As a person allows it to keep what it stores: otherwise a browser whose disk is full throws all of it away. */
export function allowKeeping(profile: string, origin: string): void {
  const durable_storage = { [`${origin},*`]: { setting: 1 } };
  const preferences = { profile: { content_settings: { exceptions: { durable_storage } } } };
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
}
/** A tablet that is ready for its first citizen and has taken its reserve, without a network from now on. */
export async function ready(profile: string, url: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await openTablet(profile);
  const { page } = await firstPage(context);
  await watchPage(page);
  await openPage(page, url);
  await screen(page, 'welcome').waitFor();
  await readyOffline(page);
  if (!(await page.evaluate(() => navigator.storage.persisted()))) throw new Error('the storage is not persistent');
  const used = () => page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  // A control has none.
  await becomes(async () => (await used()) > RESERVE_BYTES, SOON_MS, 100);
  await context.setOffline(true);
  return { context, page };
}
