/**
 * F6: five thousand more fit into the room of the reserve. A full disk is met first by the journal, which gives the reserve
 * up, or by the database, which is out then and takes nothing; here the database goes on, as after the former: it writes
 * most of itself anew now and then, and takes several times the room of what comes.
 */
import { join } from 'node:path';
import { RESERVE_BYTES } from '../../src/kiosk/journal/reserve.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { freePort } from '../helpers/process.ts';
import { check } from './checker.ts';
import { all, allowKeeping, ready, thanked, timeFor } from './full-tablet.ts';
import { arrived, folder, keepAll, killBrowser, remove, serve, webWith } from './kiosk-page.ts';
import { OWN_MARKS } from './monkey-watch.ts';
import { mountMemory, whyNoMounts } from './mounts.ts';
import type { Bug } from './planted.ts';
import { diskRoom } from './room.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits } from './visits.ts';

const DISK_MB = 256;
/** With so many waiting at its beginning, the next thousands take the most room. */
const BEFORE = 4000;
const MORE = 5000;
/** What the tablet would take as its reserve is left free instead. */
const untaken: Bug[] = [
  { file: 'kiosk/outbox.ts', find: 'if (self.device) await log.reserve();', put: '' },
  { file: 'kiosk/outbox.ts', find: 'log?.reserve()', put: 'Promise.reject()' },
];

async function oneTrial(web: string, bytes: number, random: () => number): Promise<string[]> {
  const visits = createVisits(random, Date.now, OWN_MARKS);
  const disk = mountMemory(DISK_MB);
  const profile = join(disk.path, 'profile');
  const dataDir = folder('data');
  const port = await freePort();
  allowKeeping(profile, `http://127.0.0.1:${port}`);
  const server = await serve({ web, port, dataDir });
  const wrong: string[] = [];
  try {
    const { context, page } = await ready(profile, server.url);
    const before = visits.draw(BEFORE);
    await keepAll(page, before);
    if (!(await all(before))) wrong.push('not even saved while there was room');
    await diskRoom(disk.path, random).fill(bytes);
    const more = visits.draw(MORE);
    await keepAll(page, more);
    if (!(await all(more))) wrong.push(`only ${thanked(more)} of ${MORE} were saved`);
    const told = await page.evaluate(async () =>
      (await window.kioskPort?.staffState())?.events.map(({ kind }) => kind),
    );
    if (told?.length !== 0) wrong.push(`the room ran out: ${told?.join()}`);
    const since = Date.now();
    await context.setOffline(false);
    const there = await arrived(server, visits.all, timeFor(visits.all), since);
    wrong.push(...check({ visits: visits.all, ...there }));
    await context.close();
    return wrong;
  } finally {
    killBrowser(profile);
    await server.stop();
    disk.unmount();
    remove(dataDir);
  }
}

async function fits({ n, seed }: Trials, bytes: number): Promise<Finding> {
  const web = await webWith(untaken);
  const random = randomFrom(seed);
  const violations: string[] = [];
  for (let trial = 0; trial < n; trial++)
    violations.push(...(await oneTrial(web, bytes, random)).map((line) => `trial ${trial}, ${line}`));
  return { violations, seen: `${MORE} ballots after ${BEFORE}, into ${bytes / 1024 / 1024} MB` };
}

const F6 = {
  id: 'F6',
  what: 'five thousand more fit into the reserve',
  slowMs: 900_000,
  skip: whyNoMounts(),
};
fault({ ...F6, runs: { commit: 0, soak: 1, long: 3 } }, (trials) => fits(trials, RESERVE_BYTES));
const once = { commit: 0, soak: 1, long: 1 };
control({ ...F6, runs: once }, 'a reserve of half the size', (trials) => fits(trials, RESERVE_BYTES / 2));
