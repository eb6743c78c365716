/**
 * The page's side of the journal. Loaded after the first screen. Nothing waits for ever: a worker that does not answer is
 * ended, and counts as a journal that cannot be used.
 */
// Vite makes the address; the file itself has nothing to give.
// oxlint-disable-next-line import/default
import address from './worker.ts?worker&url';
import { scriptAddress } from '../script-address.ts';
import { errorOf, type End, type Method } from './calls.ts';
import type { Journal } from './journal.ts';

const OPEN_MS = 5000;
/** Reading everything and writing it anew take as long as they take. */
const PATIENT: readonly Method[] = ['facts', 'tidy', 'reserve', 'places', 'read', 'unsent'];
const CALL_MS = 5000;
const LONG_MS = 10 * 60_000;

/**
 * @param script where the worker lies.
 * @throws where a worker or its storage cannot be had, and when another tab has the journal.
 */
export async function startJournal(install: string, script = address): Promise<Journal> {
  const worker = new Worker(scriptAddress(script), { type: 'module', name: 'hai-long-journal' });
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  let calls = 0;
  let ended: Error | null = null;

  function end(why: Error): void {
    ended ??= why;
    worker.terminate();
    for (const { failed } of waiting.values()) failed(why);
    waiting.clear();
  }
  worker.addEventListener('error', (event) => end(new Error(event.message || 'the journal could not be loaded')));
  worker.addEventListener('message', ({ data }: MessageEvent<End>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) call?.failed(errorOf(data));
    else call?.done(data.value);
  });

  function ask<T>(method: Method | 'open', args: readonly unknown[], deadlineMs: number): Promise<T> {
    if (ended) return Promise.reject(ended);
    const id = ++calls;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => end(new Error('the journal does not answer')), deadlineMs);
      const settle =
        <V>(how: (value: V) => void) =>
        (value: V) => {
          clearTimeout(timer);
          how(value);
        };
      // The worker answers with what the method gives (worker.ts).
      waiting.set(id, { done: settle((value) => resolve(value as T)), failed: settle(reject) });
      worker.postMessage({ id, method, args });
    });
  }
  const call = <M extends Method>(method: M, ...args: Parameters<Journal[M]>) =>
    ask<Awaited<ReturnType<Journal[M]>>>(method, args, PATIENT.includes(method) ? LONG_MS : CALL_MS);

  try {
    await ask('open', [install], OPEN_MS);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    facts: () => call('facts'),
    append: (lines) => call('append', lines),
    places: (after, limit) => call('places', after, limit),
    read: (keys) => call('read', keys),
    unsent: (after, limit) => call('unsent', after, limit),
    tidy: (drop, always) => call('tidy', drop, always),
    reserve: () => call('reserve'),
    giveUpReserve: () => call('giveUpReserve'),
    async close() {
      await call('close');
      end(new Error('the journal was closed'));
    },
  };
}
