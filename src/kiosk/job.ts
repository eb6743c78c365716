/**
 * One job that is done again and again, at most one at a time. Nothing can wedge it: a run holds a lease that runs out, a
 * run that throws is a run that ended, and whatever time was set, the next look comes within a minute.
 */
export interface Clock {
  /** Milliseconds that never go back (`performance.now`). */
  now(): number;
  /** Calls back once after `ms`; returns the way to stop it. */
  after(ms: number, run: () => void): () => void;
}
export interface Rest {
  /** Until the next run, in milliseconds. */
  delayMs: number;
  /** Not before this has passed, whatever `hurry` says. */
  atLeastMs?: number;
}
export interface Turn {
  /** The run before this one was still going when its lease ran out. */
  takeover: boolean;
  /** The run is alive: its lease starts again. */
  renew: () => void;
}
export interface Job {
  /** Asks for a run as soon as may be; while one is going, for another after it. */
  hurry(): void;
  /** Runs now, or joins the run that is going; resolves when it has ended. */
  runNow(): Promise<void>;
  running(): boolean;
  stop(): void;
}

export const LEASE_MS = 120_000;
/** No rest is longer than this, whoever asked for it. */
export const LONGEST_REST_MS = 6 * 60_000;
const LOOK_MS = 60_000;

/** The first run starts at once. `run` says how long to rest; `onFault` is told of what it throws and does the same. */
export function createJob(clock: Clock, run: (turn: Turn) => Promise<Rest>, onFault: (fault: unknown) => Rest): Job {
  let due = clock.now();
  let notBefore = due;
  let again = false;
  let current: { heldUntil: number; done: Promise<void> } | null = null;
  let cancel = () => {};

  function start(): Promise<void> {
    const takeover = current !== null;
    const turn = { heldUntil: clock.now() + LEASE_MS, done: Promise.resolve() };
    current = turn;
    again = false;
    const renew = () => {
      turn.heldUntil = clock.now() + LEASE_MS;
    };
    const end = ({ delayMs, atLeastMs = 0 }: Rest) => {
      if (current !== turn) return; // Another run has taken over.
      current = null;
      const at = clock.now();
      notBefore = at + Math.min(atLeastMs, LONGEST_REST_MS);
      due = again ? notBefore : Math.max(notBefore, at + Math.min(delayMs, LONGEST_REST_MS));
      look();
    };
    turn.done = run({ takeover, renew }).catch(onFault).then(end);
    look();
    return turn.done;
  }

  /** Starts what is due, and comes back when the next thing can be. */
  function look(): void {
    cancel();
    const at = clock.now();
    const next = current ? current.heldUntil : due;
    if (next <= at) void start();
    else cancel = clock.after(Math.min(next - at, LOOK_MS), look);
  }

  cancel = clock.after(0, look);
  return {
    hurry() {
      if (current) again = true;
      else due = Math.max(notBefore, Math.min(due, clock.now()));
      look();
    },
    runNow: () => (current && clock.now() < current.heldUntil ? current.done : start()),
    running: () => current !== null,
    stop: () => cancel(),
  };
}
