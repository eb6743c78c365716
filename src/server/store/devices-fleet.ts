/** The tablets as the people who look after them see them, and what they may change. A tablet's row is never deleted. */
import type { Database } from './engine.ts';
import { Heartbeat } from '../../domain/wire.ts';
import { fingerprintOf } from './device-keys.ts';

export interface FleetDevice {
  id: string;
  name: string;
  counter: string;
  enrolledAt: number;
  revokedAt: number | null;
  lastSeenAt: number | null;
  /** Of the key that it signs with; `null` where it has a token. */
  fingerprint: string | null;
  confirmedAt: number | null;
  /** The last one; `null` where there was none, or this version cannot read it. */
  heartbeat: Heartbeat | null;
}

type Row = Omit<FleetDevice, 'heartbeat' | 'fingerprint'> & { heartbeat: string | null; publicKey: string | null };

/** In use first, then those that were revoked; each by when they joined. */
export function listFleet(db: Database, office: number): FleetDevice[] {
  return db
    .prepare<[number], Row>(
      `select id, name, counter, enrolled_at as enrolledAt, revoked_at as revokedAt, last_seen_at as lastSeenAt,
         confirmed_at as confirmedAt, heartbeat,
         (select public_key from device_keys k
          where k.office_id = d.office_id and k.device_id = d.id and k.retired_at is null) as publicKey
       from devices d where office_id = ? order by revoked_at is not null, enrolled_at, id`,
    )
    .all(office)
    .map(({ heartbeat, publicKey, ...device }) => {
      const last = heartbeat === null ? null : Heartbeat.safeParse(JSON.parse(heartbeat));
      const fingerprint = publicKey && fingerprintOf(publicKey);
      return { ...device, fingerprint, heartbeat: last?.success ? last.data : null };
    });
}

/** @returns false when the office has no such tablet in use. */
export function changeDevice(
  db: Database,
  office: number,
  device: string,
  { name, counter }: { name?: string | undefined; counter?: string | undefined },
): boolean {
  return (
    db
      .prepare<[string | null, string | null, string, number]>(
        `update devices set name = coalesce(?, name), counter = coalesce(?, counter)
         where id = ? and office_id = ? and revoked_at is null`,
      )
      .run(name ?? null, counter ?? null, device, office).changes === 1
  );
}

/** Tablets in use by counter. */
export function tabletsByCounter(db: Database, office: number): ReadonlyMap<string, number> {
  const rows = db
    .prepare<[number], [string, number]>(
      'select counter, count(*) from devices where office_id = ? and revoked_at is null group by counter',
    )
    .raw()
    .all(office);
  return new Map(rows);
}
