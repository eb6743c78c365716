/**
 * What is written to the audit log when somebody who is signed in is turned away: the first time at once, and what follows within
 * the minute as one number. Nobody can make the log grow by asking again and again, and nothing that was refused is left out.
 */
import type { Deps } from './deps.ts';

/** Milliseconds. */
const MINUTE = 60_000;

export function createDenials({
  audit,
  closing,
}: Pick<Deps, 'audit' | 'closing'>): (account: string, operation: string) => void {
  /** The minutes that run, each with how to end it. */
  const running = new Map<string, { more: number; end: () => void }>();
  closing.addEventListener('abort', () => {
    for (const { end } of running.values()) end();
  });
  return (account, operation) => {
    const key = `${account} ${operation}`;
    const known = running.get(key);
    if (known) {
      known.more += 1;
      return;
    }
    const entry = { actor: account, action: 'access.denied', object: operation };
    audit(entry);
    const minute = {
      more: 0,
      end: () => {
        clearTimeout(timer);
        running.delete(key);
        if (minute.more > 0) audit({ ...entry, detail: { more: minute.more } });
      },
    };
    const timer = setTimeout(() => minute.end(), MINUTE);
    timer.unref();
    running.set(key, minute);
  };
}
