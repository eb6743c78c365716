/**
 * One pass: the oldest batch is sent and settled, until nothing is left or something says to rest. No record waits for
 * another: what gets no receipt is stepped over, and what is too large or sticks is narrowed down to a single record, which
 * stays and is stepped over in its turn.
 */
import { BATCH_BYTES, BATCH_RECORDS } from '../domain/wire.ts';
import type { Api, Failure, Later } from './api.ts';
import type { Lock } from './lock.ts';
import type { Batch, Outbox } from './outbox.ts';
import type { Key } from './record.ts';

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

  return async function pass({ steal, moved }) {
    let size = BATCH_RECORDS;
    let sent = false;
    let stuck = 0;
    // In a long queue the disk works while the network does: the next batch is read while one travels, and one is settled
    // while the next travels. At most one batch is under way.
    let ahead: Promise<Batch> | null = null;
    let settling = Promise.resolve();

    async function step(): Promise<Step | 'end'> {
      const { records, last } = await (ahead ?? outbox.oldest(size, BATCH_BYTES, from));
      ahead = null;
      if (last === null) return 'end';
      const count = records.length;
      if (count === 0) return { count, last, failure: null };
      if (count === BATCH_RECORDS) {
        ahead = outbox.oldest(BATCH_RECORDS, BATCH_BYTES, last);
        ahead.catch(() => undefined); // Seen where it is awaited; a pass that ends before does not need it.
      }
      const reply = await api.sendBatch(records.map(({ body }) => body));
      if (reply.kind !== 'receipts') return { count, last, failure: reply };
      await settling;
      settling = outbox.settle(records, reply.receipts).then((left) => {
        if (left > 0) problem = 'no-receipt';
        sent ||= left < count;
      });
      settling.catch(() => undefined); // Seen at the end of the next step, or of the pass.
      return { count, last, failure: null };
    }

    async function drain(): Promise<Exclude<End, { kind: 'empty' }> | 'end'> {
      for (;;) {
        const done = await lock(steal, step);
        moved();
        if (done === 'busy') return { kind: 'busy' };
        if (done === 'end') return 'end';
        const { count, last, failure } = done;
        if (failure) ahead = null;
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
