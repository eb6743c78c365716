/**
 * One durable transaction for what many people bring at once, on the thread that serves the tablets: it stands still while the
 * disk is asked to be sure. So a commit is followed by some times its own length without one, and whatever comes meanwhile
 * goes into the next. Who comes alone waits at most for the rest after their own last write.
 */
import type { Database } from './store/engine.ts';

/** @returns what `write` returns once it is on disk; it has no part in the failure of another's. */
export type SharedCommit = <T>(write: () => T) => Promise<T>;

/** How many times the length of a commit is left to the tablets after it. */
export const GIVE_WAY = 9;
/** The longest rest, in milliseconds, after a commit that had to wait for the disk or for another writer. */
export const LONGEST_REST = 500;

interface Job {
  /** Within the transaction. @returns what to do after the commit. */
  run: () => () => void;
  fail: (error: unknown) => void;
}

function createSharedCommit(db: Database): SharedCommit {
  let waiting: Job[] = [];
  let due = false;
  let restUntil = 0;
  const runAll = db.transaction((jobs: readonly Job[]) =>
    jobs.map(({ run, fail }) => {
      try {
        return run();
      } catch (error) {
        // Without its transaction nothing of the others is there either.
        if (!db.inTransaction) throw error;
        return () => fail(error);
      }
    }),
  );

  function commit(): void {
    const jobs = waiting;
    waiting = [];
    due = false;
    const began = performance.now();
    let ends: (() => void)[];
    try {
      ends = runAll.immediate(jobs);
    } catch (error) {
      ends = jobs.map(
        ({ fail }) =>
          () =>
            fail(error),
      );
    }
    const ended = performance.now();
    restUntil = ended + Math.min(LONGEST_REST, (ended - began) * GIVE_WAY);
    for (const end of ends) end();
  }

  return (write) =>
    new Promise((resolve, reject) => {
      // Within the transaction of all, this is a savepoint.
      const own = db.transaction(write);
      const run = () => {
        const value = own();
        return () => resolve(value);
      };
      waiting.push({ run, fail: reject });
      if (due) return;
      due = true;
      const rest = restUntil - performance.now();
      // After everything that has arrived by now has been read.
      if (rest > 0) setTimeout(commit, rest);
      else setImmediate(commit);
    });
}

const known = new WeakMap<Database, SharedCommit>();

/** The one of this connection. */
export function sharedCommit(db: Database): SharedCommit {
  const commit = known.get(db) ?? createSharedCommit(db);
  known.set(db, commit);
  return commit;
}
