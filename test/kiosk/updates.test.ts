import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isOlder, startUpdates } from '../../src/kiosk/updates.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A service worker as the browser shows it to a page. */
class Worker extends EventTarget {
  state = 'installing';
  messages: unknown[] = [];
  postMessage(message: unknown) {
    this.messages.push(message);
  }
}
class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
  update = vi.fn(() => Promise.resolve());
  /** A new version is found and installed; then it waits. */
  find(): Worker {
    const worker = new Worker();
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
    this.installing = null;
    this.waiting = worker;
    worker.state = 'installed';
    worker.dispatchEvent(new Event('statechange'));
    return worker;
  }
}
class Container extends EventTarget {
  registration = new Registration();
  calls: unknown[][] = [];
  controller: Worker | null;
  constructor(controlled: boolean) {
    super();
    this.controller = controlled ? new Worker() : null;
  }
  register(...args: unknown[]) {
    this.calls.push(args);
    return Promise.resolve(this.registration);
  }
  /** The waiting worker takes over. */
  change() {
    this.control(this.registration.waiting);
    this.registration.waiting = null;
  }
  control(worker: Worker | null) {
    this.controller = worker;
    this.dispatchEvent(new Event('controllerchange'));
  }
}

async function started({ controlled = true, online = true, marks = new Map<string, string>() } = {}) {
  const container = new Container(controlled);
  const reload = vi.fn();
  const timers: (() => void)[] = [];
  const updates = startUpdates({
    // As much of the browser's own as the program uses.
    workers: container as unknown as ServiceWorkerContainer,
    reload,
    online: () => online,
    every: (ms, run) => {
      expect(ms).toBe(15 * 60_000);
      timers.push(run);
    },
    session: { getItem: (key) => marks.get(key) ?? null, setItem: (key, value) => void marks.set(key, value) },
    app: '0.1.0',
  });
  await tick();
  return {
    container,
    registration: container.registration,
    reload,
    updates,
    quarter: () => timers.forEach((run) => run()),
  };
}
const SKIP = { type: 'SKIP_WAITING' };

beforeEach(() => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  Reflect.deleteProperty(globalThis, 'trustedTypes');
});

describe('updates', () => {
  it('registers the worker past the cache, through the one policy that the page allows', async () => {
    const made: string[] = [];
    Object.assign(globalThis, {
      trustedTypes: {
        createPolicy(name: string, { createScriptURL }: { createScriptURL: (address: string) => string }) {
          made.push(name);
          expect(() => createScriptURL('https://elsewhere.example/sw.js')).toThrow(TypeError);
          return { createScriptURL: (address: string) => ({ trusted: createScriptURL(address) }) };
        },
      },
    });
    const { container } = await started();
    expect(made).toEqual(['hai-long']);
    expect(container.calls).toEqual([[{ trusted: '/sw.js' }, { scope: '/', updateViaCache: 'none' }]]);
  });

  it('does not reload when the first worker of a tablet takes the page over', async () => {
    const { container, registration, updates, reload } = await started({ controlled: false });
    updates.atRest(true);
    registration.find();
    container.change();
    expect(reload).not.toHaveBeenCalled();
  });

  it('lets a new version take over on the welcome screen at once, and reloads the page once', async () => {
    const { container, registration, updates, reload } = await started();
    updates.atRest(true);
    const worker = registration.find();
    expect(worker.messages).toEqual([SKIP]);
    expect(reload).not.toHaveBeenCalled();
    container.change();
    updates.atRest(true);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('neither takes over nor reloads in the middle of a visit', async () => {
    const { container, registration, updates, reload, quarter } = await started();
    updates.atRest(false);
    const worker = registration.find();
    quarter();
    updates.look();
    expect(worker.messages).toEqual([]);
    container.change(); // Another tab has let it.
    expect(reload).not.toHaveBeenCalled();
    updates.atRest(true);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('goes on as it is when the browser throws the worker away, and registers it again when it looks', async () => {
    const { container, updates, reload } = await started();
    updates.atRest(true);
    container.control(null);
    expect(reload).not.toHaveBeenCalled();
    updates.look();
    await tick();
    expect(container.calls).toHaveLength(2);
    container.control(new Worker());
    updates.look();
    await tick();
    expect(reload).not.toHaveBeenCalled();
    expect(container.calls).toHaveLength(2);
  });

  it('handles a second new version that comes before the first has taken over', async () => {
    const { registration, updates } = await started();
    updates.atRest(false);
    const first = registration.find();
    const second = registration.find();
    updates.atRest(true);
    expect(first.messages).toEqual([]);
    expect(second.messages).toEqual([SKIP]);
  });

  it('takes a version that was waiting since before the start', async () => {
    const { registration, updates } = await started();
    registration.waiting = new Worker();
    updates.atRest(true);
    expect(registration.waiting.messages).toEqual([SKIP]);
  });

  it('looks for a new version every quarter of an hour and when it is told to, and bears failing', async () => {
    const { registration, updates, quarter } = await started();
    registration.update.mockImplementation(() => Promise.reject(new Error('offline')));
    quarter();
    updates.look();
    await tick();
    expect(registration.update).toHaveBeenCalledTimes(2);
  });

  it('starts afresh once, at rest and online, when a part of this version is missing', async () => {
    const marks = new Map<string, string>();
    const { updates, reload } = await started({ marks });
    updates.atRest(false);
    updates.partMissing();
    expect(reload).not.toHaveBeenCalled();
    updates.atRest(true);
    expect(reload).toHaveBeenCalledTimes(1);
    const again = await started({ marks });
    again.updates.atRest(true);
    again.updates.partMissing();
    expect(again.reload).not.toHaveBeenCalled();
  });

  it('never starts afresh without a network', async () => {
    const { updates, reload } = await started({ online: false });
    updates.atRest(true);
    updates.partMissing();
    expect(reload).not.toHaveBeenCalled();
  });

  it('of a version that the server no longer wants looks for a newer one at once and at every rest', async () => {
    const { registration, updates } = await started();
    const before = registration.update.mock.calls.length;
    updates.demand('0.1.0');
    updates.atRest(true);
    expect(registration.update.mock.calls.length).toBe(before);
    updates.demand('0.2.0');
    updates.atRest(false);
    updates.atRest(true);
    expect(registration.update.mock.calls.length).toBe(before + 2);
  });
  it.each([
    ['0.1.0', '0.2.0', true],
    ['0.9.12', '0.10.0', true],
    ['1.0.0', '0.9.9', false],
    ['0.2.0', '0.2.0', false],
  ])('%s is older than %s: %s', (one, other, expected) => expect(isOlder(one, other)).toBe(expected));
});
