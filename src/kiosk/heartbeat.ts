/**
 * Tells the server how the tablet is: at start, soon after the outbox was emptied, and every five minutes. The reply says
 * whether the settings have changed, and when the server was last heard of.
 */
import { WIRE_VERSION } from '../domain/wire.ts';
import type { Api } from './api.ts';
import type { Device } from './device.ts';
import { createJob, type Clock, type Job } from './job.ts';
import type { Outbox } from './outbox.ts';
import type { StorageState } from './storage.ts';

const EVERY_MS = 5 * 60_000;
/** On a busy morning each visit empties the outbox; once a minute says enough. */
const AFTER_DRAIN_MS = 60_000;

export interface HeartbeatParts {
  outbox: Pick<Outbox, 'state' | 'toTell' | 'heard'>;
  api: Pick<Api, 'heartbeat'>;
  device: Pick<Device, 'credentials' | 'follow' | 'renewKey' | 'recover'>;
  storage: () => Promise<StorageState>;
  app: string;
  /** Called when the server lacks records that are still kept: they wait to be sent again. */
  lacking: () => void;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** One heartbeat. @returns whether the server answered. */
export async function beat({ outbox, api, device, storage, app, lacking, now }: HeartbeatParts): Promise<boolean> {
  if (device.credentials() === null) return false;
  const [{ unsent, kept, refused, oldestUnsentAt, last }, told, space] = await Promise.all([
    outbox.state(),
    outbox.toTell(),
    storage(),
  ]);
  const place = last && { epoch: last.epoch, seq: last.seq };
  const asked = await api.heartbeat({
    wire: WIRE_VERSION,
    sentAt: now(),
    app,
    unsent,
    refused,
    oldestUnsentAt,
    last: place,
    kept,
    ...told,
    storage: space,
  });
  if (asked.kind === 'rejected') await device.recover();
  if (asked.kind !== 'reply') return false;
  if (await outbox.heard(asked.value)) lacking();
  await device.follow(asked.value.settings);
  await device.renewKey(asked.value.receivedAt);
  return true;
}

export function createHeartbeat(clock: Clock, parts: HeartbeatParts): Job {
  return createJob(
    clock,
    async () => {
      await beat(parts);
      return { delayMs: EVERY_MS, atLeastMs: AFTER_DRAIN_MS };
    },
    (fault) => {
      console.error(fault);
      return { delayMs: EVERY_MS, atLeastMs: AFTER_DRAIN_MS };
    },
  );
}
