/**
 * Fifty open dashboards: how long a change takes to reach all of them, and what they cost the ingest. Each listens to the
 * stream of changes and fetches the month anew when it is told of one, at most every 1.5 seconds, as the page does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchText, WIRE_VERSION } from '../../src/domain/wire.ts';
import { SESSION_COOKIE } from '../../src/server/session-cookie.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { openSession } from '../../src/server/store/sessions.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { fire, type Shot } from './load.ts';
import { median, type Outcome } from './measure.ts';

const DASHBOARDS = 50;
const CONNECTIONS = 16;
const BATCH = 50;
const BATCHES = 320;
const ROUNDS = 4;
const GAP = 1500;

interface Dashboard {
  /** When it was last told of a change. */
  toldAt: number;
  fetched: number;
}

/** Opens the dashboard of somebody who is signed in, and resolves once it listens. */
async function openDashboard(url: string, session: string, signal: AbortSignal): Promise<Dashboard> {
  const dashboard: Dashboard = { toldAt: 0, fetched: 0 };
  const headers = { Cookie: `${SESSION_COOKIE}=${session}` };
  const reply = await fetch(`${url}/api/results/changes`, { headers, signal });
  if (!reply.ok || !reply.body) throw new Error(`the stream of changes was answered with ${reply.status}`);
  const reader = reply.body.getReader();
  const decoder = new TextDecoder();
  let busy = false;
  let again = false;
  const load = async (): Promise<void> => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const ask = () => fetch(`${url}/api/results?period=month`, { headers, signal });
    // As a browser does when a connection that it kept was closed in the same moment.
    const results = await ask().catch(ask);
    if (!results.ok) throw new Error(`the results were answered with ${results.status}`);
    await results.arrayBuffer();
    dashboard.fetched += 1;
    await new Promise((resolve) => setTimeout(resolve, GAP));
    busy = false;
    if (again) {
      again = false;
      await load();
    }
  };
  const listen = async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!decoder.decode(part.value).includes('event: change')) continue;
      dashboard.toldAt = performance.now();
      load().catch(() => undefined); // Cut off at the end of the round.
    }
  };
  listen().catch(() => undefined);
  return dashboard;
}

export async function benchLive(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const server = await startProcess(folder, await freePort());
  try {
    const opened = openDatabase({ dataDir: folder, office: { code: '22504', name: 'Đại Lãnh' } }, Date.now());
    if (!opened.ok) throw new Error('the database did not open beside the server');
    const senders = Array.from({ length: 32 }, (_, i) => {
      const { device, token } = addDevice(opened.db, opened.office, `quay-${(i % 3) + 1}`, `Máy ${i}`, Date.now());
      return { token, maker: ballotMaker(device.id, i + 1) };
    });
    const sessions = Array.from({ length: DASHBOARDS }, (_, i) => {
      const person = { signInName: `viewer-${i}`, name: 'Nguyễn Thị Lan', role: 'viewer' } as const;
      return openSession(
        opened.db,
        opened.office,
        addAccount(opened.db, opened.office, person, Date.now()),
        Date.now(),
      );
    });
    opened.db.close();
    const shots = (count: number): Shot[] =>
      Array.from({ length: count }, (_, i) => {
        const sender = senders[i % senders.length];
        if (!sender) throw new Error('no sender');
        const now = Date.now();
        const bodies = Array.from(
          { length: BATCH },
          (_unused, n) => sender.maker.next({ answeredAt: now - n * 60_000 }).body,
        );
        const envelope = { wire: WIRE_VERSION, nonce: `bench-nonce-${i}`, sentAt: now, records: BATCH } as const;
        return {
          path: '/api/submissions',
          authorization: `Bearer ${sender.token}`,
          body: Buffer.from(batchText(envelope, bodies)),
        };
      });
    const rates = { alone: [] as number[], watched: [] as number[] };
    const delays: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rates.alone.push(await fire(server.url, shots(BATCHES), CONNECTIONS, BATCH));
      const closing = new AbortController();
      const dashboards = await Promise.all(
        sessions.map((session) => openDashboard(server.url, session, closing.signal)),
      );
      rates.watched.push(await fire(server.url, shots(BATCHES), CONNECTIONS, BATCH));
      // Once all is quiet: from one more answer to the last dashboard that is told.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const waiting = () => dashboards.filter(({ fetched }) => fetched === 0).length;
      for (let turn = 0; turn < 200 && waiting() > 0; turn++) await new Promise((resolve) => setTimeout(resolve, 100));
      if (waiting() > 0) throw new Error(`${waiting()} dashboards were not told of a change`);
      const start = performance.now();
      await fire(server.url, shots(1), 1, BATCH);
      while (dashboards.some(({ toldAt }) => toldAt < start)) await new Promise((resolve) => setTimeout(resolve, 5));
      delays.push(Math.max(...dashboards.map(({ toldAt }) => toldAt)) - start);
      closing.abort();
    }
    // The first round warms up.
    const [alone, watched] = [median(rates.alone.slice(1)) * BATCH, median(rates.watched.slice(1)) * BATCH];
    return [
      {
        name: `ingest while ${DASHBOARDS} dashboards are open`,
        detail: `${Math.round(watched)} records/s against ${Math.round(alone)} without them; an answer reached the last of them after ${Math.round(median(delays))} ms`,
        ratio: watched / alone,
        bound: 0.8,
        sense: 'least',
      },
    ];
  } finally {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
