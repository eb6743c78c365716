/**
 * F6: there is no room any more under the kiosk. Its disk is full, or what the browser allows is used up: the reserve is given
 * up, and thousands more fit in; then that is used up as well. Nobody is thanked in vain, staff are told, and with room again
 * it goes on by itself, or after a battery that ran out meanwhile.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { randomFrom } from '../helpers/drafts.ts';
import { freePort } from '../helpers/process.ts';
import { at, begin, chooseService, rate } from '../helpers/visit.ts';
import { check, type Visit } from './checker.ts';
import { all, allowKeeping, ready, SOON_MS, thanked, timeFor } from './full-tablet.ts';
import { arrived, folder, keepAll, killBrowser, openKiosk, remove, serve, webWith } from './kiosk-page.ts';
import { createJudge, type Judge } from './monkey-judge.ts';
import { notesOf, OWN_MARKS } from './monkey-watch.ts';
import { mountMemory, whyNoMounts } from './mounts.ts';
import type { Bug } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { allowedRoom, diskRoom, type Room } from './room.ts';
import { control, DEPTH, fault, type Finding, type Trials } from './runs.ts';
import { createVisits, type Visits } from './visits.ts';

/** Far more than the browser and the reserve take. */
const DISK_MB = 256;
const BEFORE = 5;
/** What must fit into the reserve, tried once; and more than fits into what is left beside it. */
const THOUSANDS = 5000;
const SOME = DEPTH === 'commit' ? 60 : 300;

const KINDS = ['disk', 'allowance'] as const;
type Kind = (typeof KINDS)[number];
interface World {
  page: Page;
  room: Room;
  visits: Visits;
  judge: Judge;
  /** In the hands of people, not by the port alone; takes its time. */
  byTouch: boolean;
}
interface End {
  wrong: string[];
  thanked: number;
  /** Saved only when there was room again. */
  late: number;
}

/** A whole visit by touch. @returns the screen at its end, from where the tablet is at Welcome again. */
async function touched(page: Page): Promise<string | null> {
  await begin(page);
  await chooseService(page);
  for (let question = 0; question < 6; question++) await rate(page, 'Hài lòng');
  await at(page, 'remark');
  await page.getByRole('button', { name: /gửi/i }).tap();
  const ending = page.locator('[data-screen="thanks"], [data-screen="unsaved"]');
  await ending.waitFor();
  const shown = await ending.getAttribute('data-screen');
  await page.getByRole('button', { name: 'Xong' }).tap();
  await at(page, 'welcome');
  return shown;
}

/** Uses the room up twice, the second time with nothing in reserve. @returns what was wrong, and who waits for room. */
async function useUp(
  { page, room, visits, byTouch }: World,
  many: number,
): Promise<{ wrong: string[]; late: Visit[] }> {
  const wrong: string[] = [];
  const before = visits.draw(BEFORE);
  await keepAll(page, before);
  if (!(await all(before))) wrong.push('not even saved while there was room');
  await room.fill();
  const more = visits.draw(many);
  await keepAll(page, more);
  if (!(await all(more))) wrong.push(`only ${thanked(more)} of ${many} were saved with the reserve given up`);
  if (byTouch && (await touched(page)) !== 'thanks') wrong.push('no thanks with the reserve given up');
  // What the panel of the staff shows.
  const told = () => page.evaluate(async () => (await window.kioskPort?.staffState())?.events.map(({ kind }) => kind));
  if (!(await becomes(async () => (await told())?.includes('disk-full') === true, SOON_MS, 200)))
    wrong.push(`staff are told nothing of a full disk, but ${(await told())?.join()}`);
  await room.fill();
  const late = visits.draw(SOME);
  await keepAll(page, late);
  const unsaved = byTouch && (await touched(page)) === 'unsaved';
  if (!unsaved) await pause(2000);
  return { wrong, late };
}

/** Ends with the battery, or goes on when there is room again. */
async function goOn({ page, room, byTouch }: World, late: readonly Visit[]): Promise<string[]> {
  await room.free();
  const wrong: string[] = [];
  if (!(await all(late))) wrong.push(`with room again only ${thanked(late)} of ${late.length} were saved`);
  if (byTouch && (await touched(page)) !== 'thanks') wrong.push('with room again a visit by touch was not saved');
  return wrong;
}

