/**
 * What happened to the tablets: told by themselves, or found in what they sent. An event is kept once, by its id, and for
 * good; it never names an answer.
 */
import type { Database } from './engine.ts';
import {
  type DeviceEvent,
  type DeviceEventKind,
  FOUND_EVENTS,
  KeptEvent,
  TOLD_EVENTS,
} from '../../domain/device-event.ts';

export interface FoundEvent {
  device: string;
  kind: (typeof FOUND_EVENTS)[number];
  /** Tells one finding from the next, so that the same is kept once. */
  id: string;
  at: number;
  place: { epoch: number; seq: number } | null;
  note?: string;
}

const INSERT = `insert into device_events (office_id, device_id, id, kind, at, received_at, epoch, seq, note)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`;
type Row = [number, string, string, DeviceEventKind, number, number, number | null, number | null, string | null];

/** Prepares the statement once. The caller has the transaction. */
export function createEventFinder(db: Database, office: number): (event: FoundEvent) => void {
  const insert = db.prepare<Row>(INSERT);
  return ({ device, kind, id, at, place, note }) =>
    void insert.run(
      office,
      device,
      `${kind}:${id}`,
      kind,
      at,
      at,
      place?.epoch ?? null,
      place?.seq ?? null,
      note ?? null,
    );
}

/**
 * Keeps what a tablet tells.
 * @param ahead milliseconds by which its clock is ahead of the server's. @returns the ids that are kept.
 */
export function keepToldEvents(
  db: Database,
  office: number,
  device: string,
  events: readonly DeviceEvent[],
  { ahead, receivedAt }: { ahead: number; receivedAt: number },
): string[] {
  const insert = db.prepare<Row>(INSERT);
  return events.map(({ id, kind, at, place, note }) => {
    const when = Math.min(receivedAt, Math.max(0, at - ahead));
    insert.run(office, device, id, kind, when, receivedAt, place?.epoch ?? null, place?.seq ?? null, note ?? null);
    return id;
  });
}

const KINDS: readonly DeviceEventKind[] = [...TOLD_EVENTS, ...FOUND_EVENTS];

/** Newest first. A kind that this version does not know is left out. @param limit how many. */
export function listEvents(db: Database, office: number, device: string, limit: number): KeptEvent[] {
  return db
    .prepare<[number, string, number], Omit<KeptEvent, 'place'> & { epoch: number | null; seq: number | null }>(
      `select kind, at, received_at as receivedAt, epoch, seq, note from device_events
       where office_id = ? and device_id = ? order by received_at desc, at desc, id limit ?`,
    )
    .all(office, device, limit)
    .filter(({ kind }) => KINDS.includes(kind))
    .map(({ epoch, seq, ...event }) => ({ ...event, place: epoch === null || seq === null ? null : { epoch, seq } }));
}

/** How often each kind happened since an instant, and when last (by the server's receipt), for each tablet. */
export function countEvents(
  db: Database,
  office: number,
  since: number,
): { device: string; kind: DeviceEventKind; count: number; lastAt: number }[] {
  return db
    .prepare<[number, number], { device: string; kind: DeviceEventKind; count: number; lastAt: number }>(
      `select device_id as device, kind, count(*) as count, max(received_at) as lastAt from device_events
       where office_id = ? and received_at >= ? group by device_id, kind`,
    )
    .all(office, since);
}
