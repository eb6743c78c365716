/**
 * Looks at what waits for its signals while the process runs: when no ballot has come for a moment, so that it never stands in the
 * way of a queue that is being sent, and after a while even then, but for a small part of the time only. What a stop leaves
 * behind waits in the file.
 */
import type { Deps } from '../deps.ts';
import { lookAtNext } from '../store/signal-look.ts';

export interface SignalPace {
  /** Milliseconds without a ballot before the look, how long it may be put off at most, and between two looks anyway. */
  quiet: number;
  latest: number;
  every: number;
}
/** While ballots keep coming, a look is followed by so many times its own length for them. */
const GIVE_WAY = 49;
const PACE: SignalPace = { quiet: 2000, latest: 60_000, every: 60_000 };

/** @returns the way to stop; nothing is looked at after it. */
export function startSignals(
  { db, office, config, log, stored }: Pick<Deps, 'db' | 'office' | 'config' | 'log' | 'stored'>,
  { quiet, latest, every }: SignalPace = PACE,
): () => void {
  let stopped = false;
  let working = false;
  let due: NodeJS.Timeout | null = null;
  let since: number | null = null;
  let lastStored = -Infinity;

  const next = (changed: boolean) => {
    if (stopped) return;
    try {
      const began = performance.now();
      const looked = lookAtNext(db, office, config.zone);
      const ended = performance.now();
      // One day in each turn: requests that came meanwhile are served in between.
      const rest = ended - lastStored < quiet ? (ended - began) * GIVE_WAY : 0;
      if (looked) return void setTimeout(next, rest, changed || looked.changed).unref();
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
    next(false);
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
