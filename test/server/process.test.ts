/** The server as a process of its own: how it stops when it is asked to, and what it says when it cannot start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/server/store/database.ts';
import { builtServer } from '../faults/planted.ts';
import { startServer } from '../faults/server-process.ts';

const READ_TOKEN = 'a-read-token-of-some-length';
const OFFICE = { code: '22504', name: 'Trung tâm' };
const built = () => builtServer();

test('a server that is asked to stop answers what is under way, tidies its files up and ends with 0', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-stop-'));
  const { child, url, printed } = await startServer(await built(), dataDir, { READ_TOKEN });
  const changes = await fetch(`${url}/api/results/changes`, { headers: { Authorization: `Bearer ${READ_TOKEN}` } });
  expect(changes.status).toBe(200);
  const began = performance.now();
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
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
    const child = spawn(process.execPath, [await built()], { env: { PATH: process.env.PATH ?? '', ...env } });
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(1);
    expect(printed).toMatch(message);
  },
  30_000,
);

const secondsUsed = (pid: number) => {
  const parts = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  return (Number(parts[13]) + Number(parts[14])) / 100;
};

test.runIf(process.platform === 'linux')(
  'a server whose reader has gone goes on, and is not busy with telling nobody so',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'hai-long-deaf-'));
    const { child, url, kill } = await startServer(await built(), dataDir);
    onTestFinished(kill);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const refusedCode = () =>
      fetch(`${url}/api/enrolment`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ code: 'AAAAA-AAAAA' }),
      });
    for (let i = 0; i < 3; i++) expect((await refusedCode()).status).toBe(403);
    const usedInTwoSeconds = async () => {
      const before = secondsUsed(child.pid ?? 0);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return secondsUsed(child.pid ?? 0) - before;
    };
    // What begins after the start is soon over; telling nobody would never be.
    await expect.poll(usedInTwoSeconds, { timeout: 15_000 }).toBeLessThan(0.3);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    rmSync(dataDir, { recursive: true, force: true });
  },
  30_000,
);
