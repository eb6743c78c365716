/** The clock of the machine, and waiting, for harnesses with real processes. */
import type { Clock } from '../../src/kiosk/job.ts';

export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again. @returns whether it became true in time. */
export async function becomes(isTrue: () => boolean | Promise<boolean>, ms: number, every = 20): Promise<boolean> {
  for (const deadline = performance.now() + ms; performance.now() < deadline;) {
    if (await isTrue()) return true;
    await pause(every);
  }
  return isTrue();
}
