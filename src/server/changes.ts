/**
 * Tells open result pages that there is something new, at most once a second. What this process stores is announced by
 * it; what another process stores (an import beside the server) shows in `PRAGMA data_version`, which is read once a
 * second and only while somebody listens, and PostgreSQL tells it at once.
 */
import type { Deps } from './deps.ts';
import { dataVersion, watchVersion } from './store/data-version.ts';

/** Milliseconds between two announcements, and between two looks at a data file. */
const PAUSE = 1000;

export interface ChangeFeed {
  /** @returns the way to stop listening. */
  onChange: (listener: () => void) => () => void;
  /** How many announcements there were, while somebody listens; `null` while nobody does. */
  announced: () => number | null;
}

export function createChangeFeed({ db, stored }: Pick<Deps, 'db' | 'stored'>): ChangeFeed {
  const listeners = new Set<() => void>();
  let version = 0;
  let changed = false;
  let announcements = 0;
  let resting: NodeJS.Timeout | null = null;
  let stopLooking = () => {};
  let stopHearing = () => {};

  const announce = () => {
    changed = true;
    if (resting) return;
    changed = false;
    announcements += 1;
    for (const listener of listeners) listener();
    resting = setTimeout(() => {
      resting = null;
      if (changed) announce();
    }, PAUSE);
    resting.unref();
  };
  const look = () => {
    const now = dataVersion(db);
    if (now === version) return;
    version = now;
    announce();
  };
  const start = () => {
    version = dataVersion(db);
    stopLooking = watchVersion(db, look, PAUSE);
    stopHearing = stored.onStored(() => {
      // What is announced now need not be found by the next look again.
      version = dataVersion(db);
      announce();
    });
  };
  const stop = () => {
    stopLooking();
    if (resting) clearTimeout(resting);
    resting = null;
    changed = false;
    stopHearing();
  };

  return {
    announced: () => (listeners.size > 0 ? announcements : null),
    onChange(listener) {
      if (listeners.size === 0) start();
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop();
      };
    },
  };
}
