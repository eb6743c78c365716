/**
 * One durable transaction for all batches that arrive while the last one is written: the disk is asked to be sure once
 * for many tablets. A receipt exists only after the commit; when it fails, nothing of the group is stored.
 */
import { isStorageError } from './errors.ts';
import type { Checked, Outcome } from './store/submissions.ts';

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
  store: (records: Checked[]) => Outcome[];
  /** Called after a commit that stored something new. */
  onStored: () => void;
  onStorageError: (error: unknown) => void;
  queuedRecords: number;
}

/** @returns a function that stores a batch together with others, in order; a bug rejects, all else is a value. */
export function createGroupCommit({ store, onStored, onStorageError, queuedRecords }: Parts) {
  let waiting: Job[] = [];
  let queued = 0;

  function run(jobs: Job[]): void {
    let outcomes: Outcome[];
    try {
      outcomes = store(jobs.flatMap(({ records }) => records));
    } catch (error) {
      if (isStorageError(error)) {
        onStorageError(error);
        for (const { done } of jobs) done({ ok: false, code: 'storage' });
      } else if (jobs.length > 1) {
        // Something that no check foresaw: each batch alone, so that only the one that brings it fails.
        for (const job of jobs) run([job]);
      } else for (const { fail } of jobs) fail(error);
      return;
    }
    let from = 0;
    for (const { records, done } of jobs) {
      done({ ok: true, outcomes: outcomes.slice(from, from + records.length) });
      from += records.length;
    }
    if (outcomes.some(({ status }) => status === 'stored')) onStored();
  }

  function flush(): void {
    const jobs: Job[] = [];
    for (let count = 0; waiting[0] && (jobs.length === 0 || count + waiting[0].records.length <= RECORDS_PER_COMMIT);) {
      count += waiting[0].records.length;
      jobs.push(waiting[0]);
      waiting = waiting.slice(1);
    }
    for (const { records } of jobs) queued -= records.length;
    if (waiting.length > 0) setImmediate(flush);
    run(jobs);
  }

  /** As long as each turn brings another batch, the next may come with it: but nobody waits longer than this. */
  function gather(seen: number, until: number): void {
    setImmediate(() => {
      if (waiting.length > seen && performance.now() < until) gather(waiting.length, until);
      else flush();
    });
  }

  return (records: Checked[]): Promise<Commit> => {
    if (queued + records.length > queuedRecords) return Promise.resolve({ ok: false, code: 'busy' });
    return new Promise((done, fail) => {
      waiting.push({ records, done, fail });
      queued += records.length;
      // After everything that has arrived by now has been read, and not before.
      if (waiting.length === 1) gather(1, performance.now() + GATHER_MS);
    });
  };
}
