/**
 * The real server as a process of its own, killed at random moments while tablets send. What was receipted must be there.
 * The same harness must find a server that gives receipts before it has stored anything, or it proves nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { EnrolReply } from '../../src/domain/wire.ts';
import { openDatabase } from '../../src/server/store/database.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { type BallotMaker, ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';

const READ_TOKEN = 'a-read-token-of-some-length';
const OFFICE = { code: '22504', name: 'Trung tâm' };
// Inside the project, so that the built file finds the packages.
const BUILDS = resolve('node_modules/.cache/hai-long-kill');
afterAll(() => rmSync(BUILDS, { recursive: true, force: true }));

/** The bug that the harness must find. */
const receiptFirst: Plugin = {
  name: 'receipt-first',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('group-commit.ts')) return undefined;
    const broken = code.replace(
      /^ {4}run\(jobs\);$/m,
      `for (const { records, done } of jobs) done({ ok: true, outcomes: records.map(() => ({ status: 'stored', note: null })) });
       setTimeout(() => run(jobs), 30);`,
    );
    if (broken === code) throw new Error('the bug could not be put in');
    return broken;
  },
};

async function buildServer(name: string, plugins: Plugin[]): Promise<string> {
  const outDir = join(BUILDS, name);
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { __APP_VERSION__: '"test"' },
    plugins,
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: { input: { main: 'src/server/main.ts' }, output: { entryFileNames: '[name].js' } },
    },
  });
  return join(outDir, 'main.js');
}

async function start(file: string, dataDir: string) {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', READ_TOKEN };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const url = await new Promise<string>((found, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (match) found(match[0]);
    });
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.on('exit', () => failed(new Error(`the server ended:\n${printed}`)));
  });
  return { child, url, printed: () => printed };
}

/** Kills a server again and again. @returns how many records were receipted, and how many of those are not there. */
async function killRounds(file: string, rounds: number, seed: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-kill-'));
  const random = randomFrom(seed);
  const acknowledged = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const { child, url } = await start(file, dataDir);
    const ask = (path: string, init: RequestInit) => fetch(url + path, init);
    const headers = { 'Content-Type': 'application/json' };
    const reply = await ask('/api/enrolment', { method: 'POST', headers, body: '{}' });
    const { token, settings } = EnrolReply.parse(await reply.json());
    const client = async (maker: BallotMaker) => {
      for (;;) {
        const bodies = maker.many(5).map(({ body }) => body);
        const receipts = await sendBatch(ask, token ?? '', batchOf(bodies)).then(
          (sent) => sent.receipts,
          () => null, // killed
        );
        if (!receipts) return;
        for (const { id, status } of receipts) if (id !== null && status === 'stored') acknowledged.add(id);
      }
    };
    const clients = [1, 2, 3, 4].map((epoch) =>
      client(ballotMaker(settings.device.id, seed * 1000 + round * 10 + epoch, { epoch })),
    );
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { interval: 1, timeout: 10_000 }).toBeGreaterThan(before);
    await new Promise((later) => setTimeout(later, random() * 150));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await Promise.all(clients);
  }
  const opening = openDatabase({ dataDir, office: OFFICE }, Date.now());
  if (!opening.ok) throw new Error(opening.message);
  const { db, office } = opening;
  const stored = new Set(db.prepare<[], string>('select id from submissions').pluck().all());
  const verification = verifyTallies(db, office);
  db.close();
  rmSync(dataDir, { recursive: true, force: true });
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((id) => !stored.has(id)).length,
    verification,
  };
}

test('a server that is killed 10 times while it stores has all that it receipted, and right tallies (seed 81)', async () => {
  const { acknowledged, lost, verification } = await killRounds(await buildServer('real', []), 10, 81);
  expect(acknowledged).toBeGreaterThan(100);
  expect(lost).toBe(0);
  expect(verification).toMatchObject({ differences: [], altered: [] });
}, 120_000);

test('the same finds a server that gives its receipts too early (seed 82)', async () => {
  const { lost } = await killRounds(await buildServer('broken', [receiptFirst]), 4, 82);
  expect(lost).toBeGreaterThan(0);
}, 120_000);

test('a server that is asked to stop answers what is under way, tidies its files up and ends with 0', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-stop-'));
  const file = await buildServer('stop', []);
  const { child, url, printed } = await start(file, dataDir);
  const changes = await fetch(`${url}/api/results/changes`, { headers: { Authorization: `Bearer ${READ_TOKEN}` } });
  expect(changes.status).toBe(200);
  const began = Date.now();
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(Date.now() - began).toBeLessThan(5_000);
  await changes.body?.cancel().catch(() => {}); // ended by the stop
  expect(printed()).toMatch(/PIN[^\n]*: \d{6}\n/);
  expect(printed()).toMatch(/: [B-Z]{5}-[B-Z]{5}\n/);
  expect(printed()).toMatch(/ http:\/\/localhost:\d+\/dashboard\/link#[\w-]{43}\n/);
  const opening = openDatabase({ dataDir, office: OFFICE }, Date.now());
  expect(opening.ok).toBe(true);
  if (opening.ok) opening.db.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

test.each([
  ['settings that cannot be', { PORT: 'eighty', TZ_OFFICE: 'Nowhere/Land' }, /^PORT: must.*\nTZ_OFFICE: must/],
  ['a folder that cannot be', { DATA_DIR: '/dev/null/data' }, /cannot be opened/],
])(
  'a server with %s says so and ends with 1',
  async (_, env, message) => {
    const file = await buildServer('refused', []);
    const child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH ?? '', ...env } });
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(1);
    expect(printed).toMatch(message);
  },
  30_000,
);
