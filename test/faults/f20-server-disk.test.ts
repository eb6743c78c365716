/** F20: the server's disk is full, again and again, while tablets send. It says 503 and nothing else, and goes on by itself. */
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { startFleet } from './fleet.ts';
import { mountMemory, whyNoMounts } from './mounts.ts';
import { type Bug, builtServer } from './planted.ts';
import { pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { verified } from './verified.ts';
import { notKept, readServer } from './visits.ts';

async function fullDisks({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const file = await builtServer(bugs);
  const disk = mountMemory(24);
  const random = randomFrom(seed);
  const server = await startServer(file, disk.path);
  const statuses = new Map<number, number>();
  const filler = join(disk.path, 'filler');
  try {
    const fleet = await startFleet(3, seed, async (path, init) => {
      const reply = await fetch(server.url + path, init);
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      return reply;
    });
    for (let round = 0; round < n; round++) {
      const { bavail, bsize } = statfsSync(disk.path);
      // To the last page, or with a little left that runs out in the middle of something.
      const left = Math.floor(random() * 3) * 8192;
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
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
    for (const [status, times] of statuses)
      if (status >= 500 && status !== 503) wrong.push(`${times} replies with ${status}`);
    if (!statuses.has(503) && bugs.length === 0) wrong.push('the disk was never full');
    return { violations: wrong, seen: `${all.length} ballots, ${statuses.get(503) ?? 0} replies with 503` };
  } finally {
    await server.kill();
    disk.unmount();
  }
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
