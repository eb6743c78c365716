/**
 * One durable transaction for all batches that arrive while others are written: the disk is asked to be sure once for many tablets.
 * A receipt exists only after the commit; when it fails, nothing of the group is stored.
 */
import { isStorageError } from './errors.ts';
import type { Measures } from './metrics/measures.ts';
import type { Checked, Outcome, StoreRecords } from './store/submissions.ts';

/** Enough to share a disk flush among many, small enough that nothing waits for long. */
const RECORDS_PER_COMMIT = 2000;
/**
 * Groups on their way at once. While one is written the next is there already: whoever writes never waits until this thread, which may
 * be checking batches just then, has heard that the last one is done.
 */
const UNDER_WAY = 2;
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
  let underWay = 0;
  let gathering = false;

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

  /** The next group, in the order of arrival. */
  function take(): { jobs: Job[]; count: number } {
    const jobs: Job[] = [];
    let count = 0;
    for (const job of waiting) {
      if (jobs.length > 0 && count + job.records.length > RECORDS_PER_COMMIT) break;
      count += job.records.length;
      jobs.push(job);
    }
    waiting = waiting.slice(jobs.length);
    return { jobs, count };
  }

  async function bring({ jobs, count }: { jobs: Job[]; count: number }): Promise<void> {
    try {
      await run(jobs);
    } finally {
      queued -= count;
      measures?.queued(-count);
      underWay -= 1;
      flush();
    }
  }

  function flush(): void {
    while (waiting[0] && underWay < UNDER_WAY) {
      underWay += 1;
      void bring(take());
    }
  }

  /** As long as each turn brings another batch, the next may come with it: but nobody waits longer than this. */
  function gather(seen: number, until: number): void {
    setImmediate(() => {
      if (waiting.length > seen && performance.now() < until) return gather(waiting.length, until);
      gathering = false;
      flush();
    });
  }

  return (records: Checked[]): Promise<Commit> => {
    if (queued + records.length > queuedRecords) return Promise.resolve({ ok: false, code: 'busy' });
    return new Promise((done, fail) => {
      waiting.push({ records, done, fail });
      queued += records.length;
      measures?.queued(records.length);
      if (gathering || underWay >= UNDER_WAY) return;
      gathering = true;
      // After everything that has arrived by now has been read, and not before.
      gather(waiting.length, performance.now() + GATHER_MS);
    });
  };
}
