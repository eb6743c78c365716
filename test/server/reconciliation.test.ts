/**
 * The drill: the server comes back with an older copy of its data, and the tablets bring what it lacks. The tablets are the
 * kiosk's own outbox, api and heartbeat; the server is the real one on a socket.
 */
import 'fake-indexeddb/auto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createApi, type Send } from '../../src/kiosk/api.ts';
import { createDatabase } from '../../src/kiosk/database.ts';
import { createDevice } from '../../src/kiosk/device.ts';
import { beat } from '../../src/kiosk/heartbeat.ts';
import { createMaker } from '../../src/kiosk/maker.ts';
import { createOutbox } from '../../src/kiosk/outbox.ts';
import { createSync } from '../../src/kiosk/sync.ts';
import { listEvents } from '../../src/server/store/device-events.ts';
import { issueCode } from '../../src/server/store/devices.ts';
import { verifySequence } from '../../src/server/store/verify-sequence.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { drawDraft, randomFrom } from '../helpers/drafts.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const folder = mkdtempSync(join(tmpdir(), 'hai-long-drill-'));
const [dataDir, copy] = [join(folder, 'data'), join(folder, 'copy')];
let now = Date.parse('2026-08-31T08:00:00+07:00');
let server: TestServer;
const start = async () => {
  server = await startServer({ dataDir, now: () => now });
};
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const random = randomFrom(20260831);
let databases = 0;
async function kiosk() {
  const send: Send = (address, init) => fetch(`${server.url}${address}`, init);
  const clock = () => now;
  const maker = createMaker(() => device);
  const outbox = createOutbox(createDatabase(`drill-${++databases}`), maker.line, clock);
  const api = createApi(() => device.credentials(), clock, send);
  const device = createDevice(outbox, api);
  const sync = createSync(outbox, api, (_steal, work) => work());
  const joined = await device.enrol(issueCode(server.db, server.deps.office, 'quay-1', now));
  if (!joined.ok) throw new Error(joined.code);
  await maker.prepare();
  return {
    id: () => device.settings()?.device.id ?? '',
    rate: async (count: number) => {
      for (let n = 0; n < count; n++) {
        now += 1000;
        await outbox.add(drawDraft(random, { survey: SIX_CRITERIA, counters: ['quay-1'], answeredAt: now }));
      }
    },
    drain: () => sync({ steal: false, moved: () => undefined }),
    beat: () =>
      beat({
        outbox,
        api,
        device,
        now: clock,
        app: 'drill',
        lacking: () => undefined,
        storage: () => Promise.resolve({ persisted: true, usage: 1, quota: 100 }),
      }),
  };
}
const arrived = () =>
  server.db
    .prepare<[], string>("select device_id || ':' || epoch || ':' || seq || ':' || hash from submissions")
    .pluck()
    .all();

test('a server that was set back to yesterday has everything again after two reports of each tablet', async () => {
  await start();
  const tablets = [await kiosk(), await kiosk()];
  for (const tablet of tablets) {
    await tablet.rate(130);
    await tablet.drain();
    await tablet.beat();
  }
  // The copy of the night, from a file that nobody has open.
  await server.stop();
  cpSync(dataDir, copy, { recursive: true });
  await start();
  now += 23 * HOUR;
  for (const [at, tablet] of tablets.entries()) {
    await tablet.rate(70 + at * 150);
    await tablet.drain();
    await tablet.beat();
  }
  const all = arrived().sort();
  expect(all).toHaveLength(260 + 70 + 220);

  await server.stop();
  rmSync(dataDir, { recursive: true });
  cpSync(copy, dataDir, { recursive: true });
  await start();
  expect(arrived()).toHaveLength(260);
  // On one of them the day goes on; of the other nothing new comes that would show what is missing before it.
  await tablets[0]?.rate(1);
  for (let turn = 0; turn < 3; turn++) {
    for (const tablet of tablets) {
      expect(await tablet.beat()).toBe(true);
      await tablet.drain();
    }
    now += 5 * MINUTE;
  }
  const again = arrived().sort();
  expect(again.filter((one) => all.includes(one))).toEqual(all);
  expect(again).toHaveLength(all.length + 1);
  for (const tablet of tablets) expect(listEvents(server.db, server.deps.office, tablet.id(), 9)).toEqual([]);
  expect(verifySequence(server.db, server.deps.office)).toEqual([]);
  expect(verifyTallies(server.db, server.deps.office)).toMatchObject({ differences: [], altered: [] });
}, 120_000);
