/**
 * F12: four tabs of the kiosk and its service worker in one profile. Whoever is sending is frozen in the middle of it, as
 * browsers do with a tab that nobody looks at: another takes over, never two send at once, and everything arrives once.
 */
import type { Page } from 'playwright-core';
import { randomFrom } from '../helpers/drafts.ts';
import type { TestServer } from '../helpers/server.ts';
import { check, type Visit } from './checker.ts';
import { makeTemplate, openKiosk, openPage, remove, saveAll, serve } from './kiosk-page.ts';
import type { Bug } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits, refusedIn, storedIn } from './visits.ts';

const TABS = 4;
const BALLOTS = 3;
/** How long the server takes for a batch: long enough to freeze who sent it. */
const SLOW_MS = 700;
const MOVE_MS = 3000;
const DRAINED_MS = 30_000;
/** Two minutes, one minute and ten seconds, until a sender that does not move is passed over: here it takes seconds. */
const HASTE: Bug[] = [
  { file: 'kiosk/lock.ts', find: 'MOVE_MS = 60_000', put: `MOVE_MS = ${MOVE_MS}` },
  { file: 'kiosk/job.ts', find: 'LEASE_MS = 120_000', put: 'LEASE_MS = 4000' },
  { file: 'kiosk/schedule.ts', find: '(0.5 + random()) * 10_000', put: '(0.5 + random()) * 1000' },
];

/** Uploads as the server sees them. */
interface Uploads {
  count: number;
  now: number;
  most: number;
}
async function watched(template: Parameters<typeof serve>[0], uploads: Uploads): Promise<TestServer> {
  return serve(template, {
    before: (next) => async (request, env) => {
      if (new URL(request.url).pathname !== '/api/submissions') return next(request, env);
      uploads.count += 1;
      uploads.now += 1;
      uploads.most = Math.max(uploads.most, uploads.now);
      const reply = await next(request, env);
      await pause(SLOW_MS);
      uploads.now -= 1;
      return reply;
    },
  });
}
/** What no tab has a receipt for, as a tab sees it. */
const unsentOn = (page: Page): Promise<number> =>
  page.evaluate(async () => (await window.kioskPort?.staffState())?.unsent ?? -1);

/**
 * Stops all scripts of a page where they are, as a frozen tab's: what the browser has for that leaves a page without a
 * window running. @returns the way to let it go on.
 */
async function freeze(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  return async () => {
    await session.send('Debugger.disable');
    await session.detach();
  };
}

async function tabs({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const random = randomFrom(seed);
  const visits = createVisits(random, Date.now);
  const template = await makeTemplate([...HASTE, ...bugs]);
  const uploads: Uploads = { count: 0, now: 0, most: 0 };
  const server = await watched(template, uploads);
  const { context, page } = await openKiosk(template.profile, server.url);
  const pages = [page];
  while (pages.length < TABS) pages.push(await context.newPage());
  let sent = 0;
  let sender: Page | null = null;
  for (const one of pages) {
    one.on('request', (request) => {
      if (!request.url().endsWith('/api/submissions')) return;
      sent += 1;
      sender ??= one;
    });
    if (one !== page) await openPage(one, server.url);
  }
  await pause(3000);
  const violations: string[] = [];
  const give = () =>
    Promise.all(pages.map(async (one) => saveAll(one, visits.draw(1 + Math.floor(random() * BALLOTS)))));
  const drained = (on: Page) => becomes(async () => (await unsentOn(on)) === 0, DRAINED_MS, 200);
  let taken = 0;
  for (let round = 0; round < n; round++) {
    await context.setOffline(true);
    await give();
    sender = null;
    await context.setOffline(false);
    const senderNow = () => sender;
    await becomes(() => senderNow() !== null, DRAINED_MS);
    const stopped = senderNow();
    if (!stopped) {
      violations.push(`round ${round}: nobody sends`);
      break;
    }
    const goOn = await freeze(stopped);
    const since = performance.now();
    const [other] = pages.filter((one) => one !== stopped);
    if (other && !(await drained(other))) violations.push(`round ${round}: not drained while one is frozen`);
    if (performance.now() - since > MOVE_MS) taken += 1;
    await goOn();
    // Back among the others, with something new to send.
    await give();
    if (!(await drained(stopped))) violations.push(`round ${round}: not drained after that`);
    if (violations.length > 0 && bugs.length > 0) break;
  }
  await pause(2 * SLOW_MS);
  const unsent = await unsentOn(page);
  await context.close();
  const thanked = visits.all.filter(({ told }: Visit) => told === 'thanked').length;
  if (taken === 0 && bugs.length === 0) violations.push('nobody was frozen in the middle of sending');
  if (uploads.most > 1) violations.push(`${uploads.most} uploads at once`);
  if (uploads.count > sent) violations.push(`${uploads.count} uploads, of which tabs made ${sent}`);
  if (thanked < visits.all.length) violations.push(`${visits.all.length - thanked} were not saved`);
  violations.push(...check({ visits: visits.all, stored: storedIn(server.db), refused: refusedIn(server.db), unsent }));
  await server.stop();
  remove(template.profile);
  remove(template.dataDir);
  return { violations, seen: `${thanked} ballots, ${uploads.count} uploads, ${taken} senders passed over` };
}

const F12 = { id: 'F12', what: 'four tabs, and whoever sends is frozen', slowMs: 90_000 };
fault({ ...F12, runs: { commit: 1, soak: 10, long: 200 } }, (trials) => tabs(trials, []));
const few = { commit: 1, soak: 2, long: 2 };
const noLock: Bug = { file: 'kiosk/lock.ts', find: 'if (!locks) return', put: 'if (locks) return' };
control({ ...F12, runs: few }, 'no lock', (trials) => tabs(trials, [noLock]));
const noSteal: Bug = { file: 'kiosk/lock.ts', find: 'if (!steal) return', put: 'return' };
control({ ...F12, runs: few }, 'a frozen sender is waited for', (trials) => tabs(trials, [noSteal]));
const impatient: Bug = { file: 'kiosk/lock.ts', find: '{ signal: AbortSignal.timeout(moveMs) }', put: '{ steal }' };
control({ ...F12, runs: { commit: 1, soak: 4, long: 4 } }, 'the lock is taken from one that moves', (trials) =>
  tabs(trials, [impatient]),
);
