/**
 * Durable ingest over HTTP: our server, with all its checks and tallies, against a bare one that only parses and inserts. Once
 * with plain records and tokens, once with requests proved, signatures checked and seals opened. A ballot at a time, it is held
 * against itself with a transaction for each record: what the disk is asked is then all that differs.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
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
import { type Bug, builtServer } from '../faults/planted.ts';
import { startServer } from '../faults/server-process.ts';
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

const ONE_BY_ONE: Bug = {
  file: 'src/server/group-commit.ts',
  find: 'const RECORDS_PER_COMMIT = 2000;',
  put: 'const RECORDS_PER_COMMIT = 1;',
};

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

/** Ours and the baseline in turn with the same batches, held against one another round by round; the first warms them up. */
async function compare(
  [ours, baseline]: readonly [ours: string, baseline: string],
  load: Loader,
  { batches, rounds, connections, batch }: { batches: number; rounds: number; connections: number; batch: number },
) {
  const rates = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const shots = await load(batches);
    rates.ours.push(await fire(ours, shots, connections, batch));
    rates.baseline.push(await fire(baseline, shots, connections, batch));
  }
  const perSecond = (found: readonly number[]) => Math.round(median(found.slice(1)) * batch);
  const ratio = median(rates.ours.map((rate, round) => rate / (rates.baseline[round] ?? NaN)).slice(1));
  return { ours: perSecond(rates.ours), baseline: perSecond(rates.baseline), ratio };
}

/** A server with many tablets of one ballot each; both must know them, so they are added to a file that is copied. */
async function benchSingles(bareUrl: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const [ours, other] = [join(folder, 'ours'), join(folder, 'one-by-one')];
  const { connections, senders, requests } = SINGLES;
  const opened = openDatabase({ dataDir: ours, office: OFFICE }, Date.now());
  if (!opened.ok) throw new Error('the database did not open');
  const load = plainLoad(opened.db, opened.office, { count: senders, batch: 1, seed: 5000 });
  opened.db.close();
  cpSync(ours, other, { recursive: true });
  const env = { OFFICE_CODE: OFFICE.code, OFFICE_NAME: OFFICE.name };
  const servers = [
    await startServer(await builtServer(), ours, env),
    await startServer(await builtServer([ONE_BY_ONE]), other, env),
  ] as const;
  try {
    const size = { batches: requests, rounds: 6, connections, batch: 1 };
    const found = await compare([servers[0].url, servers[1].url], load, size);
    // Without tallies, checks and tokens it is another server, and here only for comparison.
    const bare = await fire(bareUrl, await load(requests), connections, 1);
    return {
      name: 'ingest, a ballot at a time',
      bound: 3,
      sense: 'least',
      ratio: found.ratio,
      detail: `${found.ours} records/s against ${found.baseline} of the same server with a transaction for each (${connections} connections); the bare server, which only inserts, ${Math.round(bare)}`,
    };
  } finally {
    for (const server of servers) await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function benchIngest(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const [port, barePort] = [await freePort(), await freePort()];
  const server = await startProcess(folder, port);
  const bare = spawn(process.execPath, ['dist/bench/bare.js'], {
    env: { PATH: process.env.PATH ?? '', DATABASE: join(folder, 'bare.db'), PORT: String(barePort) },
    stdio: 'inherit',
  });
  const bareUrl = `http://127.0.0.1:${barePort}`;
  const against = async (name: string, bound: number, load: Loader, batches: number): Promise<Outcome> => {
    const size = { batches, rounds: 8, connections: CONNECTIONS, batch: BATCH };
    const { ours, baseline, ratio } = await compare([server.url, bareUrl], load, size);
    const detail = `${ours} records/s against ${baseline} of the bare server (batches of ${BATCH}, ${CONNECTIONS} connections)`;
    return { name, bound, sense: 'least', ratio, detail };
  };
  try {
    const opened = openDatabase({ dataDir: folder, office: OFFICE }, Date.now());
    if (!opened.ok) throw new Error('the database did not open beside the server');
    const { db, office } = opened;
    const plain = plainLoad(db, office);
    const sealed = await sealedLoad(db, office, server.url);
    db.close();
    return [
      await against('ingest, durable, with tallies', 1, plain, 250),
      await against('ingest, signatures checked and seals opened', 0.5, sealed, 120),
      await benchSingles(bareUrl),
    ];
  } finally {
    bare.kill();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
