/**
 * F1 for a store in PostgreSQL: all of PostgreSQL is killed at random moments, and sometimes our server with it, while four tablets save
 * and send. What it gave receipts for must be there, and the server that was not killed must find back to it by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '../../src/server/store/postgres/open.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { startCluster } from '../helpers/postgres-server.ts';
import { check } from './checker.ts';
import { startFleet } from './fleet.ts';
import { type Bug, builtWith } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { wrongTallies } from './verified.ts';
import { refusedIn, storedIn } from './visits.ts';

const OFFICE = { code: '22504', name: 'Trung tâm' };
/** One time in so many our server is killed with it. */
const WITH_SERVER = 3;
/** How long a round waits for a receipt: a server that has lost its PostgreSQL is asked again after some seconds. */
const RECEIPT_MS = 15_000;

const notWaited: Bug = {
  file: 'postgres/driver.ts',
  find: 'await fresh.connect();',
  put: "await fresh.connect(); await fresh.query('set synchronous_commit = off');",
};
/** Otherwise the server would find the bug by itself, and not start. */
const notAsked: Bug = {
  file: 'postgres/open.ts',
  find: "['fsync', 'full_page_writes', 'synchronous_commit']",
  put: "['fsync', 'full_page_writes']",
};

async function killRounds({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const beside = { store: 'src/server/store-worker.ts', postgres: 'src/server/store/postgres/driver.ts' };
  const file = await builtWith('src/server/main.ts', bugs, beside);
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-f1-'));
  const cluster = await startCluster();
  const env = { DATABASE_URL: cluster.url };
  const random = randomFrom(seed + 1);
  let server = await startServer(file, dataDir, env);
  const fleet = await startFleet(4, seed, (path, init) => fetch(server.url + path, init));
  const open = () => {
    const opening = openPostgres({ dataDir, databaseUrl: cluster.url, office: OFFICE }, Date.now());
    if (!opening.ok) throw new Error(opening.message);
    return opening;
  };
  const wrong: string[] = [];
  let cut = 0;
  for (let round = 0; round < n; round++) {
    const before = fleet.receipted.size;
    fleet.returned();
    // Soon after a receipt, for what is not on disk yet will be there a moment later.
    await becomes(() => fleet.receipted.size > before, RECEIPT_MS, 1);
    await pause(random() * 60);
    const ours = round % WITH_SERVER === 0;
    await cluster.kill();
    if (ours) await server.kill();
    cut += await fleet.unsent();
    const receipted = new Set(fleet.receipted);
    await cluster.start();
    const { db } = open();
    const ids = new Set(db.prepare<[], string>('select id from submissions').pluck().all());
    db.close();
    wrong.push(...[...receipted].filter((id) => !ids.has(id)).map((id) => `receipted and not stored: ${id}`));
    if (ours) server = await startServer(file, dataDir, env);
  }
  await fleet.rest();
  const unsent = await fleet.drain();
  fleet.off();
  await server.kill();
  const { all } = fleet.visits;
  const { db, office } = open();
  wrong.push(...check({ visits: all, stored: storedIn(db), refused: refusedIn(db), unsent }));
  wrong.push(...wrongTallies(db, office));
  db.close();
  await cluster.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return {
    violations: wrong,
    seen: `${all.length} ballots, ${Math.round(cut / n)} of them unsent at a kill on average`,
  };
}

const F1 = { id: 'F1', what: 'PostgreSQL is killed while four tablets send', slowMs: 25_000 };
fault({ ...F1, runs: { commit: 0, soak: 60, long: 1000 } }, (trials) => killRounds(trials, []));
control({ ...F1, runs: { commit: 0, soak: 10, long: 20 } }, 'a commit that is not waited for', (trials) =>
  killRounds(trials, [notWaited, notAsked]),
);
