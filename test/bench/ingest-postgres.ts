/**
 * Durable ingest into PostgreSQL: our server over HTTP, with all its checks and tallies, against bare inserts of the same rows through
 * the same driver, fifty to a statement, over as many connections.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgres } from '../../src/server/store/postgres/open.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { startCluster } from '../helpers/postgres-server.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { BATCH, CONNECTIONS, OFFICE, plainLoad } from './ingest.ts';
import { fire } from './load.ts';
import { median, type Outcome } from './measure.ts';

const BATCHES = 250;
const ROUNDS = 6;
const COLUMNS = ['id', 'device', 'seq', 'hash', 'day', 'received_at', 'body'];

/** @returns rows a second */
async function bareInserts(clients: readonly pg.Client[], seed: number): Promise<number> {
  const maker = ballotMaker(`bare-${seed}`, seed);
  const row = (at: number) => `(${COLUMNS.map((_, n) => `$${at * COLUMNS.length + n + 1}`).join(', ')})`;
  const rows = Array.from({ length: BATCH }, (_, at) => row(at)).join(', ');
  const text = `insert into bare (${COLUMNS.join(', ')}) values ${rows} on conflict do nothing`;
  const batches = Array.from({ length: BATCHES }, () =>
    maker.many(BATCH).flatMap(({ submission, hash, body }) => {
      const { id, device, seq } = submission;
      return [id, device, seq, hash, '2026-11-20', Date.now(), body];
    }),
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
  try {
    for (let i = 0; i < CONNECTIONS; i++) {
      const client = new pg.Client({ connectionString: cluster.url });
      await client.connect();
      clients.push(client);
    }
    await clients[0]?.query(
      `create table bare (id text primary key, device text not null, seq bigint not null, hash text not null,
         day text not null, received_at bigint not null, body text not null, unique (device, seq))`,
    );
    const rates = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push((await fire(server.url, await load(BATCHES), CONNECTIONS, BATCH)) * BATCH);
      rates.bare.push(await bareInserts(clients, 9000 + round));
    }
    const ratio = median(rates.ours.map((rate, round) => rate / (rates.bare[round] ?? NaN)).slice(1));
    const [ours, bare] = [median(rates.ours.slice(1)), median(rates.bare.slice(1))];
    const detail = `${Math.round(ours)} records/s against ${Math.round(bare)} rows/s inserted by hand (batches of ${BATCH}, ${CONNECTIONS} connections)`;
    return [{ name: 'ingest into PostgreSQL', bound: 0.6, detail, ratio, sense: 'least' }];
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await server.end();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
