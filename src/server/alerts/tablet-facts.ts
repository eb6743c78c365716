/** What the rules about tablets look at: the last heartbeat of each in use, what is missing of it, and what happened. */
import { EVENT_MS, type TabletFacts } from '../../domain/alert-tablets.ts';
import type { Database } from '../deps.ts';
import { countEvents } from '../store/device-events.ts';
import { type FleetDevice, listFleet } from '../store/devices-fleet.ts';
import { readEvidence } from '../store/evidence.ts';

type Told = Pick<TabletFacts, 'unsent' | 'oldestUnsentAt' | 'report'>;

function toldBy({ lastSeenAt, heartbeat }: FleetDevice): Told {
  if (!heartbeat || lastSeenAt === null) return { unsent: heartbeat?.unsent ?? 0, oldestUnsentAt: null, report: null };
  const { unsent, oldestUnsentAt, sentAt, storage } = heartbeat;
  // Told by the tablet's clock; how far that was off shows in the same heartbeat.
  const clockAhead = sentAt - lastSeenAt;
  return {
    unsent,
    oldestUnsentAt: oldestUnsentAt === null ? null : oldestUnsentAt - clockAhead,
    report: { clockAhead, ...storage },
  };
}

export function readTabletFacts(db: Database, office: number, now: number): TabletFacts[] {
  const evidence = readEvidence(db, office);
  const events = countEvents(db, office, now - EVENT_MS);
  return listFleet(db, office)
    .filter(({ revokedAt }) => revokedAt === null)
    .map((device) => ({
      id: device.id,
      enrolledAt: device.enrolledAt,
      lastSeenAt: device.lastSeenAt,
      ...toldBy(device),
      missing: (evidence.get(device.id) ?? []).flatMap(({ missing }) => missing),
      hasKey: device.fingerprint !== null,
      events: events.filter((event) => event.device === device.id),
    }));
}
