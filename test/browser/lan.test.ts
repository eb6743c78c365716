/**
 * A tablet on the local network, in a real Chromium: before the certificate of the server is trusted the guide says so and nothing
 * opens; afterwards the check is good, and the tablet that joins is in a secure context with its service worker.
 */
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { authorityFile } from '../../src/server/lan/authority.ts';
import { launchServer } from '../faults/server-process.ts';
import { firstPage, LANDSCAPE, newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { axeViolations } from '../helpers/look.ts';
import { screen } from '../helpers/visit.ts';

/** By a name, for a browser takes 127.0.0.1 to be secure in any case. */
const NAME = `${/^[a-z0-9][a-z0-9-]*/.exec(hostname().toLowerCase())?.[0] ?? 'hai-long'}.local`;
const CERTUTIL = [process.env.CERTUTIL, '/usr/bin/certutil'].find((file) => file && existsSync(file));
const args = (more: readonly string[] = []) => [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
  ...more,
];

/** As a person does it: into the store of the profile. Without the tool for it, the browser is told to accept this one key. */
function trusting(home: string, dataDir: string): { args: string[]; env?: Record<string, string> } {
  const { root, issuer } = JSON.parse(readFileSync(authorityFile(dataDir), 'utf8')) as { root: string; issuer: string };
  if (!CERTUTIL) {
    const key = createPublicKey(
      new X509Certificate(Buffer.from(issuer, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    const spki = createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('base64');
    return { args: args([`--ignore-certificate-errors-spki-list=${spki}`]) };
  }
  const store = `sql:${join(home, '.pki/nssdb')}`;
  mkdirSync(join(home, '.pki/nssdb'), { recursive: true });
  writeFileSync(join(home, 'root.crt'), Buffer.from(root, 'base64'));
  for (const work of [
    ['-N', '--empty-password'],
    ['-A', '-t', 'C,,', '-n', 'hai-long', '-i', join(home, 'root.crt')],
  ]) {
    const { status, stderr } = spawnSync(CERTUTIL, ['-d', store, ...work], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  }
  return { args: args(), env: { ...process.env, HOME: home } as Record<string, string> };
}

it('is told what is missing, and is secure once the certificate is installed', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-lan-'));
  const home = mkdtempSync(join(tmpdir(), 'hai-long-home-'));
  const env = { LAN_ADDRESS: '127.0.0.1', LAN_PORT: '0', LAN_GUIDE_PORT: '0' };
  const server = launchServer(resolve('dist/server/main.js'), dataDir, env, ['--lan']);
  const profiles = [newProfile(), newProfile()];
  let context: BrowserContext | null = null;
  onTestFinished(async () => {
    await context?.close();
    await server.kill();
    for (const folder of [dataDir, home, ...profiles]) removeFolder(folder);
  });
  await server.url;
  const printed = () => /https:\/\/127\.0\.0\.1:(\d+)\n.*http:\/\/127\.0\.0\.1:(\d+)\n/.exec(server.printed());
  await expect.poll(printed, { timeout: 10_000 }).not.toBeNull();
  const [, appPort, guidePort] = printed() ?? [];
  const [app, guide] = [`https://${NAME}:${appPort}`, `http://${NAME}:${guidePort}`];

  context = await openTablet(profiles[0] ?? '', { width: 390, height: 844 }, { args: args() });
  const stranger = (await firstPage(context)).page;
  await stranger.goto(guide);
  // What people compare stands on both screens.
  const fingerprint = (await stranger.locator('code').textContent()) ?? '';
  expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(server.printed()).toContain(fingerprint);
  expect(await axeViolations(stranger)).toEqual([]);
  expect(await stranger.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await stranger.getByRole('button', { name: 'Kiểm tra máy này' }).click();
  await stranger.getByText('Chưa đạt').waitFor();
  await expect(stranger.goto(app)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
  await context.close();

  context = await openTablet(profiles[1] ?? '', LANDSCAPE, trusting(home, dataDir));
  const { page } = await firstPage(context);
  await page.goto(guide);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await page.getByRole('button', { name: 'Kiểm tra máy này' }).click();
  await page.getByText('Đạt: máy này tin máy chủ.').waitFor();
  await page.getByRole('link', { name: 'Mở ứng dụng' }).click();
  await page.waitForURL(`${app}/**`);
  expect(await page.evaluate(() => isSecureContext)).toBe(true);
  // Not the machine itself: it has to show a code.
  const code = /[B-Z]{5}-[B-Z]{5}/.exec(server.printed())?.[0] ?? '';
  await screen(page, 'enrol').waitFor();
  await page.getByRole('textbox').fill(code);
  await page.getByRole('button', { name: 'Kết nối', exact: true }).click();
  await screen(page, 'trial').waitFor();
  const worker = await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL);
  expect(worker).toBe(`${app}/sw.js`);
}, 60_000);
