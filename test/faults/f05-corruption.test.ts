/**
 * F5: one of the tablet's three stores is spoilt while the browser is off: nine ways, three stores. With one of the two that
 * hold records whole, everything arrives, and a store that was emptied is told of.
 */
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { type Damage, DAMAGE_NAMES, spoil, type Store, STORES } from './damage.ts';
import {
  arrived,
  copyOf,
  type Kiosk,
  makeTemplate,
  openKiosk,
  remove,
  saveAll,
  serve,
  type Template,
} from './kiosk-page.ts';
import type { Bug } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits, type Visits } from './visits.ts';

const BALLOTS = 12;
/** After these the store is empty for certain, and somebody must hear of it. */
const TOLD: Record<Store, { after: readonly Damage[]; event: string }> = {
  database: { after: ['the log gone', 'CURRENT all zero', 'the manifest gone'], event: 'database-reset' },
  journal: { after: ['the data gone', 'the log gone'], event: 'journal-reset' },
  mark: { after: ['the log gone', 'CURRENT all zero', 'the manifest gone'], event: 'mark-lost' },
};

/** A tablet with ballots from two starts of the browser, none of them sent. */
async function holding(bugs: readonly Bug[], visits: Visits): Promise<Template> {
  const template = await makeTemplate(bugs, async ({ page, context }) => {
    await context.setOffline(true);
    await saveAll(page, visits.draw(BALLOTS / 2));
  });
  const server = await serve(template);
  const kiosk: Kiosk = await openKiosk(template.profile, server.url, true);
  await saveAll(kiosk.page, visits.draw(BALLOTS / 2));
  await kiosk.page.waitForTimeout(1500);
  await kiosk.context.close();
  await server.stop();
  return template;
}

async function oneDamage(
  template: Template,
  visits: Visits,
  { store, damage, random, patience }: { store: Store; damage: Damage; random: number; patience: number },
) {
  const profile = copyOf(template.profile, 'spoilt');
  const dataDir = copyOf(template.dataDir, 'data');
  try {
    if (!spoil(profile, store, damage, random)) return null;
    const server = await serve({ ...template, dataDir });
    const since = Date.now();
    const { context } = await openKiosk(profile, server.url);
    const end = await arrived(server, visits.all, patience, since);
    await context.close();
    await server.stop();
    const wrong = check({ visits: visits.all, ...end });
    const { after, event } = TOLD[store];
    if (after.includes(damage) && !end.events.includes(event))
      wrong.push(`not told: ${event}, but ${end.events.join()}`);
    return { wrong: wrong.map((line) => `${store}, ${damage}: ${line}`), told: end.events };
  } finally {
    remove(profile);
    remove(dataDir);
  }
}

async function allDamages({ n, seed }: Trials, bugs: readonly Bug[], stores: readonly Store[]): Promise<Finding> {
  const random = randomFrom(seed);
  const visits = createVisits(random, Date.now);
  const template = await holding(bugs, visits);
  const each = stores.flatMap((store) => DAMAGE_NAMES.map((damage) => ({ store, damage })));
  // Where there are trials for a part of them only, these are the ones that somebody must hear of, spread over the stores.
  const all = n < each.length ? each.filter(({ store, damage }) => TOLD[store].after.includes(damage)) : each;
  const patience = bugs.length > 0 ? 12_000 : 40_000;
  const violations: string[] = [];
  const told = new Map<string, number>();
  let trials = 0;
  const every = n >= all.length ? 1 : all.length / n;
  for (let at = 0; trials < n && at < all.length * Math.ceil(n / all.length); at += every) {
    const { store, damage } = all[Math.floor(at) % all.length] ?? { store: 'database', damage: 'the log gone' };
    const end = await oneDamage(template, visits, { store, damage, random: random(), patience });
    trials += 1;
    violations.push(...(end?.wrong ?? []));
    for (const event of new Set(end?.told)) told.set(event, (told.get(event) ?? 0) + 1);
  }
  remove(template.profile);
  remove(template.dataDir);
  const events = [...told].map(([event, count]) => `${event} ${count}×`).join(', ');
  return { violations, trials, seen: `${visits.all.length} ballots each; told: ${events || 'nothing'}` };
}

const every = Object.keys(STORES) as Store[]; // exactly the keys of STORES
const F5 = { id: 'F5', what: 'a store of the tablet is spoilt', slowMs: 60_000 };
fault({ ...F5, runs: { commit: 4, soak: 81, long: 1080 } }, (trials) => allDamages(trials, [], every));
const single: Bug = { file: 'kiosk/index.tsx', find: /openJournal: async[^\n]*\n/, put: '\n' };
control({ ...F5, runs: { commit: 1, soak: 4, long: 9 } }, 'a single store', (trials) =>
  allDamages(trials, [single], ['database']),
);
