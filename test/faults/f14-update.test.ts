/**
 * F14: a new version comes at a random step of a visit: whole, broken in one of eight ways, two in a row, or the one before it
 * again. The visit goes on and is given as it was tapped; a whole version runs once the welcome screen is there, a broken one
 * never; and after each the tablet starts without a network.
 */
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { believeAll, BROKEN, type Build, createBuilds, firstBuild } from './deploys.ts';
import { arrived, folder, makeTemplateOf, remove } from './kiosk-page.ts';
import type { Bug } from './planted.ts';
import { pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startUpdating, STEPS, type Tablet } from './updating-tablet.ts';

const KINDS = ['whole', 'broken', 'two in a row', 'the one before', 'killed on the way', 'broken'] as const;
type Kind = (typeof KINDS)[number];

interface World {
  tablet: Tablet;
  random: () => number;
  next: () => Build;
  /** What is done to every build before it is served. */
  spoil: (web: string) => void;
  current: Build;
  before: Build;
}

/** Puts a build there and lets the tablet look. @returns whether it took it */
async function deploy({ tablet, current }: World, build: Build): Promise<boolean> {
  await tablet.serve(build, current);
  return tablet.look();
}

async function oneUpdate(world: World, kind: Kind): Promise<string[]> {
  const { tablet, random, next } = world;
  const wrong: string[] = [];
  const whole = () => {
    const build = next();
    world.spoil(build.web);
    return build;
  };
  const { current } = world;
  let expected = current;
  const how = Object.entries(BROKEN)[Math.floor(random() * Object.keys(BROKEN).length)] ?? ['nothing', () => undefined];
  const name = kind === 'broken' ? `broken, ${how[0]}` : kind;
  const step = 1 + Math.floor(random() * STEPS);

  async function happens(): Promise<void> {
    if (kind === 'broken') {
      const build = whole();
      how[1](build.web, random());
      if (await deploy(world, build)) wrong.push('it was taken');
      return;
    }
    expected = kind === 'the one before' ? world.before : whole();
    const took = deploy(world, expected);
    if (kind === 'two in a row') {
      await took;
      expected = whole();
      await deploy(world, expected);
    } else if (random() < 0.5) await took;
    // Otherwise it is fetched while the visit goes on.
    else await Promise.race([took, pause(random() * 1000)]);
  }

  if (kind === 'killed on the way') {
    expected = whole();
    await tablet.serve(expected, current);
    void tablet.look();
    await pause(random() * 1500);
    await tablet.restart('kill', true);
    const runs = await tablet.build();
    if (runs !== expected.version && runs !== current.version) wrong.push(`starts as ${runs} without a network`);
    await tablet.online();
    await tablet.look();
  } else wrong.push(...(await tablet.visit(random, step, happens)));

  if (kind === 'broken') await tablet.look();
  if (!(await tablet.becomes(expected.version)))
    wrong.push(`runs ${await tablet.build()} in place of ${expected.version}`);
  if (expected !== current) [world.before, world.current] = [current, expected];
  await tablet.restart('close', true);
  const cold = await tablet.build();
  if (cold !== expected.version) wrong.push(`starts as ${cold} without a network, not as ${expected.version}`);
  wrong.push(...(await tablet.visit(random, 0, () => Promise.resolve())));
  await tablet.online();
  return wrong.map((line) => `${name}, at step ${step}: ${line}`);
}

async function updates(
  { n, seed }: Trials,
  {
    bugs = [],
    kinds = KINDS,
    spoil = () => undefined,
  }: { bugs?: readonly Bug[]; kinds?: readonly Kind[]; spoil?: (web: string) => void },
): Promise<Finding> {
  const root = folder('f14');
  const next = createBuilds(await firstBuild(bugs), root);
  const first = next();
  const template = await makeTemplateOf(first.web);
  const tablet = await startUpdating(template, first);
  const world: World = { tablet, random: randomFrom(seed), next, spoil, current: first, before: first };
  const violations: string[] = [];
  let trials = 0;
  for (; trials < n; trials++) {
    const kind = kinds[trials % kinds.length] ?? 'whole';
    const end = await oneUpdate(world, kind).catch((error: unknown) => [`${kind}: ${String(error)}`]);
    violations.push(...end);
    // What comes after the first of them says nothing any more.
    if (end.length > 0) break;
  }
  const { judge, errors } = tablet;
  const since = Date.now();
  await tablet.online();
  await tablet.page.reload().catch(() => undefined);
  const end = await arrived(tablet.server, judge.visits, 60_000, since);
  violations.push(...check({ visits: judge.visits, ...end }), ...judge.wrong, ...errors);
  await tablet.off();
  for (const path of [root, template.profile, template.dataDir]) remove(path);
  return {
    violations,
    trials: Math.min(n, trials + 1),
    seen: `${judge.visits.length} ballots, builds up to ${world.current.version}`,
  };
}

const F14 = { id: 'F14', what: 'a new version at a random step of a visit', slowMs: 150_000 };
fault({ ...F14, runs: { commit: 6, soak: 60, long: 350 } }, (trials) => updates(trials, {}));
const atOnce: Bug = { file: 'kiosk/updates.ts', find: 'if (!resting) return;', put: '' };
control({ ...F14, runs: { commit: 2, soak: 4, long: 10 } }, 'it takes over at once', (trials) =>
  updates(trials, { bugs: [atOnce], kinds: ['whole'] }),
);
control({ ...F14, runs: { commit: 2, soak: 8, long: 20 } }, 'files are taken as they come', (trials) =>
  updates(trials, { kinds: ['broken'], spoil: (web) => believeAll(web, 0) }),
);
