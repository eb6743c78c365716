/**
 * The only place where records are stored. A record is on disk before anyone is thanked, leaves only against a receipt for
 * exactly its bytes, and whatever the server refuses is moved aside, never deleted.
 */
import { NO_PREVIOUS, type Draft } from '../domain/submission.ts';
import type { KeyPair } from '../seal/sign.ts';
import type { Database } from './database.ts';
import { sha256 } from './digest.ts';
import { createKeeping } from './keeping.ts';
import type { MakeLine } from './maker.ts';
import {
  OutboxRecord,
  parseMeta,
  type CachedSettings,
  type Identified,
  type Last,
  type MetaName,
  type MetaValue,
} from './record.ts';
import { between, rangeOf } from './runs.ts';
import { createSending } from './sending.ts';

export interface OutboxState {
  unsent: number;
  /** Sent, and kept for a server that has to be restored. */
  kept: number;
  oldestUnsentAt: number | null;
  refused: number;
  last: Last | null;
}
/** A save under way: whether it is too late for it, and how to stop it; false when it cannot be stopped any more. */
interface Save {
  late: boolean;
  stop: () => boolean;
}
export type Outbox = ReturnType<typeof createOutbox>;

const SAVE_DEADLINE_MS = 2000;
const TOO_LATE = 'the record was not on disk in time';

export function createOutbox(database: Database, make: MakeLine, now: () => number, saveDeadlineMs = SAVE_DEADLINE_MS) {
  // Kept in memory, so that a save costs one transaction; each save checks that no other tab has moved on.
  let device: Identified | null = null;
  let last: Last | null = null;

  async function recall<Name extends MetaName>(name: Name): Promise<MetaValue<Name> | null> {
    const tx = await database.read(['meta']);
    return parseMeta(name, await tx.store.get(name));
  }
  async function remember<Name extends MetaName>(name: Name, value: MetaValue<Name>): Promise<void> {
    const tx = await database.write(['meta']);
    await Promise.all([tx.store.put(value, name), tx.done]);
  }

  /** Reads who this tablet is and where its sequence stands. */
  async function load(): Promise<void> {
    const tx = await database.read(['meta']);
    const [who, place] = await Promise.all([tx.store.get('device'), tx.store.get('last')]);
    device = parseMeta('device', who);
    last = parseMeta('last', place);
    // A tablet that knows who it is had a place as well: lost or unreadable, none may be guessed.
    if (device && !last) await remember('last', (last = newLife(place ?? 'lost')));
  }

  /** The next epoch; where the place is there but unreadable none may be guessed, so it is numbered by the clock. */
  function newLife(place: unknown): Last {
    const known = parseMeta('last', place)?.epoch ?? (place === undefined ? 0 : Math.floor(now() / 1000));
    return { epoch: known + 1, seq: 0, hash: NO_PREVIOUS };
  }

  async function append(draft: Draft, save: Save): Promise<void> {
    if (!device || !last) await load();
    while (!save.late) {
      if (!device || !last) throw new Error('this tablet is not enrolled');
      const { epoch, seq, hash: prev } = last;
      const place = { epoch, seq: seq + 1 };
      const id = crypto.randomUUID();
      const body = await make(draft, { id, device: device.id, ...place, prev });
      const next = { ...place, hash: await sha256(body) };
      const tx = await database.write(['outbox', 'meta']);
      save.stop = () => stopped(tx);
      if (save.late) save.stop();
      const meta = tx.objectStore('meta');
      const found = parseMeta('last', await meta.get('last'));
      if (found?.epoch === epoch && found.seq === seq && found.hash === prev) {
        const record: OutboxRecord = { ...next, id, body, madeAt: now() };
        await Promise.all([tx.objectStore('outbox').add(record), meta.put(next, 'last'), tx.done]);
        last = next;
        return;
      }
      await tx.done;
      await load();
    }
    throw new Error(TOO_LATE);
  }

  /**
   * Makes the record of a finished visit and puts it on disk.
   * @returns when the transaction is complete, and only then; rejects when it was aborted, or took too long and was stopped.
   * What rejected is not on disk and will not be: it may be saved again.
   */
  function add(draft: Draft): Promise<void> {
    return new Promise((resolve, reject) => {
      const save: Save = { late: false, stop: () => true };
      const timer = setTimeout(() => {
        save.late = true;
        if (save.stop()) reject(new Error(TOO_LATE));
      }, saveDeadlineMs);
      append(draft, save)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  async function state(): Promise<OutboxState> {
    const tx = await database.read(['outbox', 'refused', 'meta']);
    const [outbox, meta] = [tx.objectStore('outbox'), tx.objectStore('meta')];
    const [place, sentRuns] = await Promise.all([meta.get('last'), meta.get('sent')]);
    const stretches = between(parseMeta('sent', sentRuns) ?? [], null).map(rangeOf);
    const [all, refused, ...counts] = await Promise.all([
      outbox.count(),
      tx.objectStore('refused').count(),
      ...stretches.map((range) => outbox.count(range)),
    ]);
    const unsent = counts.reduce((sum, count) => sum + count, 0);
    const first = stretches[counts.findIndex((count) => count > 0)];
    const oldest = unsent === 0 ? undefined : OutboxRecord.safeParse((await outbox.openCursor(first))?.value).data;
    return {
      unsent,
      kept: all - unsent,
      oldestUnsentAt: oldest?.madeAt ?? null,
      refused,
      last: parseMeta('last', place),
    };
  }

  /** A tablet that is known by a new name starts a new epoch, so that no two records ever share a place. */
  async function enrolled(who: Identified, cached: CachedSettings, keys: KeyPair | null = null): Promise<void> {
    const tx = await database.write(['meta']);
    const [before, place] = await Promise.all([tx.store.get('device'), tx.store.get('last')]);
    const kept = parseMeta('device', before)?.id === who.id ? parseMeta('last', place) : null;
    const next = kept ?? newLife(place);
    await Promise.all([
      tx.store.put(who, 'device'),
      keys ? tx.store.put(keys, 'keys') : tx.store.delete('keys'),
      tx.store.put(cached, 'settings'),
      tx.store.put(next, 'last'),
      tx.done,
    ]);
    device = who;
    last = next;
  }

  return {
    load,
    recall,
    remember,
    add,
    state,
    enrolled,
    ...createSending(database, now),
    ...createKeeping(database, now),
  };
}

/** Aborts. @returns false for a transaction that is already on its way to the disk: only its own end says what became of it. */
function stopped(tx: { abort(): void }): boolean {
  try {
    tx.abort();
    return true;
  } catch {
    return false;
  }
}
