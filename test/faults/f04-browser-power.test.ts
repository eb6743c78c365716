/** F4: the tablet loses its power while ballots are saved: only what has reached the disk is left. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../helpers/drafts.ts';
import { check, type Visit } from './checker.ts';
import {
  arrived,
  copyOf,
  killBrowser,
  makeTemplate,
  openKiosk,
  remove,
  saveAll,
  serve,
  sync,
  type Template,
} from './kiosk-page.ts';
import { type Mounted, mountDisk, whyNoMounts } from './mounts.ts';
import type { Bug } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { createVisits } from './visits.ts';

const DISK_MB = 256;
const BALLOTS = 2000;

async function cutOnce(template: Template, seed: number): Promise<{ wrong: string[]; thanked: number }> {
  const random = randomFrom(seed);
  const visits = createVisits(random, Date.now);
  const disk = mountDisk(DISK_MB);
  const profile = join(disk.path, 'profile');
  const dataDir = copyOf(template.dataDir, 'data');
  let after: Mounted | null = null;
  let server = await serve({ ...template, dataDir });
  try {
    cpSync(template.profile, profile, { recursive: true });
    sync();
    const { context, page } = await openKiosk(profile, server.url);
    await context.setOffline(true);
    await page.waitForTimeout(1000);
    const saving = saveAll(page, visits.draw(BALLOTS));
    const count = () => visits.all.filter(({ told }) => told === 'thanked').length;
    // A cut before anybody was thanked would prove nothing.
    if (!(await becomes(() => count() >= 10, 30_000))) throw new Error('nothing was saved before the cut');
    await pause(random() * 1500);
    const known = count();
    // Those that are thanked for from here on may or may not be in the copy.
    const frozen: Visit[] = visits.all.map((visit) => ({ ...visit }));
    after = disk.afterPowerCut();
    killBrowser(profile);
    await saving;
    await context.close().catch(() => undefined);
    await server.stop();
    server = await serve({ ...template, dataDir });
    const since = Date.now();
    const again = await openKiosk(join(after.path, 'profile'), server.url);
    const end = await arrived(server, frozen, 40_000, since);
    await again.context.close();
    return { wrong: check({ visits: frozen, ...end }), thanked: known };
  } finally {
    killBrowser(profile);
    await server.stop();
    after?.unmount();
    disk.unmount();
    remove(dataDir);
  }
}

async function cuts({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const template = await makeTemplate(bugs);
  const violations: string[] = [];
  let thanked = 0;
  let broken = 0;
  for (let trial = 0; trial < n; trial++) {
    const end = await cutOnce(template, seed * 1000 + trial);
    thanked += end.thanked;
    if (end.wrong.length > 0) broken += 1;
    violations.push(...end.wrong.map((line) => `trial ${trial}: ${line}`));
  }
  remove(template.profile);
  remove(template.dataDir);
  return { violations, seen: `${thanked} thanked before the cuts; ${broken} of ${n} cuts lost something` };
}

const F4 = { id: 'F4', what: 'the tablet loses its power while it saves', slowMs: 90_000, skip: whyNoMounts() };
fault({ ...F4, runs: { commit: 1, soak: 15, long: 500 } }, (trials) => cuts(trials, []));
const relaxed: Bug[] = [
  { file: 'kiosk/database.ts', find: "durability: 'strict'", put: "durability: 'relaxed'" },
  { file: 'kiosk/index.tsx', find: /openJournal: async[^\n]*\n/, put: '\n' },
];
control({ ...F4, runs: { commit: 0, soak: 3, long: 15 } }, 'relaxed durability, as browsers have it', (trials) =>
  cuts(trials, relaxed),
);
