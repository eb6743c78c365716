/** Counters far above their peers in a week: from the tallies, so its cost does not follow the number of ballots. */
import type { Database } from './engine.ts';
import { addDays, weekday } from '../../domain/period.ts';
import { farFromPeers, type PeerCounts } from '../../domain/signal-peers.ts';
import type { SignalThresholds } from '../../domain/signal-thresholds.ts';

/** The Monday of the week that holds a day. */
export const weekOf = (day: string): string => addDays(day, -weekday(day));

/** Counts the week of a day again and puts its flags in place of those that it had. Inside a transaction. */
export function replacePlaceFlags(
  db: Database,
  office: number,
  day: string,
  limit: SignalThresholds['farFromPeers'],
): void {
  const week = weekOf(day);
  // Paper is entered by staff anyway, and says nothing about a tablet.
  const counts = db
    .prepare<[number, string, string], PeerCounts>(
      `select counter, sum(valid) as valid, sum(satisfied) as satisfied from ballot_tallies
       where office_id = ? and span between ? and ? and channel <> 'paper' group by counter having sum(valid) > 0`,
    )
    .all(office, week, addDays(week, 6));
  db.prepare('delete from place_flags where office_id = ? and week = ?').run(office, week);
  const insert = db.prepare(
    `insert into place_flags (office_id, week, counter, valid, satisfied, peers_valid, peers_satisfied)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { counter, valid, satisfied, peersValid, peersSatisfied } of farFromPeers(counts, limit))
    insert.run(office, week, counter, valid, satisfied, peersValid, peersSatisfied);
}
