import { describe, expect, it, vi } from 'vitest';
import type { Asked, Credentials } from '../../src/kiosk/api.ts';
import { createDevice } from '../../src/kiosk/device.ts';
import { beat, createHeartbeat } from '../../src/kiosk/heartbeat.ts';
import { Heartbeat, type EnrolReply, type HeartbeatReply, type SettingsReply } from '../../src/domain/wire.ts';
import {
  cached,
  createFakeClock,
  createServer,
  disk,
  freshName,
  openTablet,
  START,
  tabletWith,
  type Tablet,
} from './support.ts';

const renamed = { tag: 'tag-2', settings: { ...cached.settings, office: { code: '22504', name: 'Tên mới' } } };
/** A device on a tablet, and a server that answers so. */
function deviceOn(
  tablet: Tablet,
  enrol: Asked<EnrolReply> = { kind: 'reply', value: { token: 'token-9', ...cached } },
  settings: Asked<SettingsReply> = { kind: 'reply', value: renamed },
) {
  const api = {
    enrol: vi.fn((..._asked: unknown[]) => Promise.resolve(enrol)),
    settings: vi.fn(() => Promise.resolve(settings)),
    changeKey: vi.fn(() => Promise.resolve({ kind: 'stuck', code: 'not-found' } as const)),
  };
  return { device: createDevice(tablet.outbox, api), api };
}

