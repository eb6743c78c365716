/**
 * Durable ingest into PostgreSQL: our server over HTTP, with all its checks and tallies, against bare inserts of the same rows through
 * the same driver, fifty to a statement, over as many connections; and against a bare server that reads the same requests and does no more
 * than these inserts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgres } from '../../src/server/store/postgres/open.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { startCluster } from '../helpers/postgres-server.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { bareInsert, bareRow, makeBare } from './bare-rows.ts';
import { BATCH, CONNECTIONS, OFFICE, plainLoad } from './ingest.ts';
import { fire } from './load.ts';
import { median, type Outcome } from './measure.ts';

const BATCHES = 250;
const ROUNDS = 6;

/** @returns rows a second */
async function bareInserts(clients: readonly pg.Client[], seed: number): Promise<number> {
  const maker = ballotMaker(`bare-${seed}`, seed);
  const text = bareInsert(BATCH);
  const batches = Array.from({ length: BATCHES }, () =>
    maker.many(BATCH).flatMap(({ submission, hash, body }) => bareRow({ ...submission, hash, body })),
  );
  let next = 0;
  const began = performance.now();
  const work = async (client: pg.Client) => {
    for (let values = batches[next++]; values; values = batches[next++])
      await client.query({ name: 'bare', text, values });
  };
  await Promise.all(clients.map(work));
  return (BATCHES * BATCH) / ((performance.now() - began) / 1000);
}

const isListening = (url: string) =>
  fetch(url, { method: 'POST', body: '{}' }).then(
    () => true,
    () => false,
  );

export async function benchIngestPostgres(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const cluster = await startCluster();
  const clients: pg.Client[] = [];
  const opening = openPostgres({ dataDir: folder, databaseUrl: cluster.url, office: OFFICE }, Date.now());
  if (!opening.ok) throw new Error(opening.message);
  const { db, office } = opening;
  const load = plainLoad(db, office);
  db.close();
  const server = await startProcess(folder, await freePort(), { DATABASE_URL: cluster.url });
  const port = String(await freePort());
  const bareUrl = `http://127.0.0.1:${port}`;
  const bare = spawn(process.execPath, ['dist/bench/bare-postgres.js'], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: cluster.url, PORT: port, CONNECTIONS: String(CONNECTIONS) },
    stdio: 'inherit',
  });
  try {
    for (let i = 0; i < CONNECTIONS; i++) {
      const client = new pg.Client({ connectionString: cluster.url });
      await client.connect();
      clients.push(client);
    }
    if (clients[0]) await makeBare(clients[0]);
    for (let tries = 0; tries < 100 && !(await isListening(bareUrl)); tries++)
      await new Promise((done) => setTimeout(done, 100));
    const rates = { ours: [] as number[], bare: [] as number[], served: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      const shots = await load(BATCHES);
      rates.ours.push((await fire(server.url, shots, CONNECTIONS, BATCH)) * BATCH);
      rates.bare.push(await bareInserts(clients, 9000 + round));
      rates.served.push((await fire(bareUrl, shots, CONNECTIONS, BATCH)) * BATCH);
    }
    const against = (baseline: readonly number[]) =>
      median(rates.ours.map((rate, round) => rate / (baseline[round] ?? NaN)).slice(1));
    const rate = (all: readonly number[]) => Math.round(median(all.slice(1)));
    const how = `(batches of ${BATCH}, ${CONNECTIONS} connections)`;
    return [
      {
        name: 'ingest into PostgreSQL, against bare inserts',
        detail: `${rate(rates.ours)} records/s against ${rate(rates.bare)} rows/s inserted by hand ${how}`,
        ratio: against(rates.bare),
        bound: 0.6,
        sense: 'least',
      },
      {
        name: 'ingest into PostgreSQL, against a bare server',
        detail: `${rate(rates.ours)} records/s against ${rate(rates.served)} of the bare server ${how}`,
        ratio: against(rates.served),
        bound: 0.6,
        sense: 'least',
      },
    ];
  } finally {
    bare.kill();
    await Promise.all(clients.map((client) => client.end()));
    await server.end();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
