/**
 * Durable ingest over HTTP: our server, with all its checks and tallies, against a bare one that only parses and inserts. Once
 * with plain records and tokens, once with requests proved, signatures checked and seals opened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { proofHeader, proofText } from '../../src/domain/device-proof.ts';
import { batchText, NonceReply, WIRE_VERSION } from '../../src/domain/wire.ts';
import { newKeyPair, publicText, sign } from '../../src/seal/sign.ts';
import type { Database } from '../../src/server/deps.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { addDevice, addSigningDevice } from '../../src/server/store/devices.ts';
import { toldSealingKey } from '../../src/server/store/sealing-keys.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { fire, type Shot } from './load.ts';
import { median, type Outcome } from './measure.ts';
import { ballotMaker, hashOf } from '../helpers/ballots.ts';
import { sealedBallots } from '../helpers/signing.ts';

export const BATCH = 50;
export const CONNECTIONS = 16;
export const OFFICE = { code: '22504', name: 'Đại Lãnh' };
const PATH = '/api/submissions';
/** A tablet may send 200 batches in a row before it must slow down, so enough of them share the load. */
const SENDERS = 32;
/** Each from a tablet where somebody has just finished. */
const SINGLES = { connections: 64, senders: 200, requests: 3000 };

const counterOf = (i: number) => `quay-${(i % 3) + 1}`;
const batchBytes = (lines: readonly string[], i: number) => {
  const envelope = {
    wire: WIRE_VERSION,
    nonce: `bench-nonce-${i}`,
    sentAt: Date.now(),
    records: lines.length,
  } as const;
  return Buffer.from(batchText(envelope, lines));
};
/** When the n-th record of a batch was answered. */
const answered = (n: number) => ({ answeredAt: Date.now() - n * 60_000 });

export type Loader = (batches: number) => Promise<Shot[]>;

/** Tablets are added to the store beforehand, and each of their batches is new. */
export function plainLoad(db: Database, office: number, { count = SENDERS, batch = BATCH, seed = 1 } = {}): Loader {
  const senders = Array.from({ length: count }, (_, i) => {
    const { device, token } = addDevice(db, office, counterOf(i), `Máy ${i}`, Date.now());
    return { authorization: `Bearer ${token}`, maker: ballotMaker(device.id, seed + i) };
  });
  const shot = (_: unknown, i: number): Shot => {
    const sender = senders[i % count];
    if (!sender) throw new Error('no sender');
    const lines = Array.from({ length: batch }, (_unused, n) => sender.maker.next(answered(n)).body);
    return { path: PATH, authorization: sender.authorization, body: batchBytes(lines, i) };
  };
  return (batches) => Promise.resolve(Array.from({ length: batches }, shot));
}

/** All that a tablet does is done beforehand: only the server's part is measured. */
async function sealedLoad(db: Database, office: number, url: string): Promise<Loader> {
  const sealing = toldSealingKey(db, office);
  if (!sealing) throw new Error('the server has made no sealing key');
  const senders = await Promise.all(
    Array.from({ length: SENDERS }, async (_, i) => {
      const keys = await newKeyPair();
      const key = await publicText(keys);
      const { id } = addSigningDevice(db, office, counterOf(i), `Máy ký ${i}`, key, Date.now());
      return { id, keys, maker: sealedBallots(id, 1000 + i, { sealing, keys }) };
    }),
  );
  return async (batches) => {
    const shots: Shot[] = [];
    let nonces: string[] = [];
    for (let i = 0; i < batches; i++) {
      const sender = senders[i % SENDERS];
      if (!sender) throw new Error('no sender');
      const lines: string[] = [];
      for (let n = 0; n < BATCH; n++) lines.push((await sender.maker.next(answered(n))).line);
      const body = batchBytes(lines, i);
      if (nonces.length === 0) nonces = NonceReply.parse(await (await fetch(`${url}/api/nonce`)).json()).nonces;
      const nonce = nonces.pop() ?? '';
      const request = { method: 'POST', path: PATH, bodyHash: hashOf(body), device: sender.id, nonce };
      const authorization = proofHeader(sender.id, nonce, await sign(sender.keys, proofText(request)));
      shots.push({ path: PATH, authorization, body });
    }
    return shots;
  };
}

export async function benchIngest(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const [port, barePort] = [await freePort(), await freePort()];
  const server = await startProcess(folder, port);
  const bare = spawn(process.execPath, ['dist/bench/bare.js'], {
    env: { PATH: process.env.PATH ?? '', DATABASE: join(folder, 'bare.db'), PORT: String(barePort) },
    stdio: 'inherit',
  });
  /** Both servers in turn with the same batches, held against one another round by round; the first warms them up. */
  const compare = async (load: Loader, batches: number, rounds: number, connections = CONNECTIONS, batch = BATCH) => {
    const rates = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const shots = await load(batches);
      rates.ours.push(await fire(server.url, shots, connections, batch));
      rates.bare.push(await fire(`http://127.0.0.1:${barePort}`, shots, connections, batch));
    }
    const [ours, baseline] = [median(rates.ours.slice(1)) * batch, median(rates.bare.slice(1)) * batch];
    const detail = `${Math.round(ours)} records/s against ${Math.round(baseline)} of the bare server (batches of ${batch}, ${connections} connections)`;
    const ratio = median(rates.ours.map((rate, round) => rate / (rates.bare[round] ?? NaN)).slice(1));
    return { detail, ratio, sense: 'least' as const };
  };
  try {
    const opened = openDatabase({ dataDir: folder, office: OFFICE }, Date.now());
    if (!opened.ok) throw new Error('the database did not open beside the server');
    const { db, office } = opened;
    const plain = plainLoad(db, office);
    const sealed = await sealedLoad(db, office, server.url);
    const { connections, senders, requests } = SINGLES;
    const singles = plainLoad(db, office, { count: senders, batch: 1, seed: 5000 });
    db.close();
    return [
      { name: 'ingest, durable, with tallies', bound: 0.6, ...(await compare(plain, 250, 8)) },
      { name: 'ingest, signatures checked and seals opened', bound: 0.35, ...(await compare(sealed, 120, 8)) },
      { name: 'ingest, a ballot at a time', bound: 3, ...(await compare(singles, requests, 6, connections, 1)) },
    ];
  } finally {
    bare.kill();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
