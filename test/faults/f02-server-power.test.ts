/** F2: the server loses its power at a random moment: only what has reached its disk is left. Receipts must hold. */
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { startFleet } from './fleet.ts';
import { type Disk, mountDisk, type Mounted, whyNoMounts } from './mounts.ts';
import { type Bug, builtServer } from './planted.ts';
import { pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { verified } from './verified.ts';
import { notKept, readServer } from './visits.ts';

/** Faster, as many do it, and the file stays sound: only the last commits are missing after a power cut. */
const normal: Bug[] = [
  { file: 'store/connection.ts', find: "db.pragma('synchronous = full')", put: "db.pragma('synchronous = normal')" },
  { file: 'store/connection.ts', find: "Number(db.pragma('synchronous', { simple: true }))", put: '2' },
];

/** One server on one disk, and its power cut. */
async function cutOnce(file: string, seed: number): Promise<{ wrong: string[]; receipted: number }> {
  const random = randomFrom(seed);
  const disk: Disk = mountDisk(48);
  let after: Mounted | null = null;
  let server = await startServer(file, disk.path);
  try {
    const fleet = await startFleet(4, seed, (path, init) => fetch(server.url + path, init));
    await pause(300 + random() * 1200);
    // What was receipted when the power went; the copying takes a moment, in which the server must not go on.
    const receipted = new Set(fleet.receipted);
    server.child.kill('SIGSTOP');
    after = disk.afterPowerCut();
    await server.kill();
    const wrong = notKept(after.path, receipted);
    if (wrong.length > 0) {
      await fleet.rest();
      fleet.off();
      return { wrong, receipted: receipted.size };
    }
    server = await startServer(file, after.path);
    await fleet.rest();
    const unsent = await fleet.drain();
    fleet.off();
    await server.kill();
    const { all } = fleet.visits;
    wrong.push(...check({ visits: all, ...readServer(after.path), unsent }), ...verified(after.path));
    return { wrong, receipted: receipted.size };
  } finally {
    await server.kill();
    after?.unmount();
    disk.unmount();
  }
}

async function cuts({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const file = await builtServer(bugs);
  const violations: string[] = [];
  let receipted = 0;
  let broken = 0;
  for (let trial = 0; trial < n; trial++) {
    const end = await cutOnce(file, seed * 1000 + trial);
    receipted += end.receipted;
    if (end.wrong.length > 0) broken += 1;
    violations.push(...end.wrong.map((line) => `trial ${trial}: ${line}`));
  }
  return { violations, seen: `${receipted} receipts before the cuts; ${broken} of ${n} cuts lost something` };
}

const F2 = { id: 'F2', what: 'the server loses its power', slowMs: 15_000, skip: whyNoMounts() };
fault({ ...F2, runs: { commit: 2, soak: 40, long: 1000 } }, (trials) => cuts(trials, []));
control({ ...F2, runs: { commit: 1, soak: 10, long: 20 } }, 'synchronous=NORMAL', (trials) => cuts(trials, normal));
