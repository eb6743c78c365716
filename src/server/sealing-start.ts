/** What a start does about the sealing keys: makes one where none can be used, takes in what has waited, and tries them all. */
import type { Deps } from './deps.ts';
import { logKeys } from './key-check.ts';
import { takeInWaiting } from './waiting.ts';
import { ensureSealingKey, listSealingKeys } from './store/sealing-keys.ts';

/**
 * Sees to it that tablets are told a key whose private half is here. Where an older one cannot be opened, the log says so: what
 * was sealed to it waits until `npm run keys -- restore`.
 */
export function makeMissingKey({ db, office, now, log, audit }: Deps): void {
  const lost = listSealingKeys(db, office).filter(({ privateKey }) => privateKey === null);
  for (const { id } of lost) log('sealing-key-lost', { key: id });
  const made = ensureSealingKey(db, office, now());
  if (made === null) return;
  log('sealing-key-made', { key: made });
  // The first is nobody's deed; one that takes the place of a lost one must be seen.
  if (lost.length > 0) audit({ actor: 'system', action: 'sealing.make', object: made });
}

const DAY = 86_400_000;
/** Milliseconds: who asks first is answered first. */
const FIRST = 500;

/** Beside the requests: nobody waits for it. @returns the way to stop. */
export function startSealing(deps: Deps): () => void {
  const failed = (error: unknown) => deps.log('sealing-failed', { error: error instanceof Error ? error.message : '' });
  const first = setTimeout(() => {
    takeInWaiting(deps)
      .then((count) => (count > 0 ? deps.log('sealing-taken-in', { count }) : undefined))
      .catch(failed);
    logKeys(deps).catch(failed);
  }, FIRST);
  const daily = setInterval(() => void logKeys(deps).catch(failed), DAY);
  return () => {
    clearTimeout(first);
    clearInterval(daily);
  };
}
