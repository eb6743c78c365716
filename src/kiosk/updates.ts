/**
 * A new version is fetched in the background and takes over on the welcome screen only: first its service worker, then the
 * page. The records on the tablet are no concern of either.
 */
import { scriptAddress } from './script-address.ts';

const EVERY_MS = 15 * 60_000;
const SCRIPT = '/sw.js';

export interface UpdateParts {
  /** Missing where the page was not loaded over HTTPS. */
  workers: ServiceWorkerContainer | undefined;
  reload: () => void;
  online: () => boolean;
  /** Calls back every `ms`. */
  every: (ms: number, run: () => void) => void;
  /** Outlives a reload, not the tab. */
  session: Pick<Storage, 'getItem' | 'setItem'>;
  app: string;
}
export interface Updates {
  /** Whether the welcome screen is shown and nothing is under way. */
  atRest(resting: boolean): void;
  /** Looks for a new version; at start, every 15 minutes and when the network is back. */
  look(): void;
  /** The oldest version that the server wants to go on: when this one is older it looks at each rest, not each quarter of an hour. */
  demand(version: string | undefined): void;
  /** A part of this version could not be loaded; if it is gone, a fresh start finds the new one. */
  partMissing(): void;
}

/** @returns whether a version like 0.9.12 comes before another. */
export function isOlder(version: string, than: string): boolean {
  const [mine, other] = [version, than].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (const at of [0, 1, 2]) {
    const difference = (mine?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

export function startUpdates({ workers, reload, online, every, session, app }: UpdateParts): Updates {
  let resting = false;
  let reloadDue = false;
  let outdated = false;
  let registration: ServiceWorkerRegistration | null = null;
  // The first worker of a tablet takes the page over as well; that is no update.
  let controlled = Boolean(workers?.controller);
  let gone = false;

  function takeOver(): void {
    if (!resting) return;
    if (reloadDue) {
      reloadDue = false;
      reload();
    } else if (controlled) registration?.waiting?.postMessage({ type: 'SKIP_WAITING' });
  }

  workers?.addEventListener('controllerchange', () => {
    // A browser whose disk is full may throw the worker away: without a network a page that reloads now finds nothing.
    gone = !workers.controller;
    if (gone) {
      controlled = false;
      return;
    }
    reloadDue ||= controlled;
    controlled = true;
    takeOver();
  });

  function watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') takeOver();
    });
  }

  function look(): void {
    if (gone) return register();
    if (!registration) return;
    // Offline, or a broken release: the version that runs goes on running.
    registration.update().catch((error: unknown) => console.info('no update was found', error));
    takeOver();
  }

  async function registerOnce(): Promise<void> {
    registration = (await workers?.register(scriptAddress(SCRIPT), { scope: '/', updateViaCache: 'none' })) ?? null;
    watch(registration?.installing ?? null);
    registration?.addEventListener('updatefound', () => watch(registration?.installing ?? null));
    takeOver();
  }
  const register = () =>
    void registerOnce().catch((error: unknown) => console.error('the service worker could not be registered', error));
  register();
  every(EVERY_MS, look);

  return {
    atRest(now) {
      resting = now;
      if (resting && outdated) look();
      else takeOver();
    },
    demand(version) {
      outdated = version !== undefined && isOlder(app, version);
      if (outdated) look();
    },
    look,
    partMissing() {
      // Once for each version, or a part that is broken for good would reload for ever.
      const mark = 'hai-long-reloaded';
      if (!online() || session.getItem(mark) === app) return;
      session.setItem(mark, app);
      reloadDue = true;
      takeOver();
    },
  };
}
