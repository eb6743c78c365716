/** F1: the server is killed at random moments while four tablets save and send. What it gave receipts for must be there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '../helpers/drafts.ts';
import { check } from './checker.ts';
import { startFleet } from './fleet.ts';
import { type Bug, builtServer } from './planted.ts';
import { pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { verified } from './verified.ts';
import { notKept, readServer } from './visits.ts';

const receiptFirst: Bug = {
  file: 'server/group-commit.ts',
  find: 'await run(jobs);',
  put: `for (const { records, done } of jobs) done({ ok: true, outcomes: records.map(() => ({ status: 'stored', note: null })) });
    await new Promise((later) => setTimeout(later, 30));
    await run(jobs);`,
};

async function killRounds({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const file = await builtServer(bugs);
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-f1-'));
  const random = randomFrom(seed + 1);
  let server = await startServer(file, dataDir);
  const fleet = await startFleet(4, seed, (path, init) => fetch(server.url + path, init));
  const wrong: string[] = [];
  let cut = 0;
  for (let round = 0; round < n; round++) {
    fleet.returned();
    await pause(random() * 150);
    await server.kill();
    cut += await fleet.unsent();
    wrong.push(...notKept(dataDir, fleet.receipted));
    server = await startServer(file, dataDir);
  }
  await fleet.rest();
  const unsent = await fleet.drain();
  fleet.off();
  await server.kill();
  const { all } = fleet.visits;
  wrong.push(...check({ visits: all, ...readServer(dataDir), unsent }), ...verified(dataDir));
  rmSync(dataDir, { recursive: true, force: true });
  return {
    violations: wrong,
    seen: `${all.length} ballots, ${Math.round(cut / n)} of them unsent at a kill on average`,
  };
}

const F1 = { id: 'F1', what: 'the server is killed while four tablets send', slowMs: 3000 };
fault({ ...F1, runs: { commit: 8, soak: 300, long: 10_000 } }, (trials) => killRounds(trials, []));
control({ ...F1, runs: { commit: 3, soak: 20, long: 150 } }, 'a receipt before the commit', (trials) =>
  killRounds(trials, [receiptFirst]),
);
