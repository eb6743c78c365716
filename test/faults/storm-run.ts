/**
 * The storm itself: an outage is over, and all tablets come back at once with everything that they could not send, to one server on a
 * data file, or to several on one PostgreSQL.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/server/deps.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { openPostgres } from '../../src/server/store/postgres/open.ts';
import { freePort } from '../helpers/process.ts';
import { databaseOf } from '../helpers/postgres.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { type Bug, builtServer } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import type { Finding, Trials } from './runs.ts';
import { type Running, startServer } from './server-process.ts';
import { startSender } from './storm.ts';
import { wrongTallies } from './verified.ts';
import { COUNTERS } from './visits.ts';

const OUTAGE_MS = 2000;
/** RELIABILITY R51: half a million in five minutes, on a machine that does nothing else. */
const DRAIN_MS = 15 * 60_000;
const READ_TOKEN = 'storm-reads-the-results';
const OFFICE = { code: '22504', name: 'Trung tâm' };

export interface Storm {
  /** Ballots that wait on each tablet. */
  queue: number;
  /** Processes on one PostgreSQL, each for its share of the tablets; the last is killed in the middle and comes back. Or a data file. */
  servers: number | 'data file';
}
interface Store {
  open: () => { db: Database; office: number };
  env: Record<string, string>;
}

function storeIn(dataDir: string, servers: Storm['servers']): Store {
  const databaseUrl = servers === 'data file' ? null : databaseOf(dataDir);
  return {
    open() {
      const place = { dataDir, office: OFFICE };
      const opening =
        databaseUrl === null ? openDatabase(place, Date.now()) : openPostgres({ ...place, databaseUrl }, Date.now());
      if (!opening.ok) throw new Error(opening.message);
      return opening;
    },
    env: databaseUrl === null ? {} : { DATABASE_URL: databaseUrl },
  };
}

function devices({ open }: Store, count: number): { id: string; token: string }[] {
  const { db, office } = open();
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

/** What is stored, held against what was in the queues, and whether two transactions ever waited for one another. */
function compare({ open }: Store, hashes: readonly string[]): string[] {
  const { db, office } = open();
  const expected = new Set(hashes);
  const wrong: string[] = [];
  for (const hash of db.prepare<[], string>('select hash from submissions').pluck().iterate())
    if (!expected.delete(hash)) wrong.push(`twice, or never given: ${hash}`);
  if (expected.size > 0) wrong.push(`${expected.size} ballots are not there`);
  const refused = Number(db.prepare('select count(*) from refused_submissions').pluck().get());
  if (refused > 0) wrong.push(`${refused} were refused`);
  const deadlocks = db.pragma
    ? 0
    : Number(db.prepare('select deadlocks from pg_stat_database where datname = current_database()').pluck().get());
  if (deadlocks > 0) wrong.push(`${deadlocks} deadlocks`);
  wrong.push(...wrongTallies(db, office));
  db.close();
  return wrong;
}

/** Follows the results as a dashboard does, as long as the storm lasts. */
function follow(url: string, wrong: string[]) {
  const looks: number[] = [];
  let open = true;
  const looking = (async () => {
    while (open) {
      const began = performance.now();
      const headers = { Authorization: `Bearer ${READ_TOKEN}` };
      const reply = await fetch(`${url}/api/results?period=year`, { headers });
      if (!reply.ok) wrong.push(`the results were answered with ${reply.status}`);
      await reply.arrayBuffer();
      looks.push(performance.now() - began);
      await pause(500);
    }
  })();
  return {
    async end() {
      open = false;
      await looking;
      return looks.toSorted((a, b) => a - b);
    },
  };
}

export async function storm({ n, seed }: Trials, bugs: readonly Bug[], { queue, servers }: Storm): Promise<Finding> {
  const file = await builtServer(bugs);
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-f19-'));
  const store = storeIn(dataDir, servers);
  const count = servers === 'data file' ? 1 : servers;
  const ports: number[] = [];
  for (let at = 0; at < count; at++) ports.push(await freePort());
  const urlOf = (at: number) => `http://127.0.0.1:${ports[at % count]}`;
  const wrong: string[] = [];
  const replies = new Map<number, number>();
  const sendTo = (at: number) => async (path: string, init: RequestInit) => {
    const reply = await fetch(urlOf(at) + path, init);
    replies.set(reply.status, (replies.get(reply.status) ?? 0) + 1);
    if (![200, 429, 503].includes(reply.status)) wrong.push(`${path} was answered with ${reply.status}`);
    if (reply.status !== 200 && !reply.headers.has('Retry-After')) wrong.push(`${reply.status} says no time`);
    return reply;
  };
  const random = randomFrom(seed);
  const senders = devices(store, n).map((device, at) =>
    startSender(device, { count: queue, seed: seed * 1000 + at, random, send: sendTo(at) }),
  );
  for (const one of senders) one.returned();
  await pause(OUTAGE_MS);

  const start = (at: number) => startServer(file, dataDir, { ...store.env, PORT: String(ports[at]), READ_TOKEN });
  const running: Running[] = [];
  for (let at = 0; at < count; at++) running.push(await start(at));
  const since = performance.now();
  for (const one of senders) one.returned();
  const following = follow(urlOf(0), wrong);
  const unsent = () => senders.reduce((sum, one) => sum + one.unsent(), 0);
  const last = running.at(-1);
  if (last && count > 1) {
    await becomes(() => unsent() < (n * queue) / 2, DRAIN_MS, 100);
    await last.kill();
    await pause(OUTAGE_MS);
    running[count - 1] = await start(count - 1);
  }
  const drained = await becomes(() => unsent() === 0, DRAIN_MS, 100);
  const seconds = (performance.now() - since) / 1000;
  const looks = await following.end();
  if (!drained) wrong.push(`${unsent()} are still on the tablets`);
  for (const one of senders) one.stop();
  for (const one of running) await one.kill();
  wrong.push(
    ...compare(
      store,
      senders.flatMap(({ hashes }) => hashes),
    ),
  );
  rmSync(dataDir, { recursive: true, force: true });
  const p95 = looks[Math.floor(looks.length * 0.95)] ?? 0;
  const answers = [...replies].map(([status, times]) => `${status} ${times}×`).join(', ');
  return {
    violations: [...new Set(wrong)],
    seen: `${n * queue} ballots in ${seconds.toFixed(0)} s; ${answers}; results read ${looks.length}×, 95 % within ${p95.toFixed(0)} ms`,
  };
}
