/** Durable ingest over HTTP: our server, with all its checks and tallies, against a bare one that only parses and inserts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { batchText, WIRE_VERSION } from '../../src/domain/wire.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { addDevice } from '../../src/server/store/devices.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { fire, type Shot } from './load.ts';
import { median, type Outcome } from './measure.ts';
import { ballotMaker } from '../helpers/ballots.ts';

const BATCH = 50;
const CONNECTIONS = 16;
const BATCHES = 400;
const ROUNDS = 5;
const OFFICE = { code: '22504', name: 'Đại Lãnh' };

export async function benchIngest(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const [port, barePort] = [await freePort(), await freePort()];
  const server = await startProcess(folder, port);
  const bare = spawn(process.execPath, ['dist/bench/bare.js'], {
    env: { PATH: process.env.PATH ?? '', DATABASE: join(folder, 'bare.db'), PORT: String(barePort) },
    stdio: 'inherit',
  });
  try {
    const opened = openDatabase({ dataDir: folder, office: OFFICE }, Date.now());
    if (!opened.ok) throw new Error('the database did not open beside the server');
    // A tablet may send 200 batches in a row before it must slow down, so enough of them share the load.
    const senders = Array.from({ length: 32 }, (_, i) => {
      const counter = `quay-${(i % 3) + 1}`;
      const { device, token } = addDevice(opened.db, opened.office, counter, `Máy ${i}`, Date.now());
      return { token, maker: ballotMaker(device.id, i + 1) };
    });
    opened.db.close();
    const shots = (): Shot[] =>
      Array.from({ length: BATCHES }, (_, i) => {
        const sender = senders[i % senders.length];
        if (!sender) throw new Error('no sender');
        const now = Date.now();
        const bodies = Array.from(
          { length: BATCH },
          (_unused, n) => sender.maker.next({ answeredAt: now - n * 60_000 }).body,
        );
        const envelope = { wire: WIRE_VERSION, nonce: `bench-nonce-${i}`, sentAt: now, records: BATCH } as const;
        return { path: '/api/submissions', token: sender.token, body: Buffer.from(batchText(envelope, bodies)) };
      });
    const rates = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      const load = shots();
      rates.ours.push(await fire(server.url, load, CONNECTIONS, BATCH));
      rates.bare.push(await fire(`http://127.0.0.1:${barePort}`, load, CONNECTIONS, BATCH));
    }
    // The first round of each warms it up.
    const [ours, baseline] = [median(rates.ours.slice(1)) * BATCH, median(rates.bare.slice(1)) * BATCH];
    const detail = `${Math.round(ours)} records/s against ${Math.round(baseline)} of the bare server (batches of 50, 16 connections)`;
    return [{ name: 'ingest, durable, with tallies', detail, ratio: ours / baseline, bound: 0.6, sense: 'least' }];
  } finally {
    bare.kill();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
