/**
 * Stores what tablets send in a thread of its own (store-worker.ts): while one group is written and the disk is asked to be sure,
 * this thread takes in and checks the next, and answers the dashboards.
 */
import { Worker } from 'node:worker_threads';
import { StorageError } from './errors.ts';
import type { Accepted, Checked, Outcome, Refused, StoreRecords } from './store/submissions.ts';

export interface StorePlace {
  dataDir: string;
  office: number;
  zone: string;
}
/** A record on its way: what can be read from its body again stays behind. */
export type Sent = Omit<Accepted, 'submission' | 'survey'> | Refused;
export type Reply = { outcomes: Outcome[] } | { storage: boolean; error: string };

export interface StoreThread {
  store: StoreRecords;
  /** Resolves when everything that was handed over is stored and the thread's connection is closed. */
  end: () => Promise<void>;
}

function sent(record: Checked): Sent {
  // Copied: a line is a part of its request's body, which would travel with it as a whole.
  if (!record.ok) return { ...record, body: Uint8Array.from(record.body) };
  const { submission: _, survey: _survey, ...rest } = record;
  return rest;
}

interface Waiting {
  done: (outcomes: Outcome[]) => void;
  fail: (error: Error) => void;
}

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
      if ('outcomes' in reply) next?.done(reply.outcomes);
      else next?.fail(reply.storage ? new StorageError(reply.error) : new Error(reply.error));
    });
    started.on('error', (error) => gone(error.message));
    started.on('exit', (code) => gone(`code ${code}`));
    return started;
  }
  worker = start();

  return {
    store: (records) =>
      new Promise((done, fail) => {
        waiting.push({ done, fail });
        (worker ??= start()).postMessage(records.map(sent));
      }),
    end: () =>
      new Promise((resolve) => {
        if (!worker) return resolve();
        worker.once('exit', () => resolve());
        worker.postMessage(null);
      }),
  };
}
