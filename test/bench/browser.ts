/** What happens in the tablet's browser: saving, sending a long queue, and the time from a tap to the next question. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { getRequestListener } from '@hono/node-server';
import type { BrowserContext, Page } from 'playwright-core';
import { newProfile, openTablet, removeFolder } from '../helpers/browser.ts';
import { openApp } from '../helpers/server.ts';
import { median, type Outcome } from './measure.ts';

interface Times {
  ours: number[];
  baseline: number[];
}
const SLOWDOWN = 6;

/** The real server, and beside it the page of the measurements and an endpoint that does nothing. */
async function startBoth() {
  const opened = openApp();
  const ours = getRequestListener(opened.app.fetch);
  const page = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/bench.js"></script>';
  const server = createServer((request, reply) => {
    if (request.url === '/bench') reply.writeHead(200, { 'content-type': 'text/html' }).end(page);
    else if (request.url === '/bench.js')
      reply.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync('dist/bench-page/bench.js'));
    else if (request.url === '/blank') reply.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    else if (request.url === '/nothing') request.resume().on('end', () => reply.end('{}'));
    else void ours(request, reply);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  const stop = () => {
    server.closeAllConnections();
    server.close();
    opened.close();
  };
  return { url: `http://127.0.0.1:${address.port}`, stop };
}

async function benchSave(context: BrowserContext, url: string): Promise<Outcome> {
  const page = await context.newPage();
  await page.goto(`${url}/bench`);
  await page.evaluate('bench.enrol()');
  const times = (await page.evaluate('bench.saves(300)')) as Times; // page.ts gives this shape
  const [ours, baseline] = [median(times.ours.slice(50)), median(times.baseline.slice(50))];
  const detail = `${ours.toFixed(2)} ms a save against ${baseline.toFixed(2)} ms for one bare strict put of the same bytes`;
  return { name: 'save to thanks', detail, ratio: ours / baseline, bound: 2, sense: 'most' };
}

async function benchDrain(context: BrowserContext, url: string): Promise<Outcome> {
  const page = await context.newPage();
  await page.goto(`${url}/bench`);
  await page.evaluate('bench.resume()');
  const runs: { ours: number; baseline: number; records: number }[] = [];
  for (let round = 0; round < 3; round++) {
    await page.evaluate('bench.fill(10000)');
    runs.push((await page.evaluate('bench.drain()')) as (typeof runs)[number]); // page.ts gives this shape
  }
  const [ours, baseline] = [median(runs.map((run) => run.ours)), median(runs.map((run) => run.baseline))];
  const detail = `${Math.round(ours)} ms for ${runs.at(-1)?.records} records, stored and settled, against ${Math.round(baseline)} ms where nobody reads them`;
  return { name: 'drain of 10,000 queued records', detail, ratio: ours / baseline, bound: 3, sense: 'most' };
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
    await page.locator('[data-screen="rate"] .faces[data-settling="false"]').waitFor();
    await page.waitForTimeout(400);
    screens.push(await page.evaluate('document.querySelector("#app").innerHTML'));
    taps.push((await page.evaluate(`(${TAP})(() => document.querySelector('.faces button').click())`)) as number); // ms
  }
  return { taps, screens };
}

async function benchTap(context: BrowserContext, url: string): Promise<Outcome[]> {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('[data-screen="welcome"]').waitFor();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.evaluate(
    `window.longTasks = []; new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask' })`,
  );
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { taps, screens } = await visit(page);
    ours.push(...taps);
    await page.waitForTimeout(300);
    // The baseline: the same markup under the same styles, put in by one assignment, in a page without our program.
    const blank = await context.newPage();
    await blank.goto(`${url}/blank`);
    const styles = (await page.evaluate(
      `[...document.styleSheets].map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join('\\n')).join('\\n')`,
    )) as string;
    const slow = await context.newCDPSession(blank);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await blank.setContent(`<style>${styles}</style><div id="app">${screens[0]}</div>`);
    for (let at = 1; at < screens.length; at++) {
      await blank.waitForTimeout(200);
      const swap = `() => { document.querySelector('#app').innerHTML = ${JSON.stringify(screens[at])} }`;
      bare.push((await blank.evaluate(`(${TAP})(${swap})`)) as number); // ms
    }
    await blank.close();
    await page.bringToFront();
    await page.reload();
    await page.locator('[data-screen="welcome"]').waitFor();
    await page.evaluate(
      `window.longTasks = []; new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask' })`,
    );
  }
  await visit(page);
  const long = (await page.evaluate('longTasks')) as number[];
  const [tap, swap] = [median(ours), median(bare)];
  const detail = `${tap.toFixed(0)} ms against ${swap.toFixed(0)} ms for a bare swap of the same markup, CPU slowed ${SLOWDOWN} times`;
  return [
    { name: 'tap to next screen painted', detail, ratio: tap / swap, bound: 2, sense: 'most' },
    {
      name: 'long tasks in a visit after start',
      detail: `durations: ${long.map(Math.round).join(', ') || 'none'} ms`,
      ratio: long.length,
      bound: 0,
      sense: 'most',
    },
  ];
}

export async function benchBrowser(): Promise<Outcome[]> {
  const profile = newProfile();
  const server = await startBoth();
  const context = await openTablet(profile);
  try {
    return [
      await benchSave(context, server.url),
      await benchDrain(context, server.url),
      ...(await benchTap(context, server.url)),
    ];
  } finally {
    await context.close();
    server.stop();
    removeFolder(profile);
  }
}
