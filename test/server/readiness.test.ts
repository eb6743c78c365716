/** `/readyz`: only a write that is on disk is a yes, and asking often is no way to make the disk work. */
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createReadiness } from '../../src/server/readiness.ts';
import { createStoreThread } from '../../src/server/store-thread.ts';
import { openConnection } from '../../src/server/store/connection.ts';
import { openApp } from '../helpers/server.ts';
import { paperFolder, ZONE } from '../helpers/paper.ts';

const KEEP = 10_000;

/** The thread that stores on a real folder, and a clock that the test holds. */
function asked(patience = 5_000) {
  const folder = paperFolder();
  const { dataDir, office } = folder;
  const thread = createStoreThread(resolve('dist/server/store.js'), { dataDir, office, zone: ZONE });
  onTestFinished(() => thread.end());
  const closing = new AbortController();
  const told: string[] = [];
  let now = 0;
  const readiness = createReadiness(
    {
      tryToWrite: thread.tryToWrite,
      closing: closing.signal,
      log: (event) => told.push(event),
      monotonic: () => now,
    },
    { keep: KEEP, patience },
  );
  const triedAt = () =>
    Number(folder.db.prepare("select value from office_settings where name = 'triedToWrite'").pluck().get() ?? 0);
  return { ...folder, readiness, closing, told, triedAt, later: (ms: number) => (now += ms) };
}

it('writes once for all who ask within ten seconds, and again after them', async () => {
  const { readiness, triedAt, later } = asked();
  expect(await Promise.all(Array.from({ length: 50 }, readiness))).toEqual(Array.from({ length: 50 }, () => null));
  const first = triedAt();
  expect(Date.now() - first).toBeLessThan(20_000);
  await wait(5);
  later(KEEP - 1);
  for (let i = 0; i < 500; i++) expect(await readiness()).toBeNull();
  expect(triedAt()).toBe(first);
  later(1);
  expect(await readiness()).toBeNull();
  expect(triedAt()).toBeGreaterThan(first);
});

it('says no while another program keeps the file, does not ask the thread twice, and comes back by itself', async () => {
  const { dataDir, readiness, told, later } = asked(100);
  const other = openConnection(dataDir);
  onTestFinished(() => void other.close());
  other.exec('begin immediate');
  expect(await readiness()).toBe('not-storing');
  expect(await readiness()).toBe('not-storing');
  expect(told).toEqual(['not-ready']);
  other.exec('rollback');
  for (let turn = 0; turn < 200 && (await readiness()) !== null; turn++) {
    await wait(25);
    later(KEEP);
  }
  expect(await readiness()).toBeNull();
}, 30_000);

it('is told by the server: 200, 503 for a file that cannot be written, and 503 at once when it stops', async () => {
  let now = 0;
  const server = openApp({ monotonic: () => now });
  const ready = async () => {
    const reply = await server.app.request('/readyz');
    expect(reply.headers.get('Cache-Control')).toBe('no-store');
    const said = (await reply.json()) as { status: string; code?: string };
    return [reply.status, said.code ?? said.status];
  };
  expect(await ready()).toEqual([200, 'ready']);
  server.db.pragma('query_only = on');
  expect(await ready()).toEqual([200, 'ready']);
  now += KEEP;
  expect(await ready()).toEqual([503, 'storage']);
  server.db.pragma('query_only = off');
  expect(await ready()).toEqual([503, 'storage']);
  now += KEEP;
  expect(await ready()).toEqual([200, 'ready']);
  server.close();
  expect(await ready()).toEqual([503, 'stopping']);
});