describe('the device', () => {
  it('knows nothing on a new tablet', async () => {
    const { device } = deviceOn(openTablet(freshName()));
    await device.load();
    expect(device.credentials()).toBeNull();
    expect(device.settings()).toBeNull();
  });

  it('is enrolled once it is on the disk, and knows itself after a restart without a network', async () => {
    const tablet = openTablet(freshName());
    const { device, api } = deviceOn(tablet);
    const told = vi.fn();
    device.onSettings(told);
    expect(await device.enrol('ABCD')).toEqual({ ok: true });
    expect(api.enrol.mock.calls[0]?.[0]).toBe('ABCD');
    expect(told).toHaveBeenCalledTimes(1);
    expect((await disk(tablet)).last).toMatchObject({ epoch: 1, seq: 0 });
    const { device: again, api: unused } = deviceOn(openTablet(tablet.name));
    await again.load();
    expect(again.credentials()).toEqual({ device: 'device-1', token: 'token-9', keys: null });
    expect(again.settings()).toEqual(cached.settings);
    expect(unused.enrol).not.toHaveBeenCalled();
  });

  it.each([
    [{ kind: 'rejected', code: 'code-wrong' }, 'code-wrong'],
    [{ kind: 'later', code: 'network' }, 'network'],
    [{ kind: 'too-large' }, 'too-large'],
  ] as const)('is not enrolled when the answer is %o', async (answer, code) => {
    const tablet = openTablet(freshName());
    const { device } = deviceOn(tablet, answer);
    expect(await device.enrol()).toEqual({ ok: false, code });
    expect(device.credentials()).toBeNull();
  });

  it('is not enrolled when the tablet cannot keep the token', async () => {
    const silenced = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const tablet = openTablet(freshName(), (database) => ({
      ...database,
      write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    }));
    const { device } = deviceOn(tablet);
    expect(await device.enrol('ABCD')).toEqual({ ok: false, code: 'tablet-storage' });
    expect(device.credentials()).toBeNull();
    silenced.mockRestore();
  });

  it('fetches the settings when their tag differs, keeps them, and tells who listens', async () => {
    const tablet = await tabletWith(0);
    const { device, api } = deviceOn(tablet);
    await device.load();
    const told = vi.fn();
    const stop = device.onSettings(told);
    await device.follow('tag-1');
    expect(api.settings).not.toHaveBeenCalled();
    await device.follow('tag-2');
    expect(device.settings()?.office.name).toBe('Tên mới');
    expect(await tablet.outbox.recall('settings')).toEqual(renamed);
    expect(told).toHaveBeenCalledTimes(1);
    stop();
    await device.follow('tag-3');
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('keeps the settings it has when new ones cannot be fetched', async () => {
    const { device } = deviceOn(await tabletWith(0), undefined, { kind: 'later', code: 'network' });
    await device.load();
    await device.follow('tag-2');
    expect(device.settings()).toEqual(cached.settings);
  });
});

describe('the heartbeat', () => {
  const parts = (tablet: Tablet, reply: Asked<HeartbeatReply>) => {
    const sent: Heartbeat[] = [];
    const followed: string[] = [];
    let asked = 0;
    return {
      sent,
      followed,
      outbox: tablet.outbox,
      api: {
        heartbeat(one: Heartbeat) {
          sent.push(one);
          return Promise.resolve(reply);
        },
      },
      device: {
        credentials: (): Credentials | null => ({ device: 'device-1', token: 'token-1', keys: null }),
        follow: (tag: string) => Promise.resolve(void followed.push(tag)),
        renewKey: () => Promise.resolve(),
        recover: () => Promise.resolve(),
      },
      storage: () => Promise.resolve({ persisted: true, usage: 12, quota: 34 }),
      app: '0.1.0',
      lacking: () => void (asked += 1),
      asked: () => asked,
      now: () => START + 7,
    };
  };
  const reply: Asked<HeartbeatReply> = { kind: 'reply', value: { receivedAt: START, settings: 'tag-2' } };

  it('tells how the tablet is, in the shape that travels, and follows the settings', async () => {
    const tablet = await tabletWith(2);
    tablet.time.now = START + 7;
    const told = parts(tablet, reply);
    expect(await beat(told)).toBe(true);
    expect(Heartbeat.parse(told.sent[0])).toEqual({
      wire: 1,
      sentAt: START + 7,
      app: '0.1.0',
      unsent: 2,
      refused: 0,
      oldestUnsentAt: START,
      last: { epoch: 1, seq: 2 },
      given: [(await disk(tablet)).last],
      kept: 0,
      events: [],
      stores: { database: 'ok', journal: 'off' },
      storage: { persisted: true, usage: 12, quota: 34 },
    });
    expect(told.followed).toEqual(['tag-2']);
    expect(await tablet.outbox.recall('contact')).toBe(START + 7);
  });

  it('has what the server lacks sent again, and nothing more', async () => {
    const tablet = await tabletWith(3);
    const { records } = await tablet.outbox.oldest(10, 1_000_000);
    await tablet.outbox.settle(records, createServer().receive(records.map(({ body }) => body)), START);
    const missing = [{ epoch: 1, first: 2, last: 2 }];
    const told = parts(tablet, { kind: 'reply', value: { receivedAt: START, settings: 'tag-1', missing } });
    expect(await beat(told)).toBe(true);
    expect(told.asked()).toBe(1);
    expect((await disk(tablet)).outbox).toEqual([records[1]]);
    await beat(told);
    expect(told.asked()).toBe(1);
  });

  it('is no contact when nobody answers, and is not sent without a token', async () => {
    const tablet = await tabletWith(0);
    const told = parts(tablet, { kind: 'later', code: 'network' });
    expect(await beat(told)).toBe(false);
    expect(await tablet.outbox.recall('contact')).toBeNull();
    expect(await beat({ ...told, device: { ...told.device, credentials: () => null } })).toBe(false);
    expect(told.sent).toHaveLength(1);
  });

  it('beats at start, every five minutes, and after a drain, but not more than once a minute', async () => {
    const clock = createFakeClock();
    const times: number[] = [];
    const job = createHeartbeat(clock, {
      ...parts(await tabletWith(0), reply),
      device: {
        follow: () => Promise.resolve(),
        renewKey: () => Promise.resolve(),
        recover: () => Promise.resolve(),
        credentials: () => {
          times.push(clock.now());
          return null;
        },
      },
    });
    await clock.advance(10 * 60_000);
    expect(times).toEqual([0, 300_000, 600_000]);
    job.hurry();
    await clock.advance(59_999);
    expect(times).toHaveLength(3);
    await clock.advance(1);
    expect(times.at(-1)).toBe(660_000);
  });
});
