import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Results } from '../../src/domain/results.ts';
import { createApp } from '../../src/server/app.ts';
import { importFile } from '../../src/server/paper/import.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { HEADER, openFolderAt, ZONE } from '../helpers/paper.ts';
import { openApp, startServer, type TestServer } from '../helpers/server.ts';

/** Reads a stream of events into a list of [milliseconds since it was opened, text]. */
async function listen(server: TestServer, headers: Record<string, string> = server.signIn('viewer')) {
  const abort = new AbortController();
  const reply = await fetch(`${server.url}/api/results/changes`, { signal: abort.signal, headers });
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

  it('is never left with older figures than were announced to it, and shares them with the others', async () => {
    const { server, send } = await start();
    const headers = server.signIn('viewer');
    const results = async () => {
      const reply = await fetch(`${server.url}/api/results?period=month`, { headers });
      return Results.parse(await reply.json()).total.ballots.all;
    };
    await send(2);
    expect(await results()).toBe(2);
    const page = await listen(server, headers);
    for (let round = 1; round <= 5; round++) {
      const before = page.changes().length;
      await results();
      await send(1);
      await page.until(before + 1);
      // Another may have asked between this announcement and the commit that it is about: then one more comes.
      const [mine, others] = await Promise.all([results(), results()]);
      expect(others).toBe(mine);
      for (let turn = 0; turn < 60 && (await results()) < 2 + round; turn++) await wait(50);
      expect(await results()).toBe(2 + round);
    }
    page.abort();
    await wait(100);
    await send(1);
    expect(await results()).toBe(8);
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

  it('hears nothing any more once its person is signed out, and the stream ends', async () => {
    const { server, send } = await start();
    const [team, other] = [server.signIn('team'), server.signIn('team')];
    const [ended, stays] = [await listen(server, team), await listen(server, other)];
    expect((await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: team })).status).toBe(200);
    await send(1);
    expect(await ended.reading).toBe('ended');
    expect(ended.changes()).toEqual([]);
    expect(await stays.until(1)).toBe(1);
    stays.abort();
  });

  it('does not keep its session alive by being open', async () => {
    let now = Date.now();
    const server = await startServer({ now: () => now });
    onTestFinished(() => server.stop());
    const headers = server.signIn('viewer');
    for (let minute = 0; minute < 30; minute += 10) {
      const page = await listen(server, headers);
      page.abort();
      now += 10 * 60_000;
    }
    expect((await fetch(`${server.url}/api/results/changes`, { headers })).status).toBe(401);
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

  it('is one of six that a session may have open; another session has its own six', async () => {
    const { server } = await start();
    const headers = server.signIn('viewer');
    const pages = [];
    for (let i = 0; i < 6; i++) pages.push(await listen(server, headers));
    const refused = await fetch(`${server.url}/api/results/changes`, { headers });
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'too-many-streams' }]);
    const other = await listen(server);
    expect(other.reply.status).toBe(200);
    pages[0]?.abort();
    let status = 429;
    for (let i = 0; i < 100 && status === 429; i++) {
      await wait(20);
      const again = await listen(server, headers);
      ({ status } = again.reply);
      again.abort();
    }
    expect(status).toBe(200);
    for (const page of [...pages, other]) page.abort();
  });
});
