/** What the process itself costs: how long until it answers after it was started, and how much memory it holds while nobody asks. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFile } from '../../src/server/store/connection.ts';
import { freePort, startProcess } from '../helpers/process.ts';
import { inTurn, type Outcome } from './measure.ts';

const ROUNDS = 11;
const IDLE_MS = 10_000;
const COMPILED = 'dist/server/program.cjs.compiled';
/** Megabytes (10^6 bytes) of the whole process, its threads and the files that it has mapped. */
const MOST_MB = 110;

/** Over a connection of its own: one that is kept open would wait for the server before. */
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    get({ host: '127.0.0.1', port, path: '/livez', agent: false }, (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode === 200));
    }).on('error', () => resolve(false));
  });

/** @returns milliseconds from starting the process to its first answer; it is ended afterwards. */
async function coldStart(file: string, env: Record<string, string>): Promise<number> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${file} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const took = performance.now() - begin;
  child.kill('SIGTERM');
  await ended;
  return took;
}

/** What V8 has compiled is kept by the first start of a build (server/start.ts); every later one is measured. */
async function firstStart(dataDir: string): Promise<void> {
  const server = await startProcess(dataDir, await freePort());
  for (let waited = 0; !existsSync(COMPILED) && waited < IDLE_MS; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await server.end();
  if (!existsSync(COMPILED)) throw new Error('nothing of what was compiled is kept');
}

export async function benchColdStart(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  try {
    await firstStart(folder);
    const { ours, baseline } = await inTurn(
      ROUNDS,
      () => coldStart('dist/server/main.js', { DATA_DIR: folder }),
      () => coldStart('dist/bench/bare-start.js', { DATABASE: databaseFile(folder) }),
    );
    const detail = `${Math.round(ours)} ms from its start to the first answer, against ${Math.round(baseline)} ms of a bare server on the same file`;
    return [{ name: 'cold start', detail, ratio: ours / baseline, bound: 1.5, sense: 'most' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is resident of a process, in megabytes, as Linux counts it. */
export function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error('nothing is told of the memory of this process');
  return (Number(kilobytes) * 1024) / 1e6;
}

export async function benchIdleMemory(): Promise<Outcome[]> {
  if (process.platform !== 'linux') return [];
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const server = await startProcess(folder, await freePort());
  try {
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const held = residentMb(server.child.pid ?? 0);
    const detail = `${held.toFixed(1)} MB resident on an empty data file, ${IDLE_MS / 1000} s after it began to answer; at most ${MOST_MB} MB`;
    return [{ name: 'memory at rest', detail, ratio: held / MOST_MB, bound: 1, sense: 'most' }];
  } finally {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
