/** A tablet that has been without a network for a year: how long until its first screen, against one with nothing to send. */
import type { Page } from 'playwright-core';
import { newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { startServer } from '../helpers/server.ts';
import { inTurn, type Outcome } from './measure.ts';

const RECORDS = 50_000;
const ROUNDS = 7;

/** Puts rows beside those that are there, as the kiosk writes them, a thousand to a transaction. Runs in the page. */
const FILL = `async (count) => {
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const db = await new Promise((done, failed) => {
    const open = indexedDB.open('hai-long');
    open.onsuccess = () => done(open.result);
    open.onerror = () => failed(open.error);
  });
  let hash = '0'.repeat(64);
  for (let from = 1; from <= count; from += 1000) {
    const rows = [];
    for (let seq = from; seq < from + 1000; seq++) {
      const id = crypto.randomUUID();
      const body = JSON.stringify({ v: 1, id, device: 'd', epoch: 1, seq, prev: hash, filler: 'x'.repeat(500) });
      hash = hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)));
      rows.push({ epoch: 1, seq, id, hash, body, madeAt: Date.now() });
    }
    const tx = db.transaction(['outbox', 'meta'], 'readwrite');
    for (const row of rows) tx.objectStore('outbox').put(row);
    tx.objectStore('meta').put({ epoch: 1, seq: from + 999, hash }, 'last');
    tx.objectStore('meta').put(true, 'behind');
    await new Promise((done, failed) => { tx.oncomplete = done; tx.onabort = () => failed(tx.error); });
  }
  db.close();
}`;
/** Whether the comparison has put everything into the journal: then a start is one like any other. */
const IS_CALM = `new Promise((done) => {
  const open = indexedDB.open('hai-long');
  open.onsuccess = () => {
    const asked = open.result.transaction('meta').objectStore('meta').get('behind');
    asked.onsuccess = () => { open.result.close(); done(asked.result === false); };
  };
})`;

async function start(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  const begin = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('[data-screen="welcome"]').waitFor();
  return performance.now() - begin;
}

/** One tablet, not connected to anything once it is set up. */
async function openOne(records: number) {
  const profile = newProfile();
  const server = await startServer();
  const context = await openTablet(profile);
  const page = context.pages()[0] ?? (await context.newPage());
  await start(page, server.url);
  await page.waitForTimeout(3000);
  await context.route('**/api/**', (route) => route.abort());
  if (records > 0) await page.evaluate(`(${FILL})(${records})`);
  await start(page, server.url);
  await page.waitForFunction(IS_CALM, undefined, { timeout: 240_000, polling: 1000 });
  const close = async () => {
    await context.close();
    await server.stop();
    removeFolder(profile);
  };
  return { page, url: server.url, close };
}

export async function benchStart(): Promise<Outcome[]> {
  const full = await openOne(RECORDS);
  const empty = await openOne(0);
  const { ours, baseline } = await inTurn(
    ROUNDS,
    () => start(full.page, full.url),
    () => start(empty.page, empty.url),
  );
  await full.close();
  await empty.close();
  const detail = `${Math.round(ours)} ms to the first screen with ${RECORDS} unsent, against ${Math.round(baseline)} ms with none`;
  return [{ name: 'start with a long queue', detail, ratio: ours / baseline, bound: 2, sense: 'most' }];
}
