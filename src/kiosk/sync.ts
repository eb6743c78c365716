/**
 * One pass: the oldest batch is sent and settled, until nothing is left or something says to rest. No record waits for
 * another: what gets no receipt is stepped over, and what is too large or sticks is narrowed down to a single record, which
 * stays and is stepped over in its turn.
 */
import { BATCH_BYTES, BATCH_RECORDS } from '../domain/wire.ts';
import type { Api, Failure, Later, SendEnd } from './api.ts';
import type { Lock } from './lock.ts';
import type { Outbox } from './outbox.ts';
import type { Key } from './key.ts';
import type { Batch } from './sending.ts';

/** `busy`: another tab is sending. */
type End =
  { kind: 'empty' } | { kind: 'busy' } | Later | { kind: 'rejected'; code: string } | { kind: 'stuck'; code: string };
/** `sent`: at least one record was settled. */
export type PassEnd = End & { sent: boolean };
export interface Pass {
  /** Takes over from a holder of the lock that has stopped moving. */
  steal: boolean;
  /** Called whenever a batch has been dealt with: the pass is alive. */
  moved: () => void;
}
/** One batch that was sent: how many records it had, where it ended, and what the server would not do. */
interface Step {
  count: number;
  last: Key;
  failure: Failure | null;
}

/** A batch on its way: what was read, and what was answered; `null` where there was nothing to send. */
interface Trip {
  batch: Promise<Batch>;
  reply: Promise<SendEnd | null>;
}

type Receipts = Extract<SendEnd, { kind: 'receipts' }>;

/** Single records that stick in a row before the pass takes it that the server refuses them all. */
const MOST_STUCK = 3;

export function createSync(
  outbox: Pick<Outbox, 'oldest' | 'settle'>,
  api: Pick<Api, 'sendBatch'>,
  lock: Lock,
): (pass: Pass) => Promise<PassEnd> {
  // Where the next pass begins and why something was stepped over: what sticks must not keep the rest from being sent.
  let from: Key | null = null;
  let problem: string | null = null;

  function travel(size: number, after: Key | null): Trip {
    const batch = outbox.oldest(size, BATCH_BYTES, after);
    const reply = batch.then(({ records }) =>
      records.length > 0 ? api.sendBatch(records.map(({ body }) => body)) : null,
    );
    reply.catch(() => undefined); // Seen where it is awaited.
    return { batch, reply };
  }

  return async function pass({ steal, moved }) {
    let size = BATCH_RECORDS;
    let sent = false;
    let stuck = 0;
    // In a long queue nobody waits for the other: while the server writes one batch the next travels, and one is settled
    // while others travel. At most two batches are under way.
    let ahead: Trip | null = null;
    let settling = Promise.resolve();

    function settle({ records }: Batch, { receipts, receivedAt }: Receipts): void {
      const before = settling;
      settling = outbox.settle(records, receipts, receivedAt).then(async (left) => {
        if (left > 0) problem = 'no-receipt';
        sent ||= left < records.length;
        await before;
      });
      settling.catch(() => undefined); // Seen at the end of the next step, or of the pass.
    }

    async function step(): Promise<Step | 'end'> {
      const trip = ahead ?? travel(size, from);
      ahead = null;
      const batch = await trip.batch;
      const { records, last } = batch;
      if (last === null) return 'end';
      const count = records.length;
      if (count === BATCH_RECORDS) ahead = travel(BATCH_RECORDS, last);
      const reply = await trip.reply;
      if (reply?.kind !== 'receipts') return { count, last, failure: reply };
      await settling;
      settle(batch, reply);
      return { count, last, failure: null };
    }

    /** What has left already is not called back: its receipts count, and all else about it is found out again. */
    async function bringHome(): Promise<void> {
      const trip = ahead;
      ahead = null;
      const reply = await trip?.reply.catch(() => null);
      if (trip && reply?.kind === 'receipts') settle(await trip.batch, reply);
    }

    async function drain(): Promise<Exclude<End, { kind: 'empty' }> | 'end'> {
      for (;;) {
        const done = await lock(steal, step);
        moved();
        if (done === 'busy') return { kind: 'busy' };
        if (done === 'end') return 'end';
        const { count, last, failure } = done;
        if (failure) await bringHome();
        if (failure?.kind === 'later' || failure?.kind === 'rejected') return failure;
        if (failure && count > 1) {
          size = Math.ceil(count / 2);
          continue;
        }
        from = last;
        if (failure) {
          problem = failure.kind === 'stuck' ? failure.code : 'too-large';
          stuck += 1;
          if (stuck === MOST_STUCK) return { kind: 'stuck', code: problem };
        } else {
          stuck = 0;
          size = Math.min(BATCH_RECORDS, size * 2);
        }
      }
    }

    const startOver = () => {
      from = problem = null;
    };
    let end;
    try {
      end = await drain();
      await bringHome();
      await settling;
    } catch (fault) {
      startOver(); // What was not settled lies before the place that was reached.
      throw fault;
    }
    if (end !== 'end') return { ...end, sent };
    const code = problem;
    startOver();
    return code === null ? { kind: 'empty', sent } : { kind: 'stuck', code, sent };
  };
}
