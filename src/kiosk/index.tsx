/** Puts the kiosk together: nothing else knows all its parts. Whatever fails here, the tablet tries again by itself. */
import { render } from 'preact';
import { createApi } from './api.ts';
import { App } from './App.tsx';
import { createDatabase } from './database.ts';
import { createDevice } from './device.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { Clock } from './job.ts';
import { createLock } from './lock.ts';
import { createMaker } from './maker.ts';
import { createMark } from './mark.ts';
import { createOutbox } from './outbox.ts';
import { needsHomeScreen, surroundings } from './platform.ts';
import { createPort } from './port-live.ts';
import { createSchedule } from './schedule.ts';
import { askToPersist, storageState } from './storage.ts';
import { createSync } from './sync.ts';
import { createTrial, sessionMark } from './trial.ts';
import { startUpdates } from './updates.ts';

declare const __APP_VERSION__: string;

const RETRY_MS = 10_000;
/** How long the first picture may wait for a tablet that enrols itself. */
const ENROL_MS = 1500;
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Resolves once the first picture is on the screen, or should be: what is loaded then makes nobody wait. */
const painted = () =>
  new Promise<void>((resolve) => {
    new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
    }).observe({ type: 'paint', buffered: true });
    // A page that nobody looks at is never painted.
    setTimeout(resolve, 10_000);
  });

const clock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export async function startKiosk(root: HTMLElement): Promise<void> {
  const now = () => Date.now();
  const app = __APP_VERSION__;
  const storage = () => storageState(navigator.storage);
  const maker = createMaker(() => device);
  const database = createDatabase(undefined, { buckets: navigator.storageBuckets });
  const outbox = createOutbox(database, maker.line, now, {
    openJournal: async (install) => (await import('./journal/start.ts')).startJournal(install),
    mark: createMark(window.localStorage),
  });
  const api = createApi(() => device.credentials(), now);
  const device = createDevice(outbox, api);
  const refused = needsHomeScreen(surroundings());
  const trial = createTrial({
    outbox,
    local: localStorage,
    session: sessionMark(document, sessionStorage),
    persisted: async () => (await storage()).persisted,
  });
  const updates = startUpdates({
    workers: navigator.serviceWorker,
    reload: () => location.reload(),
    online: () => navigator.onLine,
    every: (ms, run) => void setInterval(run, ms),
    session: sessionStorage,
    app,
  });
  window.addEventListener('vite:preloadError', () => updates.partMissing());

  /** True once what is on the disk is known, and the tablet has tried to enrol if it had to. */
  async function ready(): Promise<boolean> {
    try {
      await Promise.all([outbox.load(), trial.load(), device.load()]);
    } catch (error) {
      console.error(error);
      return false;
    }
    if (device.credentials() === null && !refused) await Promise.race([device.enrol(), after(ENROL_MS)]);
    return true;
  }
  const known = await ready();

  const pass = createSync(outbox, api, createLock(navigator.locks));
  const schedule = createSchedule(clock, Math.random, pass, () => heartbeat.hurry());
  const heartbeat = createHeartbeat(clock, {
    outbox,
    api,
    device,
    storage,
    app,
    lacking: () => schedule.returned(),
    now,
  });
  const port = createPort({ outbox, device, schedule, updates, storage, trial, refused, app, now });

  // A page that leaves the screen, or comes back from the browser's memory, belongs to the next person: a new visit.
  let life = 0;
  const show = () => render(<App key={++life} port={port} />, root);
  show();
  // After the first picture, and again when the server tells another key; the save waits for it where it has to.
  const prepare = () => void maker.prepare().catch((error: unknown) => console.error('sealing is not ready', error));
  const firstPicture = painted();
  void firstPicture.then(() => {
    // The watchdog of the start (src/watchdog.ts) need not wait any longer.
    window.dispatchEvent(new Event('hai-long-ready'));
    import('./harden.ts').then(
      ({ harden }) => harden(document),
      (error: unknown) => console.error('the ways out are open', error),
    );
    prepare();
    void outbox.attach().then(() => schedule.saved());
  });
  const demand = () => updates.demand(device.settings()?.minKioskVersion);
  demand();
  device.onSettings(demand);
  device.onSettings(() => void firstPicture.then(prepare));
  window.addEventListener('pagehide', show);
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) show();
  });

  const returned = () => {
    schedule.returned();
    heartbeat.hurry();
    updates.look();
  };
  window.addEventListener('online', returned);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') schedule.returned();
  });
  await askToPersist(navigator.storage);
  if (!trial.passed()) await trial.look();
  for (let open = known; !open; open = await ready()) await after(RETRY_MS);
}
