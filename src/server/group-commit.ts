/**
 * One durable transaction for all batches that arrive while the last one is written: the disk is asked to be sure once
 * for many tablets. A receipt exists only after the commit; when it fails, nothing of the group is stored.
 */
import { isStorageError } from './errors.ts';
import type { Measures } from './metrics/measures.ts';
import type { Checked, Outcome, StoreRecords } from './store/submissions.ts';

/** Enough to share a disk flush among many, small enough that nothing waits for long. */
const RECORDS_PER_COMMIT = 2000;
/** How long batches that keep coming may be gathered for one commit, in milliseconds. */
const GATHER_MS = 25;

export type Commit = { ok: true; outcomes: Outcome[] } | { ok: false; code: 'busy' | 'storage' };

interface Job {
  records: Checked[];
  done: (commit: Commit) => void;
  fail: (error: unknown) => void;
}
interface Parts {
  store: StoreRecords;
  /** Called after a commit that stored something new. */
  onStored: () => void;
  onStorageError: (error: unknown) => void;
  queuedRecords: number;
  measures?: Pick<Measures, 'committed' | 'commitFailed' | 'queued'>;
}

/** @returns a function that stores a batch together with others, in order; a bug rejects, all else is a value. */
export function createGroupCommit({ store, onStored, onStorageError, queuedRecords, measures }: Parts) {
  let waiting: Job[] = [];
  let queued = 0;
  /** Between the first batch of a group and its commit: what comes meanwhile is in the next. */
  let busy = false;

  async function run(jobs: Job[]): Promise<void> {
    let outcomes: Outcome[];
    const began = performance.now();
    try {
      outcomes = await store(jobs.flatMap(({ records }) => records));
    } catch (error) {
      measures?.commitFailed();
      if (isStorageError(error)) {
        onStorageError(error);
        for (const { done } of jobs) done({ ok: false, code: 'storage' });
      } else if (jobs.length > 1) {
        // Something that no check foresaw: each batch alone, so that only the one that brings it fails.
        for (const job of jobs) await run([job]);
      } else for (const { fail } of jobs) fail(error);
      return;
    }
    measures?.committed(outcomes, (performance.now() - began) / 1000);
    let from = 0;
    for (const { records, done } of jobs) {
      done({ ok: true, outcomes: outcomes.slice(from, from + records.length) });
      from += records.length;
    }
    if (outcomes.some(({ status }) => status === 'stored')) onStored();
  }

  async function flush(): Promise<void> {
    while (waiting[0]) {
      const jobs: Job[] = [];
      let count = 0;
      for (const job of waiting) {
        if (jobs.length > 0 && count + job.records.length > RECORDS_PER_COMMIT) break;
        count += job.records.length;
        jobs.push(job);
      }
      waiting = waiting.slice(jobs.length);
      await run(jobs);
      queued -= count;
      measures?.queued(-count);
    }
    busy = false;
  }

  /** As long as each turn brings another batch, the next may come with it: but nobody waits longer than this. */
  function gather(seen: number, until: number): void {
    setImmediate(() => {
      if (waiting.length > seen && performance.now() < until) gather(waiting.length, until);
      else void flush();
    });
  }

  return (records: Checked[]): Promise<Commit> => {
    if (queued + records.length > queuedRecords) return Promise.resolve({ ok: false, code: 'busy' });
    return new Promise((done, fail) => {
      waiting.push({ records, done, fail });
      queued += records.length;
      measures?.queued(records.length);
      if (busy) return;
      busy = true;
      // After everything that has arrived by now has been read, and not before.
      gather(1, performance.now() + GATHER_MS);
    });
  };
}
