/** F3: the browser is killed while ballots are saved and sent. What was thanked for arrives, once. */
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { arrived, killBrowser, makeTemplate, openKiosk, remove, saveAll, serve } from './kiosk-page.ts';
import { type Bug } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits } from './visits.ts';

const BALLOTS = 400;

async function kills({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const random = randomFrom(seed);
  const template = await makeTemplate(bugs);
  const server = await serve(template);
  const visits = createVisits(random, Date.now);
  for (let round = 0; round < n; round++) {
    const { context, page } = await openKiosk(template.profile, server.url);
    const given = visits.draw(BALLOTS);
    const saving = saveAll(page, given);
    await becomes(() => given.some(({ told }) => told === 'thanked'), 30_000);
    await pause(random() * 900);
    killBrowser(template.profile);
    await saving;
    await context.close().catch(() => undefined);
  }
  const since = Date.now();
  const { context } = await openKiosk(template.profile, server.url);
  const end = await arrived(server, visits.all, 60_000, since);
  await context.close();
  await server.stop();
  const wrong = check({ visits: visits.all, ...end });
  remove(template.profile);
  remove(template.dataDir);
  const thanked = visits.all.filter(({ told }) => told === 'thanked').length;
  return { violations: wrong, seen: `${thanked} thanked` };
}

const F3 = { id: 'F3', what: 'the browser is killed while it saves and sends', slowMs: 20_000 };
fault({ ...F3, runs: { commit: 1, soak: 30, long: 1000 } }, (trials) => kills(trials, []));
/** Thanked as soon as the transaction was asked for. */
const early: Bug = {
  file: 'kiosk/port-live.ts',
  find: 'await outbox.add(draft);',
  put: 'void new Promise((later) => setTimeout(later, 300)).then(() => outbox.add(draft));',
};
control({ ...F3, runs: { commit: 0, soak: 3, long: 10 } }, 'thanks before it is on disk', (trials) =>
  kills(trials, [early]),
);
