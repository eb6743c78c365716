/** Looks at the days that wait: each in a transaction of its own, so that whoever stores ballots waits for one day at most. */
import type { Database } from './engine.ts';
import { SETTING } from '../../domain/office-settings.ts';
import { flagsOf } from '../../domain/signal.ts';
import { DEFAULT_THRESHOLDS, SignalThresholds } from '../../domain/signal-thresholds.ts';
import { readSetting } from './office-settings.ts';
import { readOpenTimes } from './office-settings-hours.ts';
import { readDayBallots } from './signal-ballots.ts';
import { replaceFlags } from './signal-flags.ts';
import { replacePlaceFlags } from './signal-places.ts';
import { nextInQueue, takeFromQueue } from './signal-queue.ts';

export const readThresholds = (db: Database, office: number): SignalThresholds =>
  readSetting(db, office, SETTING.signals, SignalThresholds, DEFAULT_THRESHOLDS);

/** Looks at the newest day that waits. @returns whether its flags are others now; `null` when none waits. */
export function lookAtNext(db: Database, office: number, zone: string): { changed: boolean } | null {
  return db
    .transaction(() => {
      const next = nextInQueue(db, office);
      if (!next) return null;
      const limits = readThresholds(db, office);
      const ballots = readDayBallots(db, office, next);
      const seen = [...ballots.values()].map((ballot) => ballot.seen);
      const flags = flagsOf(seen, limits, readOpenTimes(db, office, zone));
      const changed = replaceFlags(db, office, next, flags, ballots);
      replacePlaceFlags(db, office, next.day, limits.farFromPeers);
      takeFromQueue(db, office, next);
      return { changed };
    })
    .immediate();
}

/** Looks at all that waits, for commands and tests. @returns how many days of tablets those were. */
export function lookAtAll(db: Database, office: number, zone: string): number {
  let days = 0;
  while (lookAtNext(db, office, zone)) days += 1;
  return days;
}
