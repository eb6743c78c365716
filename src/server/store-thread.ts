/**
 * Stores what tablets send in a thread of its own (store-worker.ts): while one group is written and the disk is asked to be sure,
 * this thread takes in and checks the next, and answers the dashboards. The days that wait for their signals are looked at there
 * too: two threads that each write without a pause would keep one another from the file, this one takes turns.
 */
import { Worker } from 'node:worker_threads';
import { StorageError } from './errors.ts';
import type { LookAtNext, Looked } from './signals/start.ts';
import { pack, type Packed, type PackedOutcomes, unpackOutcomes } from './store-parcel.ts';
import type { StoreAt } from './store/join.ts';
import type { StoreRecords } from './store/submissions.ts';

export interface StorePlace extends StoreAt {
  office: number;
  zone: string;
}
/** Records to store, a day to look at, a write to try, or the end. */
export type Order = Packed | 'look' | 'try' | null;
type Answer = { outcomes: PackedOutcomes } | { looked: Looked | null } | { tried: true };
export type Reply = Answer | { storage: boolean; error: string };

export interface StoreThread {
  store: StoreRecords;
  /** After what was handed over to be stored before it. Rejects where the database cannot do its part now. */
  lookAtNext: LookAtNext;
  /** Tries a small durable write, after all of that. Rejects where it cannot be done. */
  tryToWrite: () => Promise<void>;
  /** Resolves when everything that was handed over is stored and the thread's connection is closed. */
  end: () => Promise<void>;
}

interface Waiting {
  done: (answer: Answer) => void;
  fail: (error: Error) => void;
}

/** Milliseconds until the thread is started, unless it has to do before: at a start it would take a processor from the first answer. */
const SOON = 150;

/** @param file the built store-worker.ts. A thread that fails is started again with the next records. */
export function createStoreThread(file: string, place: StorePlace): StoreThread {
  let worker: Worker | null = null;
  /** In the order in which the thread answers. */
  let waiting: Waiting[] = [];

  function start(): Worker {
    const started = new Worker(file, { workerData: place });
    const gone = (why: string) => {
      // Once for each thread: an error is followed by its exit, when the next may be at work already.
      if (worker !== started) return;
      worker = null;
      const left = waiting;
      waiting = [];
      // Whether these are stored nobody can say: the tablet asks again, and a record is stored at most once.
      for (const { fail } of left) fail(new StorageError(`the thread that stores has ended: ${why}`));
    };
    started.on('message', (reply: Reply) => {
      const next = waiting.shift();
      if ('error' in reply) next?.fail(reply.storage ? new StorageError(reply.error) : new Error(reply.error));
      else next?.done(reply);
    });
    started.on('error', (error) => gone(error.message));
    started.on('exit', (code) => gone(`code ${code}`));
    return started;
  }
  const soon = setTimeout(() => (worker ??= start()), SOON).unref();

  const ask = (order: Order) =>
    new Promise<Answer>((done, fail) => {
      waiting.push({ done, fail });
      (worker ??= start()).postMessage(order);
    });

  return {
    async store(records) {
      const answer = await ask(pack(records));
      if ('outcomes' in answer) return unpackOutcomes(answer.outcomes);
      throw new Error('the thread that stores answered another question');
    },
    async lookAtNext() {
      const answer = await ask('look');
      if ('looked' in answer) return answer.looked;
      throw new Error('the thread that stores answered another question');
    },
    tryToWrite: async () => void (await ask('try')),
    end: () =>
      new Promise((resolve) => {
        clearTimeout(soon);
        if (!worker) return resolve();
        worker.once('exit', () => resolve());
        worker.postMessage(null);
      }),
  };
}
