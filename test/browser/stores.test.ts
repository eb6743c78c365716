/** The two stores and the mark in a real browser: whichever is taken away comes back from the others, is told, and nothing is lost or doubled. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstPage, newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { deleteRow, journalText, placesOf, recordsIn, rowsOf, toldBy } from '../helpers/stores.ts';
import { readyOffline, screen, wholeVisit } from '../helpers/visit.ts';

let profile: string;
let server: TestServer;
let context: BrowserContext;
let page: Page;
let told: ReturnType<typeof toldBy>;
let errors: string[];

const stored = () =>
  (server.db.prepare('select count(*) as all_, count(distinct id) as different from submissions').get() ?? {}) as {
    all_: number;
    different: number;
  };
const until = async (count: number) => {
  await expect.poll(() => stored().all_, { timeout: 20_000, interval: 200 }).toBe(count);
  expect(stored().different).toBe(count);
};
const journal = async () => recordsIn(await journalText(page));

async function start(offline = false): Promise<void> {
  context = await openTablet(profile);
  await context.setOffline(offline);
  ({ page, errors } = await firstPage(context));
  told = toldBy(page);
  await page.goto(server.url);
  await screen(page, 'welcome').waitFor();
}
/** Switched off and on; in between somebody was at its files. */
async function restart(meanwhile: () => void = () => undefined, offline = false): Promise<void> {
  await context.close();
  meanwhile();
  await start(offline);
}
/** Until the stores were compared. */
const compared = () => expect.poll(async () => (await rowsOf(page)).meta['journaled'], { timeout: 15_000 }).toBe(true);
const inProfile = (...names: string[]) => rmSync(join(profile, 'Default', ...names), { recursive: true, force: true });

beforeEach(async () => {
  profile = newProfile();
  server = await startServer();
  await start();
  await compared();
  await readyOffline(page);
}, 60_000);
afterEach(async () => {
  await context.close();
  await server.stop();
  removeFolder(profile);
});

describe('a tablet', () => {
  it('keeps each record in both stores, byte for byte, through a restart without a network, and tells nothing', async () => {
    await wholeVisit(page);
    await until(1);
    await context.setOffline(true);
    await wholeVisit(page, 'Bình thường');
    for (let time = 0; time < 2; time++) {
      const { outbox } = await rowsOf(page);
      expect(placesOf(outbox)).toEqual(['1/1', '1/2']);
      expect(await journal()).toEqual(outbox.map(({ epoch, seq, id, hash, body }) => ({ epoch, seq, id, hash, body })));
      if (time === 0) await restart(() => undefined, true);
      await compared();
    }
    await context.setOffline(false);
    await until(2);
    await expect.poll(() => told.last()?.stores, { timeout: 70_000 }).toEqual({ database: 'ok', journal: 'ok' });
    expect(told.kinds()).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('fills a database that was deleted from the journal, enrols anew, and sends what waited', async () => {
    await wholeVisit(page);
    await until(1);
    await context.setOffline(true);
    await wholeVisit(page, 'Bình thường');
    await wholeVisit(page, 'Rất hài lòng');
    await restart(() => inProfile('IndexedDB'));
    await until(3);
    await expect.poll(() => told.kinds(), { timeout: 70_000 }).toEqual(['database-reset']);
    await wholeVisit(page);
    await until(4);
    expect(placesOf((await rowsOf(page)).outbox)).toEqual(['1/1', '1/2', '1/3', '2/1']);
    expect(placesOf(await journal())).toEqual(['1/1', '1/2', '1/3', '2/1']);
  });

  it('writes a journal that was deleted again from the database', async () => {
    await context.setOffline(true);
    await wholeVisit(page);
    await wholeVisit(page, 'Bình thường');
    await restart(() => inProfile('File System'));
    await until(2);
    await expect.poll(() => told.kinds(), { timeout: 70_000 }).toEqual(['journal-reset']);
    expect(placesOf(await journal())).toEqual(['1/1', '1/2']);
  });

  it('makes a mark that was deleted again', async () => {
    await wholeVisit(page);
    await until(1);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await expect.poll(() => page.evaluate(() => localStorage.length), { timeout: 10_000 }).toBe(1);
    await context.setOffline(true);
    await context.setOffline(false);
    await expect.poll(() => told.kinds(), { timeout: 70_000 }).toEqual(['mark-lost']);
    await until(1);
  });

  it('gets a record back that was deleted with the developer tools, sends it, and tells its place', async () => {
    await context.setOffline(true);
    await wholeVisit(page);
    await wholeVisit(page, 'Rất không hài lòng');
    const before = (await rowsOf(page)).outbox;
    await deleteRow(page, 1, 2);
    expect(placesOf((await rowsOf(page)).outbox)).toEqual(['1/1']);
    await page.reload();
    await expect.poll(async () => (await rowsOf(page)).outbox, { timeout: 10_000 }).toEqual(before);
    await context.setOffline(false);
    await until(2);
    await expect
      .poll(() => told.events, { timeout: 70_000 })
      .toMatchObject([{ kind: 'record-mended', place: { epoch: 1, seq: 2 } }]);
  });

  it('in a second tab takes records without the journal, and nothing breaks', async () => {
    const second = await context.newPage();
    await second.goto(server.url);
    await screen(second, 'welcome').waitFor();
    await wholeVisit(second);
    await page.bringToFront();
    await wholeVisit(page, 'Bình thường');
    await until(2);
    await second.close();
    await restart();
    await compared();
    await expect.poll(async () => placesOf(await journal()), { timeout: 10_000 }).toEqual(['1/1', '1/2']);
    expect(told.kinds()).toEqual([]);
  });
});