async function oneTrial(web: string, kind: Kind, many: number, goesOff: boolean, random: () => number): Promise<End> {
  const visits = createVisits(random, Date.now, OWN_MARKS);
  const judge = createJudge();
  const disk = kind === 'disk' ? mountMemory(DISK_MB) : null;
  const profile = disk ? join(disk.path, 'profile') : folder('full');
  const dataDir = folder('data');
  const port = await freePort();
  allowKeeping(profile, `http://127.0.0.1:${port}`);
  const server = await serve({ web, port, dataDir });
  try {
    const { context, page } = await ready(profile, server.url);
    const room = disk ? diskRoom(disk.path, random) : await allowedRoom(page, random);
    const world: World = { page, room, visits, judge, byTouch: DEPTH !== 'commit' };
    const { wrong, late } = await useUp(world, many);
    const waited = late.length - thanked(late);
    if (!goesOff) wrong.push(...(await goOn(world, late)));
    judge.hear(await notesOf(page));
    if (goesOff) killBrowser(profile);
    await context.close().catch(() => undefined);
    await room.free();
    const since = Date.now();
    const again = await openKiosk(profile, server.url);
    const given = [...visits.all, ...judge.visits];
    const there = await arrived(server, given, timeFor(given), since);
    // With the next heartbeat, a minute after the first; or at the next start.
    await again.page.reload();
    const told = () => server.db.prepare<[], string>('select kind from device_events').pluck().all();
    const heard = await becomes(() => told().includes('disk-full'), SOON_MS, 200);
    await again.context.close();
    wrong.push(...check({ visits: given, ...there }), ...judge.wrong);
    if (!heard) wrong.push(`the server is told nothing of a full disk, but ${told().join()}`);
    return { wrong: wrong.map((line) => `${kind}: ${line}`), thanked: thanked(given), late: waited };
  } finally {
    killBrowser(profile);
    await server.stop();
    disk?.unmount();
    if (!disk) remove(profile);
    remove(dataDir);
  }
}

async function fullDisks({ n, seed }: Trials, bugs: readonly Bug[], kinds: readonly Kind[] = KINDS): Promise<Finding> {
  const web = await webWith(bugs);
  const random = randomFrom(seed);
  const violations: string[] = [];
  const sum = { thanked: 0, late: 0 };
  for (let trial = 0; trial < n; trial++) {
    const kind = kinds[trial % kinds.length] ?? 'disk';
    const many = trial === 0 && DEPTH !== 'commit' && bugs.length === 0 ? THOUSANDS : SOME;
    const end = await oneTrial(web, kind, many, trial % 3 === 2, random);
    sum.thanked += end.thanked;
    sum.late += end.late;
    if (end.late === 0 && bugs.length === 0) violations.push(`trial ${trial}, ${kind}: there always was room`);
    violations.push(...end.wrong.map((line) => `trial ${trial}, ${line}`));
  }
  return { violations, seen: `${sum.thanked} thanked, ${sum.late} of the others had to wait for room` };
}
/** What a control must find; that it fails in another way as well proves nothing. */
const only = (what: RegExp, { violations, ...rest }: Finding): Finding => ({
  ...rest,
  violations: violations.filter((line) => what.test(line)),
});

const F6 = { id: 'F6', what: 'no room under the kiosk', slowMs: 300_000, skip: whyNoMounts() };
fault({ ...F6, runs: { commit: 1, soak: 10, long: 100 } }, (trials) => fullDisks(trials, []));
const few = { commit: 0, soak: 2, long: 4 };
const swallowed: Bug = { file: 'kiosk/saving.ts', find: 'throw tx.error ?? error;', put: 'return true;' };
control({ ...F6, runs: few }, 'a save that failed counts as saved', async (trials) =>
  only(/lost/, await fullDisks(trials, [swallowed], ['allowance'])),
);
const reopened: Bug[] = [
  { file: 'kiosk/database.ts', find: "if (state !== 'ok') return;\n    state = next;", put: 'void next;' },
  { file: 'kiosk/index.tsx', find: /openJournal: async[^\n]*\n/, put: '\n' },
];
control({ ...F6, runs: few }, 'opened again after a full disk, a single store', async (trials) =>
  only(/lost/, await fullDisks(trials, reopened, ['disk'])),
);
const held: Bug = { file: 'kiosk/saving.ts', find: '!(await beside.giveUpReserve())', put: 'true' };
control({ ...F6, runs: few }, 'the reserve is not given up', async (trials) =>
  only(/reserve/, await fullDisks(trials, [held], ['allowance'])),
);
const silent: Bug = { file: 'kiosk/keeping.ts', find: 'if (happened.length === 0) return;', put: 'return;' };
control({ ...F6, runs: few }, 'nobody is told', async (trials) =>
  only(/told nothing/, await fullDisks(trials, [silent], ['allowance'])),
);
