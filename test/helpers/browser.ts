/** A real Chromium, with a profile on disk: a default context keeps IndexedDB in memory only. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import type { Role } from '../../src/domain/account.ts';
import type { TestServer } from './server.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const LANDSCAPE = { width: 1280, height: 800 };
export const PORTRAIT = { width: 800, height: 1280 };

export const newProfile = (): string => mkdtempSync(join(tmpdir(), 'hai-long-profile-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** Opens (or opens again, like after a reboot) the browser of one tablet. The path of Chromium comes from `npm test`. */
export async function openTablet(profile: string, viewport = LANDSCAPE, options: object = {}): Promise<BrowserContext> {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  const settings = { executablePath, headless: true, args: ARGS, viewport, hasTouch: true, locale: 'vi-VN' };
  return chromium.launchPersistentContext(profile, { ...settings, timezoneId: 'Asia/Ho_Chi_Minh', ...options });
}

/** The first page of a context, with everything that goes wrong in it collected. */
export async function firstPage(
  context: BrowserContext,
): Promise<{ page: Page; errors: string[]; origins: Set<string> }> {
  const page = context.pages()[0] ?? (await context.newPage());
  const errors: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // A tablet without network says so on its console; that is no fault of the page.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text()))
      errors.push(message.text());
  });
  context.on('request', (request) => {
    if (/^https?:/.test(request.url())) origins.add(new URL(request.url()).origin);
  });
  return { page, errors, origins };
}

/**
 * Signs a person with this role in, as if they had typed their password just now. Chromium takes a `__Host-` cookie over
 * http from the loopback only, and from playwright only by domain and path, not by address.
 */
export async function signInBrowser(
  context: BrowserContext,
  { url, signIn }: Pick<TestServer, 'url' | 'signIn'>,
  role: Role = 'viewer',
): Promise<void> {
  const [name = '', value = ''] = signIn(role).Cookie.split('=');
  const domain = new URL(url).hostname;
  await context.addCookies([{ name, value, domain, path: '/', secure: true, httpOnly: true, sameSite: 'Strict' }]);
}
