/**
 * F26: whoever stands next to the tablet deletes a bad rating with the browser's own developer tools. From one store: the
 * other brings it back, whether the tablet is started again or goes on. From both: the server names the place that is missing.
 */
import { readEvidence } from '../../src/server/store/evidence.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { arrived, makeTemplate, openKiosk, remove, saveAll, serve } from './kiosk-page.ts';
import type { Bug } from './planted.ts';
import { becomes } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits } from './visits.ts';

const BALLOTS = 6;
/** A tablet with nothing to send looks again after a minute at most; then it sends. */
const BACK_MS = 75_000;

/** In the page: what the developer tools do. */
const deleteRow = (seq: number) =>
  new Promise<void>((done, failed) => {
    const opening = indexedDB.open('hai-long');
    opening.addEventListener('error', () => failed(opening.error));
    opening.addEventListener('success', () => {
      const tx = opening.result.transaction('outbox', 'readwrite');
      tx.objectStore('outbox').delete([1, seq]);
      tx.addEventListener('complete', () => done());
    });
  });

async function deleted({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const random = randomFrom(seed);
  const violations: string[] = [];
  let named = 0;
  let slowest = 0;
  for (let trial = 0; trial < n; trial++) {
    const both = trial % 3 === 0;
    const restarts = trial % 3 < 2;
    const seq = 1 + Math.floor(random() * (BALLOTS - 1));
    const visits = createVisits(random, Date.now);
    const template = await makeTemplate(bugs);
    let server = await serve(template);
    // The journal is in use from the second start on: what is saved before lies in the database alone for as long.
    let kiosk = await openKiosk(template.profile, server.url, true);
    await kiosk.page.waitForTimeout(3000);
    await saveAll(kiosk.page, visits.draw(BALLOTS));
    await kiosk.page.evaluate(deleteRow, seq);
    if (restarts) await kiosk.context.close();
    if (both) {
      // The developer tools' "clear" for files, on a page of the same address that does not use them.
      const { context, page } = await openKiosk(template.profile, server.url, true);
      await page.goto('about:blank');
      await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>x</title>' }));
      await page.goto(`${server.url}/api/nothing`);
      await page.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        const names: string[] = [];
        for await (const name of root.keys()) names.push(name);
        for (const name of names) await root.removeEntry(name, { recursive: true });
      });
      await context.close();
    }
    if (restarts) {
      await server.stop();
      server = await serve(template);
    }
    const since = Date.now();
    const began = performance.now();
    if (restarts) kiosk = await openKiosk(template.profile, server.url);
    else await kiosk.context.setOffline(false);
    const end = await arrived(server, visits.all, both ? 10_000 : BACK_MS, since);
    if (!both) slowest = Math.max(slowest, performance.now() - began);
    const missing = () =>
      [...readEvidence(server.db, server.deps.office).values()].flat().flatMap((one) => one.missing);
    const isNamed = () => missing().some(({ first, last }) => first <= seq && seq <= last);
    const lost = check({ visits: visits.all, ...end, unsent: 0 });
    const told = lost.length > 0 && (await becomes(isNamed, 15_000));
    if (told) named += 1;
    if (lost.length > 0 && !told) violations.push(`trial ${trial}: ${lost.join()} and nobody was told`);
    if (lost.length > 1) violations.push(`trial ${trial}: more is gone than was deleted: ${lost.join()}`);
    if (lost.length > 0 && !both) violations.push(`trial ${trial}: ${lost.join()} although the journal had it`);
    await kiosk.context.close();
    await server.stop();
    remove(template.profile);
    remove(template.dataDir);
  }
  const back = `${n - named} brought back from the other store, the slowest after ${Math.round(slowest / 1000)} s`;
  return { violations, seen: `${named} named by the server, ${back}` };
}

const F26 = { id: 'F26', what: 'a record is deleted on the tablet', slowMs: 90_000 };
fault({ ...F26, runs: { commit: 1, soak: 6, long: 40 } }, (trials) => deleted(trials, []));
const untold: Bug = { file: 'kiosk/heartbeat.ts', find: 'last: place,', put: 'last: null,' };
const noPlaces: Bug = { file: 'kiosk/heartbeat.ts', find: '...told,', put: '...told, given: [],' };
const alone: Bug = { file: 'kiosk/index.tsx', find: /openJournal: async[^\n]*\n/, put: '\n' };
control({ ...F26, runs: { commit: 0, soak: 4, long: 4 } }, 'a single store and no places told', (trials) =>
  deleted(trials, [untold, noPlaces, alone]),
);
const unseen: Bug = { file: 'kiosk/outbox.ts', find: 'await within(FOUND_MS, lookBeside());', put: '' };
control({ ...F26, runs: { commit: 0, soak: 3, long: 3 } }, 'a tablet that goes on does not look', (trials) =>
  deleted(trials, [unseen]),
);
