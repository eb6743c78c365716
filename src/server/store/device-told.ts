/**
 * What a tablet tells of the places that it has given out, held against what has arrived: places that are missing although
 * nothing later came, and a sequence that went back. Written with each heartbeat.
 */
import type { Database } from './engine.ts';
import type { Heartbeat } from '../../domain/wire.ts';
import { createEventFinder } from './device-events.ts';
import { createHashFinder } from './sequence.ts';

/** A heartbeat can be overtaken by records that were made after it: for so long, in milliseconds, that is no going back. */
export const OVERTAKEN_MS = 120_000;
const DAY = 86_400_000;

export interface ToldPlace {
  /** Under which the records were made. */
  device: string;
  epoch: number;
  /** The last place that was given out; 0 for none yet. */
  seq: number;
  /** '' where it was not told. */
  hash: string;
}

/** The last place of each epoch that a tablet still knows of; of an older program only that of the present one. */
export function toldPlaces(device: string, { given = [], last }: Pick<Heartbeat, 'given' | 'last'>): ToldPlace[] {
  const places = given.map((one) => ({ ...one, device: one.device ?? device }));
  if (last && !places.some((one) => one.device === device && one.epoch === last.epoch))
    places.push({ ...last, device, hash: '' });
  return places;
}

interface Row {
  seq: number;
  hash: string;
  toldAt: number;
  aheadSince: number | null;
  aheadSeq: number | null;
}

/**
 * @param places of one heartbeat. @param now when it came. The caller has the transaction.
 */
export function keepTold(
  db: Database,
  office: number,
  device: string,
  { places, now }: { places: readonly ToldPlace[]; now: number },
): void {
  const key = 'office_id = ? and device_id = ? and epoch = ?';
  const find = db.prepare<[number, string, number], Row>(
    `select seq, hash, told_at as toldAt, ahead_since as aheadSince, ahead_seq as aheadSeq from device_told where ${key}`,
  );
  const save = db.prepare(
    `insert into device_told (office_id, device_id, epoch, seq, hash, told_at, ahead_since, ahead_seq)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (office_id, device_id, epoch) do update set seq = excluded.seq, hash = excluded.hash,
     told_at = excluded.told_at, ahead_since = excluded.ahead_since, ahead_seq = excluded.ahead_seq`,
  );
  const lastArrived = db
    .prepare<[number, string, number], number | null>(`select max(last) from device_runs where ${key}`)
    .pluck();
  const nextArrivedAt = db
    .prepare<[string, number, number, number], number>(
      `select received_at from submissions where device_id = ? and epoch = ? and seq > ? and office_id = ?
       order by seq limit 1`,
    )
    .pluck();
  const isTablet = db.prepare<[string, number]>('select 1 from devices where id = ? and office_id = ?');
  const hashesAt = createHashFinder(db, office);
  const found = createEventFinder(db, office);
  const before = now - OVERTAKEN_MS;
  const wentBack = (epoch: number, seq: number, id: string) =>
    found({ device, kind: 'went-back', id: `${epoch}:${id}`, at: now, place: seq > 0 ? { epoch, seq } : null });
  // While it lasts, once a day.
  const today = `day ${Math.floor(now / DAY)}`;

  for (const { device: maker, epoch, seq, hash } of places) {
    if (isTablet.get(maker, office) === undefined) continue;
    const known = find.get(office, maker, epoch);
    const arrived = lastArrived.get(office, maker, epoch) ?? 0;
    if (maker === device) {
      const toldMore = known && known.seq > seq && known.toldAt <= before;
      const gaveMore = arrived > seq && (nextArrivedAt.get(maker, epoch, seq, office) ?? Infinity) <= before;
      if (toldMore || gaveMore) wentBack(epoch, seq, today);
      const hashes = seq > 0 && hash !== '' ? hashesAt(maker, epoch, seq) : [];
      if (known?.seq === seq && known.hash !== '') hashes.push(known.hash);
      if (hash !== '' && hashes.length > 0 && !hashes.includes(hash))
        wentBack(epoch, seq, `${seq}:${hash.slice(0, 16)}`);
    }
    const higher = !known || seq > known.seq;
    const most = higher ? seq : known.seq;
    const ahead = most > arrived;
    // What was missing then has come: what is missing now is other.
    const { aheadSince = null, aheadSeq = null } = known ?? {};
    const renewed = aheadSeq === null || arrived >= aheadSeq;
    const [since, upTo] = !ahead ? [null, null] : renewed ? [now, most] : [aheadSince, aheadSeq];
    save.run(
      office,
      maker,
      epoch,
      most,
      higher || (known.seq === seq && known.hash === '') ? hash : known.hash,
      higher ? now : known.toldAt,
      since,
      upTo,
    );
  }
}
