/** Watches while the process runs: once it has started, soon after answers were stored, at most once a minute, and every five minutes anyway. */
import type { Deps } from '../deps.ts';
import { deliverAlerts } from './deliver.ts';
import { type AlertDeps, evaluateAlerts } from './evaluate.ts';

export interface AlertPace {
  /** Milliseconds from the start to the first look, from an answer to the look at it, and between two looks. */
  first: number;
  pause: number;
  every: number;
}
const PACE: AlertPace = { first: 500, pause: 60_000, every: 300_000 };

/** @returns the way to stop; it resolves when the message in hand is done with. */
export function startAlerts(
  deps: AlertDeps & Pick<Deps, 'stored'>,
  { first, pause, every }: AlertPace = PACE,
): () => Promise<void> {
  const { log, now, stored } = deps;
  const since = now();
  const stopping = new AbortController();
  let due: NodeJS.Timeout | null = null;
  let delivering: Promise<void> | null = null;

  const fail = (error: unknown) =>
    log('alerts-failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  const look = () => {
    due = null;
    if (stopping.signal.aborted) return;
    try {
      evaluateAlerts(deps, since);
    } catch (error) {
      // A full disk, a locked file, or a bug: the next look tries again, and what citizens answer is not touched.
      fail(error);
    }
    delivering ??= deliverAlerts(deps, stopping.signal)
      .catch(fail)
      .finally(() => (delivering = null));
  };
  const soon = () => {
    due ??= setTimeout(look, pause).unref();
  };
  const stopHearing = stored.onStored(soon);
  const timer = setInterval(look, every).unref();
  // Not at once: who asks first is answered first.
  const soonest = setTimeout(look, first).unref();

  return async () => {
    stopHearing();
    clearInterval(timer);
    clearTimeout(soonest);
    if (due) clearTimeout(due);
    stopping.abort();
    await delivering;
  };
}
