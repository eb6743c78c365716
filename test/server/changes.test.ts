import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { importFile } from '../../src/server/paper/import.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { HEADER, openFolderAt, ZONE } from '../helpers/paper.ts';
import { openApp, startServer, type TestServer } from '../helpers/server.ts';

/** Reads a stream of events into a list of [milliseconds since it was opened, text]. */
async function listen(server: TestServer) {
  const abort = new AbortController();
  const reply = await fetch(`${server.url}/api/results/changes`, { signal: abort.signal });
  const opened = performance.now();
  const heard: { at: number; text: string }[] = [];
  const reading = (async () => {
    const decoder = new TextDecoder();
    if (!reply.body) throw new Error('no body');
    for await (const chunk of reply.body)
      for (const text of decoder.decode(chunk).split('\n\n').filter(Boolean))
        heard.push({ at: performance.now() - opened, text });
    return 'ended';
  })().catch((error: unknown) => String(error));
  const changes = () => heard.filter(({ text }) => text.startsWith('event: change'));
  const until = async (count: number) => {
    for (let i = 0; i < 100 && changes().length < count; i++) await wait(50);
    return changes().length;
  };
  return { reply, heard, changes, until, reading, abort: () => abort.abort() };
}
async function start() {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const { device, token } = await server.enrol();
  const tablet = ballotMaker(device.id, 1);
  const send = (count: number) =>
    sendBatch(
      (path, init) => fetch(server.url + path, init),
      token,
      batchOf(tablet.many(count).map(({ body }) => body)),
    );
  return { server, send };
}

describe('an open result page', { timeout: 30_000 }, () => {
  it('hears of a batch that this process stored', async () => {
    const { server, send } = await start();
    const page = await listen(server);
    expect(page.reply.headers.get('Content-Type')).toBe('text/event-stream');
    await send(3);
    expect(await page.until(1)).toBe(1);
    page.abort();
  });

  it('hears of ballots that another process imported', async () => {
    const { server } = await start();
    const page = await listen(server);
    const { db, office, dataDir } = openFolderAt(server.dataDir);
    const file = join(dataDir, 'phieu.csv');
    writeFileSync(file, `${HEADER}\n2026-11-02,quay-1,land,filing,5,4,3,2,1,k\n`);
    await importFile({ db, office, zone: ZONE, now: Date.now, file, name: 'phieu.csv', onBad: () => {} });
    expect(await page.until(1)).toBeGreaterThanOrEqual(1);
    page.abort();
  });

  it('is told at most once a second, and of the last change too', async () => {
    const { server, send } = await start();
    const page = await listen(server);
    for (let i = 0; i < 12; i++) await send(1);
    await wait(1600);
    const times = page.changes().map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(2);
    for (const [at, time] of times.entries()) if (at > 0) expect(time - (times[at - 1] ?? 0)).toBeGreaterThan(900);
    page.abort();
  });

  it('leaves nothing behind when it goes, and what stays still hears', async () => {
    const { server, send } = await start();
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const [gone, stays] = [await listen(server), await listen(server)];
    gone.abort();
    await send(1);
    expect(await stays.until(1)).toBe(1);
    expect(gone.changes()).toHaveLength(0);
    stays.abort();
    await wait(200);
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(before);
  });

  it('is let go, with a whole reply, when the server begins to stop', async () => {
    const token = 'a-read-token-of-some-length';
    const { deps, close } = openApp({ env: { READ_TOKEN: token } });
    onTestFinished(close);
    const closing = new AbortController();
    const app = createApp({ ...deps, closing: closing.signal });
    const reply = await app.request('/api/results/changes', { headers: { Authorization: `Bearer ${token}` } });
    setTimeout(() => closing.abort(), 100);
    expect(await reply.text()).toBe('retry: 3000\n: connected\n\n');
  });
});
