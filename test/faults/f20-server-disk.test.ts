/**
 * F20: the server's disk is full, again and again, while tablets send: a small one in memory, and an ext4 on a loop device. It
 * says 503 `storage` and nothing else, and goes on by itself.
 */
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { startFleet } from './fleet.ts';
import { mountDisk, type Mounted, mountMemory, whyNoMounts } from './mounts.ts';
import { type Bug, builtServer } from './planted.ts';
import { pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { verified } from './verified.ts';
import { notKept, readServer } from './visits.ts';

const MB = 24;
const DISKS: readonly (() => Mounted)[] = [() => mountMemory(MB), () => mountDisk(MB)];
/** The replies that say why: a server error, and how often. */
type Said = Map<string, number>;
interface Tried {
  wrong: string[];
  ballots: number;
}
const Problem = z.object({ code: z.string() });
async function codeOf(reply: Response): Promise<string> {
  const { data } = Problem.safeParse(
    await reply
      .clone()
      .json()
      .catch(() => null),
  );
  return `${reply.status} ${data?.code ?? ''}`;
}

async function fullDisk(file: string, disk: Mounted, { n, seed }: Trials, said: Said): Promise<Tried> {
  const random = randomFrom(seed);
  const server = await startServer(file, disk.path);
  const filler = join(disk.path, 'filler');
  try {
    const fleet = await startFleet(3, seed, async (path, init) => {
      const reply = await fetch(server.url + path, init);
      if (reply.status < 500) return reply;
      const code = await codeOf(reply);
      said.set(code, (said.get(code) ?? 0) + 1);
      return reply;
    });
    for (let round = 0; round < n; round++) {
      // Root may use what is kept back for root.
      const { bfree, bsize } = statfsSync(disk.path);
      // To the last page, or with a little left that runs out in the middle of something.
      const left = Math.floor(random() * 3) * 8192;
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bfree * bsize - left)));
      } catch {
        // The server was writing at the same time: full it is.
      }
      fleet.returned();
      await pause(300 + random() * 300);
      rmSync(filler, { force: true });
      fleet.returned();
      await pause(200);
    }
    await fleet.rest();
    const unsent = await fleet.drain();
    fleet.off();
    const alive = server.child.exitCode === null;
    await server.kill();
    const { all } = fleet.visits;
    const wrong = [...check({ visits: all, ...readServer(disk.path), unsent }), ...notKept(disk.path, fleet.receipted)];
    wrong.push(...verified(disk.path));
    if (!alive) wrong.push('the server ended');
    return { wrong, ballots: all.length };
  } finally {
    await server.kill();
    disk.unmount();
  }
}

async function fullDisks({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const file = await builtServer(bugs);
  const violations: string[] = [];
  let ballots = 0;
  let full = 0;
  for (const [at, mount] of DISKS.entries()) {
    const said: Said = new Map();
    const end = await fullDisk(file, mount(), { n: Math.ceil((n - at) / DISKS.length), seed: seed + at }, said);
    violations.push(...end.wrong);
    ballots += end.ballots;
    full += said.get('503 storage') ?? 0;
    for (const [code, times] of said) if (!code.startsWith('503 ')) violations.push(`${times} replies with ${code}`);
    if (!said.has('503 storage') && bugs.length === 0) violations.push('the disk was never full');
  }
  return { violations, seen: `${ballots} ballots, ${full} replies with 503 storage` };
}

const F20 = { id: 'F20', what: 'the server’s disk is full', slowMs: 10_000, skip: whyNoMounts() };
fault({ ...F20, runs: { commit: 6, soak: 20, long: 400 } }, (trials) => fullDisks(trials, []));
const swallowed: Bug = {
  file: 'server/group-commit.ts',
  find: "done({ ok: false, code: 'storage' })",
  put: "done({ ok: true, outcomes: jobs.flatMap(({ records }) => records.map(() => ({ status: 'stored', note: null }))) })",
};
control({ ...F20, runs: { commit: 3, soak: 6, long: 20 } }, 'the error is swallowed', (trials) =>
  fullDisks(trials, [swallowed]),
);
