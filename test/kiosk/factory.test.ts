import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openSomewhere, type Buckets } from '../../src/kiosk/factory.ts';

const SHUT = new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
const FULL = new DOMException('Encountered full disk while opening backing store.', 'QuotaExceededError');

const first = new IDBFactory();
let kept: Map<string, IDBFactory>;
const buckets: Buckets = {
  keys: () => Promise.resolve([...kept.keys()]),
  open(name) {
    const indexedDB = kept.get(name) ?? new IDBFactory();
    kept.set(name, indexedDB);
    return Promise.resolve({ indexedDB });
  },
};
const made = (factory: IDBFactory) =>
  new Promise<IDBFactory>((resolve, reject) => {
    const request = factory.open('hai-long', 1);
    request.addEventListener('success', () => {
      request.result.close();
      resolve(factory);
    });
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
/** The place that every page has fails so many times. */
function failing(times: number, error: DOMException) {
  const asked = { first: 0 };
  const open = (factory: IDBFactory) => {
    if (factory !== first) return made(factory);
    asked.first += 1;
    return asked.first <= times ? Promise.reject(error) : made(factory);
  };
  return { asked, open };
}

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('indexedDB', first);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
async function opened(open: (factory: IDBFactory) => Promise<IDBFactory>): Promise<IDBFactory | DOMException> {
  let end: IDBFactory | DOMException | null = null;
  void openSomewhere(open, buckets).then(
    (factory) => (end = factory),
    (error: DOMException) => (end = error),
  );
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(100);
    expect(end).not.toBeNull();
  });
  return end ?? SHUT;
}

it('stays where it is while that opens, also when it took a few tries', async () => {
  const { asked, open } = failing(3, SHUT);
  expect(await opened(open)).toBe(first);
  expect(asked.first).toBe(4);
  expect(kept.size).toBe(0);
});

it('begins another where it opens no more, and finds that at the next start without asking the old one', async () => {
  expect(await opened(failing(99, SHUT).open)).toBe(kept.get('second'));
  const next = failing(0, SHUT);
  expect(await opened(next.open)).toBe(kept.get('second'));
  expect(next.asked.first).toBe(0);
});

it('does not begin another because the disk is full', async () => {
  expect(await opened(failing(99, FULL).open)).toBe(FULL);
  expect(kept.size).toBe(0);
});

it('goes back where a bucket was opened and no database could be made in it', async () => {
  await buckets.open('second', { durability: 'strict', persisted: true });
  expect(await opened(failing(0, SHUT).open)).toBe(first);
});

it('says what the browser said where there are no buckets', async () => {
  await expect(openSomewhere(failing(1, SHUT).open, undefined)).rejects.toBe(SHUT);
});
