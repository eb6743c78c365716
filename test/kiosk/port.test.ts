import { describe, expect, it, vi } from 'vitest';
import { createDevice } from '../../src/kiosk/device.ts';
import { createLock } from '../../src/kiosk/lock.ts';
import { createPort } from '../../src/kiosk/port-live.ts';
import { pinHash } from '../../src/kiosk/pin.ts';
import { createSchedule } from '../../src/kiosk/schedule.ts';
import { createSync } from '../../src/kiosk/sync.ts';
import { browser } from './browser-storage.ts';
import { cached, createFakeClock, createServer, disk, draft, freshName, openTablet, seeded, START } from './support.ts';

/** A whole tablet with its port, and a server that may be out of reach. */
async function kiosk(enrolled = true) {
  const tablet = openTablet(freshName());
  const server = createServer();
  const net = { up: true };
  const salted = { salt: '00'.repeat(16), iterations: 10 };
  const settings = { ...cached.settings, pin: { ...salted, hash: await pinHash('135790', salted) } };
  const device = createDevice(tablet.outbox, {
    enrol: () => Promise.resolve({ kind: 'reply', value: { token: 'token-1', tag: 'tag-1', settings } }),
    settings: () => Promise.resolve({ kind: 'later', code: 'network' }),
    changeKey: () => Promise.resolve({ kind: 'later', code: 'network' }),
  });
  const send = { sendBatch: (bodies: readonly string[]) => (net.up ? server.sendBatch(bodies) : later()) };
  const later = () => Promise.resolve({ kind: 'later', code: 'network' } as const);
  const clock = createFakeClock();
  const pass = createSync(tablet.outbox, send, createLock(undefined));
  const schedule = createSchedule(clock, seeded(1), pass, () => undefined);
  const updates = { atRest: vi.fn() };
  const storage = () => Promise.resolve({ persisted: true, usage: 1, quota: 2 });
  const { trial } = browser(tablet);
  const port = createPort({
    outbox: tablet.outbox,
    device,
    schedule,
    updates,
    storage,
    trial,
    refused: false,
    app: '0.1.0',
    now: () => START,
  });
  if (enrolled) {
    await port.enrol('CODE');
    await port.allowUse('Máy thử');
  }
  return { tablet, server, net, port, updates, schedule };
}

describe('the port', () => {
  it('gives no settings, keeps no submission and lets no PIN in before the tablet is enrolled', async () => {
    const { port } = await kiosk(false);
    expect(port.settings()).toBeNull();
    await expect(port.save(draft())).rejects.toThrow();
    expect(await port.checkPin('135790')).toEqual({ result: 'wrong' });
  });

  it('has a submission on the disk when it says that it was saved', async () => {
    const { port, tablet, net } = await kiosk();
    net.up = false;
    await port.save(draft());
    expect((await disk(tablet)).outbox).toHaveLength(1);
  });

  it('sends what waits when staff ask, and shows how things are before and after', async () => {
    const { port, server, net } = await kiosk();
    net.up = false;
    await port.save(draft());
    await port.sendNow();
    expect(await port.staffState()).toEqual({
      device: 'Máy 1',
      unsent: 1,
      oldestUnsentAt: START,
      refused: [],
      lastContactAt: null,
      sync: 'waiting',
      lastProblem: 'network',
      app: '0.1.0',
      surveyVersion: 1,
      storage: { persisted: true, usage: 1, quota: 2 },
      fingerprint: null,
      protection: 'allowed',
      events: [{ id: expect.any(String), kind: 'unprotected', at: START }],
    });
    net.up = true;
    await port.sendNow();
    expect(server.stored.size).toBe(1);
    expect(await port.staffState()).toMatchObject({
      unsent: 0,
      oldestUnsentAt: null,
      lastContactAt: START,
      sync: 'idle',
      lastProblem: null,
    });
  });

  it('checks the PIN, exports what waits, and passes on whether it is at rest', async () => {
    const { port, net, updates } = await kiosk();
    net.up = false;
    await port.save(draft());
    expect(await port.checkPin('135790')).toEqual({ result: 'right' });
    expect((await (await port.exportUnsent()).text()).split('\n')).toHaveLength(3);
    port.atRest(true);
    expect(updates.atRest).toHaveBeenCalledWith(true);
  });
});
