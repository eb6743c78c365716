/**
 * F16: records, envelopes and proofs with something changed in them, thousands of each. Nothing brings the server down,
 * nothing is taken for what a tablet did not make, and memory does not grow.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { canonicalBody } from '../../src/domain/submission.ts';
import { BatchReply } from '../../src/domain/wire.ts';
import { sign } from '../../src/seal/sign.ts';
import { batchOf, NDJSON } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import type { SealedBallot, SigningTablet } from '../helpers/signing.ts';
import { mutated } from './mutations.ts';
import { type Bug, loadWith } from './planted.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import type * as Parts from './fuzz-parts.ts';

const LINES = 40;
const GENUINE = 120;
const RSS_MB = 50;

/** One request; what came of it is told by line. */
type Ask = (path: string, init: RequestInit) => Promise<Response>;

async function fuzz({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const { openApp: open, signingTablet: join } = await loadWith<typeof Parts>('test/faults/fuzz-parts.ts', bugs);
  const random = randomFrom(seed);
  const server = open({ limits: { perMinute: 6_000_000, burst: 1_000_000, inFlight: 1000 } });
  // What the server keeps of its file in memory grows up to 64 MB, as it should, and would hide what it must not keep.
  server.db.pragma('cache_size = -1024');
  const ask: Ask = async (path, init) => server.app.request(path, init);
  const tablet: SigningTablet = await join(server, { ask });
  const other: SigningTablet = await join(server, { ask });
  const ballots: SealedBallot[] = await tablet.ballots(seed).many(GENUINE);
  const others = await other.ballots(seed + 1).many(20);
  const genuine = new Map(
    [...ballots, ...others].map(({ identity, draft }) => [identity.id, canonicalBody(draft, identity)]),
  );
  const lines = [...ballots, ...others].map(({ line }) => line);
  const violations: string[] = [];
  let done = 0;
  let refused = 0;

  const judge = async (what: string, reply: Response) => {
    if (reply.status >= 500 && reply.status !== 503) violations.push(`${what}: ${reply.status}`);
    return reply;
  };
  async function batch(): Promise<void> {
    const bodies = Array.from({ length: LINES }, () => mutated(random, lines));
    const headers = { 'Content-Type': NDJSON };
    const text = random() < 0.8 ? batchOf(bodies) : mutated(random, [batchOf(bodies)]);
    const reply = await judge(
      'batch',
      await tablet.request('/api/submissions', { method: 'POST', headers, body: text }),
    );
    done += LINES;
    if (reply.status !== 200) return;
    const { receipts } = BatchReply.parse(await reply.json());
    refused += receipts.filter(({ status }) => status === 'refused').length;
  }
  /** A request whose proof is not quite its own must be answered with 401 and nothing else. */
  async function proof(): Promise<void> {
    const path = '/api/settings';
    const change = [
      { method: 'POST' },
      { path: '/api/heartbeat' },
      { bodyHash: '0'.repeat(64) },
      { nonce: 'A'.repeat(40) },
      { device: other.device.id },
    ][Math.floor(random() * 6)];
    const right = (await tablet.prove('GET', path, '', change)).get('Authorization') ?? '';
    const given = change ? right : mutated(random, [right]);
    done += 1;
    if (given === right && !change) return;
    const reply = await judge(
      'proof',
      await ask(path, { headers: { Authorization: given.replace(/[^\x20-\x7e]/g, '?') } }),
    );
    // The same signature may be written in two ways in base64url; then nothing was changed.
    const parts = (text: string) =>
      text.split('.').map((part, at) => (at < 2 ? part : Buffer.from(part, 'base64url').toString('hex')));
    if (reply.status === 200 && (change || parts(given).join() !== parts(right).join()))
      violations.push(`a changed proof was believed: ${given}`);
  }
  /** The signature of another tablet's key under this tablet's name. */
  async function forged(): Promise<void> {
    const ballot = await other.ballots(Math.floor(random() * 1e9)).next();
    const head = ballot.line.replace(other.device.id, tablet.device.id);
    const signature = await sign(other.keys, head.slice(0, head.lastIndexOf(',"sig"')));
    const { receipts } = await tablet.send([head.replace(/"sig":"[^"]*"/, `"sig":"${signature}"`)]);
    done += 1;
    if (receipts[0]?.status === 'stored') violations.push('a record signed with another key was stored');
  }
  const run = async (until: number) => {
    while (done < until) {
      const dice = random();
      if (dice < 0.5) await batch();
      else if (dice < 0.9) await proof();
      else await forged();
    }
  };
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // the flag above puts it there
  const memory = () => {
    collect();
    return process.memoryUsage.rss();
  };
  await run(Math.floor(n / 4));
  const before = memory();
  await run(n);
  const grown = (memory() - before) / 1e6;
  if (grown > RSS_MB) violations.push(`memory grew by ${Math.round(grown)} MB`);
  const rows = server.db.prepare<[], { id: string; body: string }>('select id, body from submissions').all();
  for (const { id, body } of rows) if (genuine.get(id) !== body) violations.push(`stored and never made: ${id}`);
  if (server.logged.some((line) => /internal-error|uncaught/.test(line))) violations.push('an error nobody foresaw');
  server.close();
  const seen = `${rows.length} genuine records stored, ${refused} refused, memory ${grown.toFixed(0)} MB more`;
  return { violations, trials: done, seen };
}

const F16 = { id: 'F16', what: 'changed records, envelopes and proofs', slowMs: 20 };
fault({ ...F16, runs: { commit: 4000, soak: 20_000, long: 5_000_000 } }, (trials) => fuzz(trials, []));
const unsigned: Bug = {
  file: 'store/device-keys.ts',
  find: /return verify\('sha256'[^;]*;/,
  put: 'return true;',
};
const few = { commit: 400, soak: 1000, long: 1000 };
control({ ...F16, runs: few }, 'signatures are not checked', (trials) => fuzz(trials, [unsigned]));
// Large pieces, so that it shows after a few hundred records.
const keeping: Bug = {
  file: 'server/batch.ts',
  find: 'const [first, ...records] = splitLines(body);',
  put: `const [first, ...records] = splitLines(body);
    for (const line of records) (globalThis.kept ??= []).push(Buffer.alloc(300_000, line));`,
};
control({ ...F16, runs: { commit: 400, soak: 400, long: 400 } }, 'what was sent is kept in memory', (trials) =>
  fuzz(trials, [keeping]),
);
