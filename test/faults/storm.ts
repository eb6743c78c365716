/**
 * Many tablets that all have a long queue: the kiosk's own sending and waiting over a queue in memory, so that one machine
 * can be five hundred of them. What stands in the tablet's stores is tried elsewhere.
 */
import { BATCH_BYTES } from '../../src/domain/wire.ts';
import { createApi, type Send } from '../../src/kiosk/api.ts';
import { createSchedule, type Schedule } from '../../src/kiosk/schedule.ts';
import { createSync } from '../../src/kiosk/sync.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { COUNTERS } from './visits.ts';
import { realClock } from './real-clock.ts';

export interface Sender {
  /** SHA-256 of each record that was in the queue, in hex. */
  hashes: string[];
  unsent: () => number;
  returned: () => void;
  stop: () => void;
}

/** @param device that the server knows by `token`. @param count of ballots that wait. @param send as `fetch`, with a path. */
export function startSender(
  device: { id: string; token: string },
  { count, seed, random, send }: { count: number; seed: number; random: () => number; send: Send },
): Sender {
  const made = ballotMaker(device.id, seed, { counters: COUNTERS }).many(count);
  const queue = made.map(({ body, hash, submission: { id, epoch, seq } }) => ({
    id,
    epoch,
    seq,
    body,
    hash,
    madeAt: 0,
  }));
  const waiting = new Map(queue.map((record) => [record.seq, record]));
  const outbox: Parameters<typeof createSync>[0] = {
    oldest(limit, bytes, after) {
      const records: typeof queue = [];
      let size = 0;
      for (const record of waiting.values()) {
        if (after && record.seq <= after[1]) continue;
        size += record.body.length * 2;
        if (records.length === limit || (records.length > 0 && size > Math.min(bytes, BATCH_BYTES))) break;
        records.push(record);
      }
      const last = records.at(-1);
      return Promise.resolve({ records, last: last ? [last.epoch, last.seq] : null });
    },
    settle(records, receipts) {
      let left = records.length;
      for (const { id, hash, seq } of records) {
        const receipt = receipts.find((one) => one.id === id && one.hash === hash);
        if (!receipt || receipt.status === 'refused') continue;
        waiting.delete(seq);
        left -= 1;
      }
      return Promise.resolve(left);
    },
  };
  const api = createApi(() => ({ device: device.id, token: device.token, keys: null }), Date.now, send);
  const pass = createSync(outbox, api, (_steal, work) => work());
  const schedule: Schedule = createSchedule(realClock, random, pass, () => undefined);
  return {
    hashes: made.map(({ hash }) => hash),
    unsent: () => waiting.size,
    returned: () => schedule.returned(),
    stop: () => schedule.stop(),
  };
}
