/**
 * F19: an outage is over, and all tablets come back at once with everything that they could not send. Nothing is lost and
 * nothing is counted twice; who cannot be served is told when to come again, and the results can be read all the while.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { databaseFile } from '../../src/server/store/connection.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { freePort } from '../helpers/process.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { type Bug, builtServer } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, DEPTH, fault, type Finding, type Trials } from './runs.ts';
import { startServer } from './server-process.ts';
import { startSender } from './storm.ts';
import { verified } from './verified.ts';
import { COUNTERS } from './visits.ts';

/** Ballots that wait on each tablet. */
const QUEUE = DEPTH === 'commit' ? 100 : 1000;
const OUTAGE_MS = 2000;
/** RELIABILITY R51: half a million in five minutes, on a machine that does nothing else. */
const DRAIN_MS = 15 * 60_000;
const READ_TOKEN = 'storm-reads-the-results';
const OFFICE = { code: '22504', name: 'Trung tâm' };

function devices(dataDir: string, count: number): { id: string; token: string }[] {
  const opening = openDatabase({ dataDir, office: OFFICE }, Date.now());
  if (!opening.ok) throw new Error(opening.message);
  const { db, office } = opening;
  const added = db.transaction(() =>
    Array.from({ length: count }, (_, n) => {
      const counter = COUNTERS[n % COUNTERS.length] ?? '';
      const { device, token } = addDevice(db, office, counter, `Máy ${n + 1}`, Date.now());
      return { id: device.id, token };
    }),
  )();
  db.close();
  return added;
}

/** What lies in the file, held against what was in the queues. */
function compare(dataDir: string, hashes: readonly string[]): string[] {
  const db = new Sqlite(databaseFile(dataDir), { readonly: true });
  const expected = new Set(hashes);
  const wrong: string[] = [];
  for (const hash of db.prepare<[], string>('select hash from submissions').pluck().iterate())
    if (!expected.delete(hash)) wrong.push(`twice, or never given: ${hash}`);
  const refused = Number(db.prepare('select count(*) from refused_submissions').pluck().get());
  db.close();
  if (expected.size > 0) wrong.push(`${expected.size} ballots are not there`);
  if (refused > 0) wrong.push(`${refused} were refused`);
  return wrong;
}

async function storm({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const file = await builtServer(bugs);
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-f19-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const wrong: string[] = [];
  const replies = new Map<number, number>();
  const send = async (path: string, init: RequestInit) => {
    const reply = await fetch(url + path, init);
    replies.set(reply.status, (replies.get(reply.status) ?? 0) + 1);
    if (![200, 429, 503].includes(reply.status)) wrong.push(`${path} was answered with ${reply.status}`);
    if (reply.status !== 200 && !reply.headers.has('Retry-After')) wrong.push(`${reply.status} says no time`);
    return reply;
  };
  const random = randomFrom(seed);
  const senders = devices(dataDir, n).map((device, at) =>
    startSender(device, { count: QUEUE, seed: seed * 1000 + at, random, send }),
  );
  for (const one of senders) one.returned();
  await pause(OUTAGE_MS);

  const server = await startServer(file, dataDir, { PORT: String(port), READ_TOKEN });
  const since = performance.now();
  for (const one of senders) one.returned();
  const looks: number[] = [];
  let open = true;
  const looking = (async () => {
    while (open) {
      const began = performance.now();
      const reply = await fetch(`${url}/api/results?period=year`, {
        headers: { Authorization: `Bearer ${READ_TOKEN}` },
      });
      if (!reply.ok) wrong.push(`the results were answered with ${reply.status}`);
      await reply.arrayBuffer();
      looks.push(performance.now() - began);
      await pause(500);
    }
  })();
  const unsent = () => senders.reduce((sum, one) => sum + one.unsent(), 0);
  const drained = await becomes(() => unsent() === 0, DRAIN_MS, 100);
  const seconds = (performance.now() - since) / 1000;
  open = false;
  await looking;
  if (!drained) wrong.push(`${unsent()} are still on the tablets`);
  for (const one of senders) one.stop();
  await server.kill();
  wrong.push(
    ...compare(
      dataDir,
      senders.flatMap(({ hashes }) => hashes),
    ),
    ...verified(dataDir),
  );
  rmSync(dataDir, { recursive: true, force: true });
  const p95 = looks.toSorted((a, b) => a - b)[Math.floor(looks.length * 0.95)] ?? 0;
  const answers = [...replies].map(([status, times]) => `${status} ${times}×`).join(', ');
  return {
    violations: [...new Set(wrong)],
    seen: `${n * QUEUE} ballots in ${seconds.toFixed(0)} s; ${answers}; results read ${looks.length}×, 95 % within ${p95.toFixed(0)} ms`,
  };
}

const F19 = { id: 'F19', what: 'all tablets come back at once after an outage', slowMs: 2500 };
fault({ ...F19, runs: { commit: 20, soak: 500, long: 500 } }, (trials) => storm(trials, []));
/** Who finds no room is told that all is stored. */
const full: Bug[] = [
  {
    file: 'server/group-commit.ts',
    find: 'queued + records.length > queuedRecords',
    put: 'queued + records.length > 300',
  },
  {
    file: 'server/group-commit.ts',
    find: "{ ok: false, code: 'busy' }",
    put: "{ ok: true, outcomes: records.map(() => ({ status: 'stored', note: null })) }",
  },
];
control({ ...F19, runs: { commit: 10, soak: 20, long: 20 } }, 'a full queue is answered with receipts', (trials) =>
  storm(trials, full),
);
