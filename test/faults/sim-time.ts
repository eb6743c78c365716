/**
 * Time that stands still until it is told to go on, for a whole world of tablets and a server in one process. Between two
 * timers everything that is under way (transactions, digests, requests being answered) is let come to its end.
 */
import type { Clock } from '../../src/kiosk/job.ts';

let busy = 0;
/** Something is under way that is no timer: time does not go on before it has ended. */
export function under<T>(way: Promise<T>): Promise<T> {
  busy += 1;
  const over = () => void (busy -= 1);
  way.then(over, over);
  return way;
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const NEVER_MS = 120_000;
async function settled(): Promise<void> {
  const since = performance.now();
  for (let quiet = 0; quiet < 2;) {
    await turn();
    quiet = busy === 0 ? quiet + 1 : 0;
    if (performance.now() - since > NEVER_MS) throw new Error(`${busy} things are under way that do not end`);
  }
}

const COUNTED = [
  'digest',
  'sign',
  'verify',
  'encrypt',
  'decrypt',
  'deriveKey',
  'deriveBits',
  'generateKey',
  'importKey',
  'exportKey',
] as const;
/** Lets time wait for the browser's cryptography, which runs on threads of its own. */
export function countCrypto(): void {
  for (const name of COUNTED) {
    const original: unknown = Reflect.get(crypto.subtle, name);
    if (typeof original !== 'function') throw new Error(`there is no ${name}`);
    const counted = (...given: unknown[]) => under(Promise.resolve(Reflect.apply(original, crypto.subtle, given)));
    Object.defineProperty(crypto.subtle, name, { value: counted, configurable: true, writable: true });
  }
}

export interface SimTime {
  clock: Clock;
  now: () => number;
  pause: (ms: number) => Promise<void>;
  /** Lets this many milliseconds pass, and all that falls into them happen. */
  advance: (ms: number) => Promise<void>;
}

export function createSimTime(): SimTime {
  let at = 0;
  let timers: { at: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { at: at + Math.max(0, ms), run };
    let place = timers.length;
    while (place > 0 && (timers[place - 1]?.at ?? 0) > timer.at) place -= 1;
    timers.splice(place, 0, timer);
    return () => void (timers = timers.filter((other) => other !== timer));
  };
  return {
    clock: { now: () => at, after },
    now: () => at,
    pause: (ms) => new Promise((resolve) => void after(ms, resolve)),
    async advance(ms) {
      const end = at + ms;
      await settled();
      for (;;) {
        const next = timers[0];
        if (!next || next.at > end) break;
        timers.shift();
        at = Math.max(at, next.at);
        next.run();
        await settled();
      }
      at = end;
    },
  };
}
