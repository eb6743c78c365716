/** From the dashboard to a connected tablet: a code is made, its QR is opened on the tablet, and the dashboard says so. */
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstPage, newProfile, openTablet, removeFolder, signInBrowser } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { useAnyway } from '../helpers/trial.ts';
import { screen } from '../helpers/visit.ts';

const PIN = '135790';
const profiles = [newProfile(), newProfile()] as const;
let server: TestServer;
let desk: BrowserContext;
let tablet: BrowserContext;

beforeAll(async () => {
  server = await startServer({ pin: PIN });
  desk = await openTablet(profiles[0]);
  tablet = await openTablet(profiles[1]);
  await signInBrowser(desk, server, 'administrator');
  // As if it came through a proxy: a browser on the server's own machine would be connected without a code.
  await tablet.setExtraHTTPHeaders({ 'X-Forwarded-For': '192.0.2.7' });
});
afterAll(async () => {
  await desk.close();
  await tablet.close();
  await server.stop();
  for (const profile of profiles) removeFolder(profile);
});

it('connects a tablet that opened the address of the QR, and no server ever sees the code in an address', async () => {
  const { page, errors } = await firstPage(desk);
  await page.goto(`${server.url}/dashboard/tablets/enrol`);
  await page.getByRole('combobox', { name: 'Đặt tại quầy' }).selectOption('quay-2');
  await page.getByRole('textbox', { name: /Tên máy/ }).fill('Máy cửa sổ');
  await page.getByRole('button', { name: 'Tạo mã' }).click();
  const code = (await page.locator('.code-letters').textContent()) ?? '';
  expect(code).toMatch(/^[A-Z]{5}-[A-Z]{5}$/);

  const { page: kiosk } = await firstPage(tablet);
  const asked: string[] = [];
  kiosk.on('request', (request) => asked.push(request.url().split('#')[0] ?? ''));
  await kiosk.goto(`${server.url}/#ma=${code}`);
  await screen(kiosk, 'enrol').waitFor();
  expect(await kiosk.getByRole('textbox').inputValue()).toBe(code);
  await kiosk.getByRole('button', { name: 'Kết nối', exact: true }).click();
  await screen(kiosk, 'trial').waitFor();
  await useAnyway(kiosk, PIN);
  expect(kiosk.url()).toBe(`${server.url}/`);
  expect(asked.filter((url) => url.includes(code))).toEqual([]);

  await page.getByRole('heading', { name: 'Máy đã kết nối.' }).waitFor();
  await page.getByRole('link', { name: 'Xem máy này' }).click();
  await page.getByRole('heading', { name: /Máy cửa sổ/ }).waitFor();
  expect(errors).toEqual([]);
});
