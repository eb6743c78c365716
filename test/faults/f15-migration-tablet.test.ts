/**
 * F15: the tablet's browser is killed while a new version takes over what an earlier one has left: it opens the database, and
 * brings the journal and the mark up to it. The records are the same afterwards, in both stores, and arrive.
 */
import type { Page } from 'playwright-core';
import { randomFrom } from '../helpers/drafts.ts';
import { firstPage, openTablet } from '../helpers/browser.ts';
import { isJournaled, journalText, recordsIn, rowsOf } from '../helpers/stores.ts';
import { check } from './checker.ts';
import { arrived, copyOf, killBrowser, remove, serve, type Template, webWith } from './kiosk-page.ts';
import { OLD_TABLETS, sameRow } from './old-tablets.ts';
import type { Bug } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits, type Visits } from './visits.ts';

const KILLS = 2;
/** Some kills come when it is over. */
const PAST = 1.4;
const TAKEN_OVER_MS = 30_000;

/** Without the API: what waits goes on waiting. */
async function open(profile: string) {
  const context = await openTablet(profile);
  await context.route('**/api/**', (route) => route.abort());
  return { context, page: (await firstPage(context)).page };
}
/** Until every record is in the journal as well. The page may load itself anew on the way. */
const takenOver = (page: Page) => becomes(() => isJournaled(page).catch(() => false), TAKEN_OVER_MS, 50);
/** @returns how long a start takes that nobody disturbs, from the first byte of the page. */
async function undisturbed(template: Template): Promise<number> {
  const profile = copyOf(template.profile, 'f15');
  const server = await serve(template);
  const { context, page } = await open(profile);
  await page.goto(server.url, { waitUntil: 'commit' });
  const began = performance.now();
  const done = await takenOver(page);
  const ms = performance.now() - began;
  await context.close();
  await server.stop();
  remove(profile);
  if (!done) throw new Error('what the earlier version left is not taken over');
  return ms;
}

interface Old {
  template: Template;
  visits: Visits;
  ms: number;
}
async function killed({ template, visits, ms }: Old, random: () => number) {
  const profile = copyOf(template.profile, 'f15');
  const dataDir = copyOf(template.dataDir, 'f15-data');
  const server = await serve({ ...template, dataDir });
  const wrong: string[] = [];
  let kills = 1 + Math.floor(random() * KILLS);
  const seen = { kills, taken: 0 };
  for (; kills > 0; kills--) {
    const { context, page } = await open(profile);
    await page.goto(server.url, { waitUntil: 'commit' });
    await pause(random() * ms * PAST);
    killBrowser(profile);
    await context.close().catch(() => undefined);
  }
  const { context, page } = await open(profile);
  const texts = (rows: Parameters<typeof sameRow>[0][]) => JSON.stringify(rows.map(sameRow));
  // Before the kiosk is started once more.
  await page.goto(`${server.url}/livez`);
  const { outbox, refused, meta } = await rowsOf(page);
  if (meta['journaled'] === true) seen.taken += 1;
  if (outbox.length !== visits.all.length || refused.length > 0)
    wrong.push(`${outbox.length} records and ${refused.length} refused after the kill`);
  await page.goto(server.url);
  if (!(await takenOver(page))) wrong.push('not taken over after the kill');
  const since = Date.now();
  await context.unroute('**/api/**');
  await page.reload();
  const end = await arrived(server, visits.all, 40_000, since);
  wrong.push(...check({ visits: visits.all, ...end }));
  const after = await rowsOf(page);
  if (texts(after.outbox) !== texts(outbox)) wrong.push('other records than after the kill');
  // A file that is being written cannot be read at that moment.
  const journal = () => journalText(page).catch(() => '');
  const agree = async () => texts(recordsIn(await journal())) === texts(after.outbox);
  if (!(await becomes(agree, 10_000, 200))) wrong.push('the journal differs');
  await context.close();
  await server.stop();
  remove(profile);
  remove(dataDir);
  return { wrong, seen };
}

async function kills({ n, seed }: Trials, bugs: readonly Bug[], names: readonly string[]): Promise<Finding> {
  const random = randomFrom(seed);
  const web = await webWith(bugs);
  const old = new Map<string, Old>();
  for (const name of names) {
    const visits = createVisits(random, Date.now);
    const made = await OLD_TABLETS[name]?.(visits);
    if (!made) throw new Error(`there is no ${name}`);
    const template = { ...made, web };
    old.set(name, { template, visits, ms: await undisturbed(template) });
  }
  const violations: string[] = [];
  const seen = { kills: 0, taken: 0 };
  for (let at = 0; at < n; at++)
    for (const [name, one] of old) {
      const end = await killed(one, random);
      violations.push(...end.wrong.map((line) => `${name}: ${line}`));
      seen.kills += end.seen.kills;
      seen.taken += end.seen.taken;
    }
  for (const { template } of old.values()) [template.profile, template.dataDir].forEach(remove);
  const times = [...old].map(([name, { ms }]) => `${name} in ${Math.round(ms)} ms`).join(', ');
  return {
    violations,
    trials: n * names.length,
    seen: `${times}; ${seen.kills} kills, ${seen.taken} of the last ones after it was taken over`,
  };
}

const F15 = {
  id: 'F15',
  what: 'the browser is killed while the kiosk takes over from an earlier version',
  slowMs: 90_000,
};
const every = Object.keys(OLD_TABLETS);
fault({ ...F15, runs: { commit: 1, soak: 10, long: 50 } }, (trials) => kills(trials, [], every));
/** A second version of the database, which moves the records through the page's memory. */
const moved: Bug[] = [
  { file: 'kiosk/database.ts', find: 'const VERSION = 1;', put: 'const VERSION = 2;\nlet moving = null;' },
  {
    file: 'kiosk/database.ts',
    find: 'if (oldVersion >= 1) return;',
    put: `if (oldVersion === 1) {
          const tx = request.transaction;
          const outbox = tx.objectStore('outbox');
          moving = new Promise((done) => {
            const rows = outbox.getAll();
            rows.addEventListener('success', () => outbox.clear());
            tx.addEventListener('complete', () =>
              setTimeout(() => {
                const back = request.result.transaction('outbox', 'readwrite');
                for (const row of rows.result) back.objectStore('outbox').put(row);
                back.addEventListener('complete', done);
              }, 3000),
            );
          });
        }
        if (oldVersion >= 1) return;`,
  },
  {
    file: 'kiosk/database.ts',
    find: 'const db = (await wrap(request)) as Db;',
    put: 'const db = await wrap(request);\n      await moving;',
  },
];
control({ ...F15, runs: { commit: 1, soak: 6, long: 10 } }, 'records are moved in two transactions', (trials) =>
  kills(trials, moved, every.slice(0, 1)),
);
