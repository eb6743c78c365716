/** What happens in the tablet's browser: saving, sending a long queue, and the time from a tap to the next question. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { median, type Outcome } from './measure.ts';

interface Times {
  ours: number[];
  baseline: number[];
}
const SLOWDOWN = 6;

const PAGE = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/bench.js"></script>';

/** The page of the measurements, as one of the server's own: with the journal's worker as it was built. */
async function openBench(context: BrowserContext, url: string): Promise<Page> {
  const worker = readdirSync('dist/web/assets').find((name) => /^worker-.*\.js$/.test(name));
  if (!worker) throw new Error('the kiosk was not built');
  const script = readFileSync('dist/bench-page/bench.js', 'utf8');
  await context.route(`${url}/bench?**`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
  await context.route(`${url}/bench.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  const page = await context.newPage();
  await page.goto(`${url}/bench?worker=/assets/${worker}`);
  return page;
}

/** An endpoint that does nothing, in this process: no part of it takes the server's time. */
async function startNothing() {
  const server = createServer((request, reply) => {
    request.resume().on('end', () => reply.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // an inet listener always has one
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

async function save(context: BrowserContext, url: string): Promise<Outcome[]> {
  const page = await openBench(context, url);
  await page.evaluate('bench.enrol()');
  const times = (await page.evaluate('bench.saves(300)')) as Times; // page.ts gives this shape
  const [ours, baseline] = [median(times.ours.slice(50)), median(times.baseline.slice(50))];
  const detail = `${ours.toFixed(2)} ms a save against ${baseline.toFixed(2)} ms for one bare strict put of the same bytes`;
  return [{ name: 'save to thanks, in both stores', detail, ratio: ours / baseline, bound: 3, sense: 'most' }];
}

async function drain(context: BrowserContext, url: string): Promise<Outcome[]> {
  const nothing = await startNothing();
  const [page, bare] = [await openBench(context, url), await openBench(context, nothing.url)];
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < 3; round++) {
    // A new tablet each time: one may send 200 batches in a row before it must slow down.
    await page.evaluate('bench.enrol()');
    await page.evaluate('bench.fill(10000)');
    const bodies = (await page.evaluate('bench.batches()')) as string[]; // page.ts gives these shapes
    const post = `bench.post(${JSON.stringify(bodies)})`;
    await bare.bringToFront();
    times.baseline.push((await bare.evaluate(post)) as number);
    await page.bringToFront();
    times.ours.push((await page.evaluate('bench.drain()')) as number);
    await bare.bringToFront();
    times.baseline.push((await bare.evaluate(post)) as number);
  }
  nothing.stop();
  const [ours, baseline] = [median(times.ours), median(times.baseline)];
  const detail = `${Math.round(ours)} ms for 10000 records, stored and settled, against ${Math.round(baseline)} ms where nobody reads them`;
  return [{ name: 'drain of 10,000 queued records', detail, ratio: ours / baseline, bound: 3, sense: 'most' }];
}

/** Milliseconds from a tap until the frame after the question changed has been painted. Runs in the page. */
const TAP = `async (press) => {
  const heading = () => document.querySelector('[data-heading]')?.textContent;
  const before = heading();
  const start = performance.now();
  press();
  while (heading() === before) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  await new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
  return performance.now() - start;
}`;

/** One visit: the tap on a face at each question. */
async function visit(page: Page): Promise<{ taps: number[]; screens: string[] }> {
  await page.locator('[data-screen="welcome"] main button').first().click();
  for (const name of ['stage', 'field']) {
    await page.locator(`[data-screen="${name}"]`).waitFor();
    await page.locator('.choices button, main button').first().click();
  }
  const taps: number[] = [];
  const screens: string[] = [];
  for (let question = 0; question < 5; question++) {
    await page.locator('[data-screen="rate"] .faces').waitFor();
    await page.waitForTimeout(800);
    screens.push(await page.evaluate('document.querySelector("#app").innerHTML'));
    taps.push((await page.evaluate(`(${TAP})(() => document.querySelector('.faces button').click())`)) as number); // ms
  }
  return { taps, screens };
}

/** Counts the tasks of 50 ms and more from now on. */
const WATCH = `window.longTasks = []; new PerformanceObserver((list) =>
  longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: 'longtask' })`;

async function openPage(context: BrowserContext, url: string, slowdown: number): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return page;
}

/** The tasks of 50 ms and more in a whole visit. The slowed browser has them in a bare swap, too. */
async function longTasks(context: BrowserContext, url: string, slowdown: number): Promise<number[]> {
  const page = await openPage(context, url, slowdown);
  await page.locator('[data-screen="welcome"]').waitFor();
  await page.waitForTimeout(1500);
  await page.evaluate(WATCH);
  await visit(page);
  const durations = (await page.evaluate('longTasks')) as number[];
  await page.close();
  return durations;
}

/** The same screens under the same styles, each put in by one assignment, in a page without our program. */
async function bareSwaps(context: BrowserContext, url: string, styles: string, screens: string[]) {
  await context.route(`${url}/blank`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  const page = await openPage(context, `${url}/blank`, SLOWDOWN);
  await page.setContent(`<style>${styles}</style><div id="app">${screens[0]}</div>`);
  await page.evaluate(WATCH);
  const times: number[] = [];
  for (const screen of screens.slice(1)) {
    await page.waitForTimeout(800);
    const swap = `() => { document.querySelector('#app').innerHTML = ${JSON.stringify(screen)} }`;
    times.push((await page.evaluate(`(${TAP})(${swap})`)) as number); // ms
  }
  const long = (await page.evaluate('longTasks')) as number[];
  await page.close();
  return { times, long };
}

async function tap(context: BrowserContext, url: string): Promise<Outcome[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  let long: number[] = [];
  for (let round = 0; round < 5; round++) {
    const page = await openPage(context, url, SLOWDOWN);
    await page.locator('[data-screen="welcome"]').waitFor();
    await page.waitForTimeout(1500);
    const { taps, screens } = await visit(page);
    const cssText = `[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\\n')`;
    const styles = (await page.evaluate(cssText)) as string;
    ours.push(...taps);
    await page.close();
    const swaps = await bareSwaps(context, url, styles, screens);
    bare.push(...swaps.times);
    long = swaps.long;
  }
  const [tapped, swapped] = [median(ours), median(bare)];
  const [plain, slowed] = [await longTasks(context, url, 1), await longTasks(context, url, SLOWDOWN)];
  const list = (durations: number[]) => durations.join(', ') || 'none';
  return [
    {
      name: 'tap to next screen painted',
      detail: `${tapped.toFixed(0)} ms against ${swapped.toFixed(0)} ms for a bare swap of the same markup, CPU slowed ${SLOWDOWN} times`,
      ratio: tapped / swapped,
      bound: 2,
      sense: 'most',
    },
    {
      name: 'long tasks in a visit after start',
      detail: `at full speed ${list(plain)}; slowed ${SLOWDOWN} times ${list(slowed)} ms, where four bare swaps have ${list(long)}`,
      ratio: plain.length,
      bound: 0,
      sense: 'most',
    },
  ];
}

type Bench = (context: BrowserContext, url: string) => Promise<Outcome[]>;

/** A fresh profile and a fresh server, a process of its own, for each measurement. */
const inBrowser = (bench: Bench) => async (): Promise<Outcome[]> => {
  const profile = newProfile();
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const server = await startProcess(folder, await freePort());
  const context = await openTablet(profile);
  try {
    return await bench(context, server.url);
  } finally {
    await context.close();
    await server.end();
    removeFolder(profile);
    removeFolder(folder);
  }
};

export const benchSave = inBrowser(save);
export const benchDrain = inBrowser(drain);
export const benchTap = inBrowser(tap);
