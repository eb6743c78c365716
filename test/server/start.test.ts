/** What V8 has compiled of the program: kept by a start, taken by the next, and by none where it is not what was written for it. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startServer } from '../faults/server-process.ts';

/** A copy of the built server, so that nobody else starts from what is written here. */
function copy() {
  const root = mkdtempSync(join(tmpdir(), 'hai-long-start-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync('dist/server', join(root, 'dist/server'), { recursive: true });
  cpSync('package.json', join(root, 'package.json'));
  symlinkSync(resolve('dist/web'), join(root, 'dist/web'));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  const compiled = join(root, 'dist/server/program.cjs.compiled');
  rmSync(compiled, { force: true });
  const main = join(root, 'dist/server/main.js');
  return {
    compiled,
    program: join(root, 'dist/server/program.cjs'),
    start: async () => {
      const running = await startServer(main, join(root, 'data'));
      onTestFinished(running.kill);
      return running;
    },
  };
}

it('keeps what was compiled, and starts from it', async () => {
  const { compiled, program, start } = copy();
  const first = await start();
  await expect.poll(() => existsSync(compiled), { timeout: 20_000 }).toBe(true);
  await first.kill();
  const kept = readFileSync(compiled);
  const again = await start();
  expect((await fetch(`${again.url}/livez`)).status).toBe(200);
  await again.kill();
  expect(readFileSync(compiled).equals(kept)).toBe(true);
  // Another program of the same length, as an update may be: V8 asks for no more than that.
  const text = readFileSync(program, 'utf8');
  writeFileSync(program, text.replace(' / results: ${', ' / results; ${'));
  const updated = await start();
  expect(updated.printed()).toContain(' / results; http');
  await updated.kill();
  // A byte that the disk has changed.
  writeFileSync(program, text);
  const damaged = Buffer.from(kept);
  damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 0xff;
  writeFileSync(compiled, damaged);
  const mended = await start();
  await expect.poll(() => readFileSync(compiled).equals(damaged), { timeout: 20_000 }).toBe(false);
  await mended.kill();
}, 90_000);
