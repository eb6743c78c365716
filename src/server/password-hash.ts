/**
 * Argon2id, off the main thread and few at a time: a storm of sign-ins must not hold up a tablet's answers. What waits is
 * bounded, and beyond it the server says that it is busy. The library is WebAssembly in one file: nothing is compiled or
 * downloaded to install it, on any platform.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

export interface Parameters {
  /** Memory in KiB, passes, lanes. */
  m: number;
  t: number;
  p: number;
}
/** OWASP Password Storage Cheat Sheet: the smallest of its Argon2id settings, for a machine that also serves tablets. */
export const PARAMETERS: Parameters = { m: 19_456, t: 2, p: 1 };
const HASH_BYTES = 32;

// One processor stays free for the tablets where there are several.
export const AT_ONCE = Math.max(1, Math.min(4, availableParallelism() - 1));
export const MOST_WAITING = 64;

/** The last priority that there is: a hash gets what all others leave. */
export const LAST = 19;

interface Job {
  password: string;
  salt: Uint8Array;
  parameters: Parameters;
  settle: (hash: Uint8Array | Error) => void;
}

// A text, because a worker cannot load TypeScript, and a file of its own would have to be built and found. On Linux a thread
// has a priority of its own, which it sets without naming itself; elsewhere that would be the priority of the whole server.
const WORKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  if (process.platform === 'linux') require('node:os').setPriority(${LAST});
  const { argon2id } = require(workerData);
  parentPort.on('message', async ({ password, salt, parameters: { m, t, p }, hashLength }) =>
    parentPort.postMessage(
      await argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength, outputType: 'binary' }),
    ));
`;

const waiting: Job[] = [];
const idle: Worker[] = [];
let running = 0;

function start(): Worker {
  const library = createRequire(import.meta.url).resolve('hash-wasm/dist/argon2.umd.min.js');
  const worker = new Worker(WORKER, { eval: true, workerData: library });
  worker.unref();
  return worker;
}

function next(): void {
  const job = running < AT_ONCE ? waiting.shift() : undefined;
  if (!job) return;
  running += 1;
  const worker = idle.pop() ?? start();
  const done = (result: Uint8Array | Error) => {
    worker.off('message', done).off('error', done);
    worker.unref();
    running -= 1;
    if (result instanceof Error) void worker.terminate();
    else idle.push(worker);
    job.settle(result);
    next();
  };
  worker.ref();
  worker.on('message', done).on('error', done);
  const { password, salt, parameters } = job;
  worker.postMessage({ password, salt, parameters, hashLength: HASH_BYTES });
}

/** Whether too many wait already, with so many that are on their way: then nothing is begun for who comes now. */
export const isBusy = (coming = 0): boolean => waiting.length + coming >= MOST_WAITING;

/** @returns `null` when too many wait already. */
function argon2id(password: string, salt: Uint8Array, parameters: Parameters): Promise<Uint8Array | null> {
  if (isBusy()) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const settle = (hash: Uint8Array | Error) => (hash instanceof Error ? reject(hash) : resolve(hash));
    waiting.push({ password, salt, parameters, settle });
    next();
  });
}

/** Two spellings of the same letters are one password: keyboards differ in how they write Vietnamese. */
const written = (password: string) => password.normalize('NFC');

const plain = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const encode = ({ m, t, p }: Parameters, salt: Uint8Array, hash: Uint8Array) =>
  `$argon2id$v=19$m=${m},t=${t},p=${p}$${plain(salt)}$${plain(hash)}`;

/** What is checked in place of an account that there is not, so that both take as long. Nobody's password. */
export const NOBODY: string = encode(PARAMETERS, randomBytes(16), randomBytes(HASH_BYTES));

/** @returns the hash with its salt and parameters (PHC format), or `null` when the server is too busy. */
export async function hashPassword(password: string, parameters: Parameters = PARAMETERS): Promise<string | null> {
  const salt = randomBytes(16);
  const hash = await argon2id(written(password), salt, parameters);
  return hash && encode(parameters, salt, hash);
}

export type PasswordCheck = 'right' | 'outdated' | 'wrong' | 'busy';

/**
 * @param encoded of `hashPassword`.
 * @returns `outdated` for the right password hashed with other parameters than are used now: hash it again.
 */
export async function checkPassword(encoded: string, password: string): Promise<PasswordCheck> {
  const [, m, t, p, salt = '', hash = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(encoded) ?? [];
  const parameters = { m: Number(m), t: Number(t), p: Number(p) };
  const found = await argon2id(written(password), Buffer.from(salt, 'base64'), parameters);
  if (!found) return 'busy';
  const expected = Buffer.from(hash, 'base64');
  if (expected.length !== found.length || !timingSafeEqual(expected, found)) return 'wrong';
  const current = parameters.m === PARAMETERS.m && parameters.t === PARAMETERS.t && parameters.p === PARAMETERS.p;
  return current ? 'right' : 'outdated';
}
