/**
 * From the address to the first useful figure, over a fast-3G line with the processor slowed four times: the overview, and
 * a bare HTML page with the same figures, from the same server in the same browser.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { BrowserContext } from 'playwright-core';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { dayHour } from '../../src/domain/period.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openApp } from '../helpers/server.ts';
import { median, type Outcome } from './measure.ts';

const ROUNDS = 7;
const ZONE = 'Asia/Ho_Chi_Minh';
/** Fast 3G as Chromium's own profile has it: 1.44 Mbit/s down, 675 kbit/s up, 562 ms. */
const FAST_3G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };

async function timeTo(context: BrowserContext, url: string, selector: string): Promise<number> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', FAST_3G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(url, { waitUntil: 'commit' });
  // The figure is in the page that is painted first, or in none before the program has drawn it.
  await page.locator(selector).first().waitFor({ timeout: 60_000 });
  const paint = `new Promise((done) => new PerformanceObserver((list) => done(list.getEntriesByName('first-contentful-paint')[0].startTime))
    .observe({ type: 'paint', buffered: true }))`;
  const time = (await page.evaluate(paint)) as number; // ms since the navigation began
  await page.close();
  return time;
}

export async function benchPaint(): Promise<Outcome[]> {
  const opened = openApp();
  const store = createSubmissionStore(opened.db, opened.deps.office);
  const maker = ballotMaker('bench', 7);
  const now = Date.now();
  const accept = (index: number): Accepted => {
    const answeredAt = now - (index % 300) * 3_600_000;
    const ballot = maker.next({ answeredAt });
    return {
      ok: true,
      ...ballot,
      survey: SIX_CRITERIA,
      ...dayHour(answeredAt, ZONE),
      sentAt: now,
      receivedAt: now,
      note: null,
    };
  };
  store(Array.from({ length: 3000 }, (_, index) => accept(index)));
  const { Cookie } = opened.signIn('team');
  let bare = '';
  const app = getRequestListener(opened.app.fetch);
  const server = createServer((request, reply) => {
    if (request.url === '/bare') reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(bare);
    else void app(request, reply);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  const profile = newProfile();
  const context = await openTablet(profile);
  try {
    await context.setExtraHTTPHeaders({ Cookie });
    const page = await context.newPage();
    await page.goto(`${url}/dashboard?period=month`);
    await page.locator('.answer-figure').waitFor();
    // The same words and figures, as text only.
    const text = await page.evaluate(() => document.querySelector('main')?.innerText ?? '');
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const escape = (line: string) => line.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
    bare = `<!doctype html><meta charset="utf-8"><title>x</title>${lines.map((line) => `<p class="figure">${escape(line)}</p>`).join('')}`;
    await page.close();
    const sent = await (await fetch(`${url}/dashboard?period=month`, { headers: { Cookie } })).text();
    if (!sent.includes('class="figure"')) throw new Error('the page does not bring its first answer');
    const times = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.ours.push(await timeTo(context, `${url}/dashboard?period=month`, '#first .figure, .answer-figure'));
      times.bare.push(await timeTo(context, `${url}/bare`, '.figure'));
    }
    const [ours, baseline] = [median(times.ours), median(times.bare)];
    return [
      {
        name: 'first useful paint of the overview',
        detail: `${Math.round(ours)} ms against ${Math.round(baseline)} ms for a bare page with the same figures (fast 3G, processor slowed 4 times, nothing cached)`,
        ratio: ours / baseline,
        bound: 2,
        sense: 'most',
      },
    ];
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
    opened.close();
    removeFolder(profile);
  }
}
