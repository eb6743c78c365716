/**
 * Looks at what waits for its signals while the process runs: when no ballot has come for a moment, so that it never stands in the
 * way of a queue that is being sent, and after a while even then, but for a small part of the time only. What a stop leaves
 * behind waits in the file.
 */
import type { Deps } from '../deps.ts';

export interface SignalPace {
  /** Milliseconds without a ballot before the look, how long it may be put off at most, and between two looks anyway. */
  quiet: number;
  latest: number;
  every: number;
}
/** What became of a day that was looked at: whether its flags are others now, and the milliseconds that it took. */
export interface Looked {
  changed: boolean;
  took: number;
}
/** Looks at the newest day that waits, wherever that is done; `null` when none waits. */
export type LookAtNext = () => Promise<Looked | null>;

/** While ballots keep coming, a look is followed by so many times its own length for them. */
const GIVE_WAY = 49;
const PACE: SignalPace = { quiet: 2000, latest: 60_000, every: 60_000 };

/** @returns the way to stop; nothing is looked at after it. */
export function startSignals(
  { log, stored, lookAtNext }: Pick<Deps, 'log' | 'stored'> & { lookAtNext: LookAtNext },
  { quiet, latest, every }: SignalPace = PACE,
): () => void {
  let stopped = false;
  let working = false;
  let due: NodeJS.Timeout | null = null;
  let since: number | null = null;
  let lastStored = -Infinity;

  const next = async (changed: boolean): Promise<void> => {
    if (stopped) return;
    try {
      const looked = await lookAtNext();
      // One day in each turn: ballots that came meanwhile are stored in between.
      const rest = looked && performance.now() - lastStored < quiet ? looked.took * GIVE_WAY : 0;
      if (looked) return void setTimeout(() => void next(changed || looked.changed), rest).unref();
      if (changed) stored.fire();
    } catch (error) {
      // A full disk, a locked file, or a bug: the day still waits, and the next look tries again.
      log('signals-failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    working = false;
  };
  const look = () => {
    due = since = null;
    if (stopped || working) return;
    working = true;
    void next(false);
  };
  const soon = () => {
    lastStored = performance.now();
    since ??= performance.now();
    if (due) clearTimeout(due);
    due = setTimeout(look, Math.max(0, Math.min(quiet, since + latest - performance.now()))).unref();
  };
  const stopHearing = stored.onStored(soon);
  const timer = setInterval(look, every).unref();
  soon();
  return () => {
    stopped = true;
    stopHearing();
    clearInterval(timer);
    if (due) clearTimeout(due);
  };
}
