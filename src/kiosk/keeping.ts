/**
 * What the tablet keeps although it was sent, and for how long: at least fourteen days and until the server has a backup that
 * is newer than the receipt, so that a server that was restored gets back exactly what it lacks. Ages are told by the
 * server's clock alone, for a tablet's clock may be wrong by years.
 */
import type { DeviceEvent } from '../domain/device-event.ts';
import type { Heartbeat, HeartbeatReply, Run } from '../domain/wire.ts';
import type { Database } from './database.ts';
import { keyOf } from './key.ts';
import { OutboxRecord, parseMeta, type SentRun } from './record.ts';
import { without, withRuns } from './runs.ts';

export const KEEP_MS = 14 * 86_400_000;
/** So many of each go into one heartbeat. */
export const MOST_TOLD = 50;
/** So many events wait for the server; beyond that the oldest goes, for something happens again and again. */
const MOST_EVENTS = 200;
const NO_SEQ = 0;
const MOST_NOTE = 200;

/** @param backup when the newest backup was begun; `null`: there is none; missing: the server never told. */
export const isOver = ({ at }: SentRun, now: number, backup: number | null | undefined): boolean =>
  at <= now - KEEP_MS && (backup === undefined || (backup !== null && backup > at));

/** What happened, as it is noted; the id and the time are given to it here. */
export type Happening = Pick<DeviceEvent, 'kind' | 'place' | 'note'>;

export const eventOf = (one: Happening, at: number): DeviceEvent => ({
  id: crypto.randomUUID(),
  at,
  ...one,
  ...(one.note !== undefined && { note: one.note.slice(0, MOST_NOTE) }),
});

/** @param onHeard what has to be sent again, and all that was ever purged when something more was. */
export function createKeeping(
  database: Database,
  now: () => number,
  onHeard: (missing: readonly Run[], purged: readonly Run[] | null) => void,
) {
  async function note(...happened: readonly Happening[]): Promise<void> {
    if (happened.length === 0) return;
    const tx = await database.write(['meta']);
    const events = parseMeta('events', await tx.store.get('events')) ?? [];
    const added = happened.map((one) => eventOf(one, now()));
    await Promise.all([tx.store.put([...events, ...added].slice(-MOST_EVENTS), 'events'), tx.done]);
  }

  /** The last place of each epoch of which there still are records, the newest first, and who made it if that was not this device. */
  async function given(): Promise<NonNullable<Heartbeat['given']>> {
    const tx = await database.read(['outbox', 'meta']);
    const meta = tx.objectStore('meta');
    const [who, place] = await Promise.all([meta.get('device'), meta.get('last')]);
    const device = parseMeta('device', who);
    const last = parseMeta('last', place);
    const found: NonNullable<Heartbeat['given']> = last && last.seq > NO_SEQ ? [last] : [];
    let cursor = await tx.objectStore('outbox').openKeyCursor(null, 'prev');
    while (cursor && found.length < MOST_TOLD) {
      const [epoch] = cursor.key;
      const row = OutboxRecord.safeParse(await tx.objectStore('outbox').get(cursor.key)).data;
      const maker = row && madeBy(row);
      if (epoch !== last?.epoch && maker)
        found.push({ epoch, seq: row.seq, hash: row.hash, ...(maker !== device?.id && { device: maker }) });
      cursor = await tx.objectStore('outbox').openKeyCursor(IDBKeyRange.upperBound([epoch, NO_SEQ]), 'prev');
    }
    return found;
  }

  /** What the heartbeat tells beside the counts. */
  async function toTell(): Promise<Pick<Heartbeat, 'given' | 'events'>> {
    const tx = await database.read(['meta']);
    const events = parseMeta('events', await tx.store.get('events')) ?? [];
    return { given: await given(), events: events.slice(0, MOST_TOLD) };
  }

  /**
   * Takes in what the server says: the events that it has, the places that it lacks, and how far its backups reach.
   * @returns whether something has to be sent again.
   */
  async function heard(reply: HeartbeatReply): Promise<boolean> {
    const tx = await database.write(['outbox', 'meta']);
    const meta = tx.objectStore('meta');
    const names = ['sent', 'purged', 'backup', 'events'] as const;
    const [sentValue, purgedValue, backupValue, eventsValue] = await Promise.all(names.map((name) => meta.get(name)));
    const sent = parseMeta('sent', sentValue) ?? [];
    const kept = without(sent, reply.missing ?? []);
    const known = backupValue === undefined ? undefined : parseMeta('backup', backupValue);
    const backup = reply.backedUpAt === undefined ? known : reply.backedUpAt;
    const over = kept.filter((run) => isOver(run, reply.receivedAt, backup));
    const events = parseMeta('events', eventsValue) ?? [];
    const untold = events.filter(({ id }) => !reply.events?.includes(id));
    const gone = over.map(({ epoch, first, last }) => ({ epoch, first, last }));
    const purged = withRuns(parseMeta('purged', purgedValue) ?? [], gone);
    const lacking = placesOf(kept) < placesOf(sent);
    await Promise.all([
      meta.put(now(), 'contact'),
      ...(backup === undefined ? [] : [meta.put(backup, 'backup')]),
      ...(untold.length < events.length ? [meta.put(untold, 'events')] : []),
      ...over.map(({ epoch, first, last }) =>
        tx.objectStore('outbox').delete(IDBKeyRange.bound(keyOf({ epoch, seq: first }), keyOf({ epoch, seq: last }))),
      ),
      ...(over.length > 0 ? [meta.put(purged, 'purged')] : []),
      ...(over.length > 0 || lacking ? [meta.put(without(kept, gone), 'sent')] : []),
      tx.done,
    ]);
    onHeard(lacking ? (reply.missing ?? []) : [], over.length > 0 ? purged : null);
    return lacking;
  }

  return { note, toTell, heard };
}

const placesOf = (runs: readonly SentRun[]) => runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);

/** The device that a line names; what cannot be read names none. */
function madeBy({ body }: OutboxRecord): string | undefined {
  try {
    const line: unknown = JSON.parse(body);
    const device = typeof line === 'object' && line !== null && 'device' in line ? line.device : undefined;
    return typeof device === 'string' ? device : undefined;
  } catch {
    return undefined; // Found and told when it is read to be sent.
  }
}
