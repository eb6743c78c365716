/**
 * Which places a tablet is asked for again: given out, not here, and known to be missing for more than a minute, so that
 * what is on its way is not asked for. A long list is asked for in turns: what can never come must not hold up the rest.
 */
import type { Run } from '../domain/wire.ts';
import type { Database } from './deps.ts';
import type { ToldPlace } from './store/device-told.ts';
import { readEvidence } from './store/evidence.ts';

export const ON_ITS_WAY_MS = 60_000;
export const RUNS_IN_REPLY = 200;

/** @returns what to ask a tablet for that has just told these places. Oldest first. */
export function createMissing(
  db: Database,
  office: number,
): (device: string, places: readonly ToldPlace[], now: number) => Run[] {
  /** How many runs of a long list a tablet was asked for last. After a restart it begins anew. */
  const turns = new Map<string, number>();
  return (device, places, now) => {
    const runs: Run[] = [];
    for (const maker of new Set(places.map((place) => place.device))) {
      const evidence = readEvidence(db, office, maker).get(maker) ?? [];
      for (const { epoch, missing } of evidence)
        // A tablet is asked for what it still keeps only.
        if (places.some((place) => place.device === maker && place.epoch === epoch))
          for (const { first, last, since } of missing)
            if (since <= now - ON_ITS_WAY_MS) runs.push({ epoch, first, last });
    }
    runs.sort((a, b) => a.epoch - b.epoch || a.first - b.first);
    if (runs.length <= RUNS_IN_REPLY) {
      turns.delete(device);
      return runs;
    }
    const from = (turns.get(device) ?? 0) % runs.length;
    turns.set(device, from + RUNS_IN_REPLY);
    return [...runs.slice(from), ...runs.slice(0, from)].slice(0, RUNS_IN_REPLY);
  };
}
