/**
 * The only place where records are stored. A record is on disk before anyone is thanked, leaves only against a receipt for
 * exactly its bytes, and whatever the server refuses is moved aside, never deleted.
 */
import { NO_PREVIOUS, type Draft } from '../domain/submission.ts';
import type { Receipt } from '../domain/wire.ts';
import type { KeyPair } from '../seal/sign.ts';
import type { Database } from './database.ts';
import { byteLength, sha256 } from './digest.ts';
import type { MakeLine } from './maker.ts';
import {
  keyOf,
  Meta,
  OutboxRecord,
  readRefused,
  salvage,
  type CachedSettings,
  type Identified,
  type Key,
  type Last,
  type MetaName,
  type MetaValue,
  type RefusedRecord,
} from './record.ts';

/** The oldest records, and the place of the last row looked at: `null` when there was none. */
export interface Batch {
  records: OutboxRecord[];
  last: Key | null;
}
export interface OutboxState {
  unsent: number;
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
/** Room for the envelope in the bytes of a batch. */
const ENVELOPE_BYTES = 256;

export function createOutbox(database: Database, make: MakeLine, now: () => number, saveDeadlineMs = SAVE_DEADLINE_MS) {
  // Kept in memory, so that a save costs one transaction; each save checks that no other tab has moved on.
  let device: Identified | null = null;
  let last: Last | null = null;

  const parse = <Name extends MetaName>(name: Name, value: unknown): MetaValue<Name> | null => {
    const parsed = Meta[name].safeParse(value);
    // The schema under a name has the type of that name; TypeScript does not follow the index.
    return parsed.success ? (parsed.data as MetaValue<Name>) : null;
  };

  async function recall<Name extends MetaName>(name: Name): Promise<MetaValue<Name> | null> {
    const tx = await database.read(['meta']);
    return parse(name, await tx.store.get(name));
  }
  async function remember<Name extends MetaName>(name: Name, value: MetaValue<Name>): Promise<void> {
    const tx = await database.write(['meta']);
    await Promise.all([tx.store.put(value, name), tx.done]);
  }

  /** Reads who this tablet is and where its sequence stands. */
  async function load(): Promise<void> {
    const tx = await database.read(['meta']);
    const [who, place] = await Promise.all([tx.store.get('device'), tx.store.get('last')]);
    device = parse('device', who);
    last = parse('last', place);
    // A tablet that knows who it is had a place as well: lost or unreadable, none may be guessed.
    if (device && !last) await remember('last', (last = newLife(place ?? 'lost')));
  }

  /** The next epoch; where the place is there but unreadable none may be guessed, so it is numbered by the clock. */
  function newLife(place: unknown): Last {
    const known = parse('last', place)?.epoch ?? (place === undefined ? 0 : Math.floor(now() / 1000));
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
      const found = parse('last', await meta.get('last'));
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

  async function setAside(unreadable: readonly OutboxRecord[]): Promise<void> {
    const tx = await database.write(['outbox', 'refused']);
    await Promise.all([
      ...unreadable.flatMap((row) => [
        tx.objectStore('refused').put(salvage(row, now())),
        tx.objectStore('outbox').delete(keyOf(row)),
      ]),
      tx.done,
    ]);
  }

  /** At most `limit` records and `bytes` bytes, but at least one if there is any, from the oldest after `after` on. */
  async function oldest(limit: number, bytes: number, after: Key | null = null): Promise<Batch> {
    const found = await readRows(database, limit, after);
    const unreadable: OutboxRecord[] = [];
    const batch: Batch = { records: [], last: null };
    let size = ENVELOPE_BYTES;
    for (const { key, row } of found) {
      const parsed = OutboxRecord.safeParse(row);
      if (parsed.success) {
        size += byteLength(parsed.data.body) + 1;
        if (size > bytes && batch.records.length > 0) break;
        batch.records.push(parsed.data);
      } else if (row) unreadable.push(row);
      batch.last = key;
    }
    if (unreadable.length > 0) await setAside(unreadable);
    return batch;
  }

  /**
   * Settles what the server has answered for, in one transaction: stored, duplicate and gone leave, refused is moved aside,
   * and a record without a receipt for its id and its hash stays.
   * @returns how many of the records stay.
   */
  async function settle(records: readonly OutboxRecord[], receipts: readonly Receipt[]): Promise<number> {
    const byHash = new Map(receipts.map((receipt) => [receipt.hash, receipt]));
    const answered = records.flatMap((record) => {
      const receipt = byHash.get(record.hash);
      return receipt?.id === record.id ? [{ record, receipt }] : [];
    });
    const tx = await database.write(['outbox', 'refused', 'meta']);
    const refusedAt = now();
    await Promise.all([
      ...answered
        .filter(({ receipt }) => receipt.status === 'refused')
        .map(({ record, receipt: { code = 'record-type' } }) =>
          tx.objectStore('refused').put({ ...record, code, refusedAt }),
        ),
      ...runsOf(answered.map(({ record }) => keyOf(record))).map(([from, to]) =>
        tx.objectStore('outbox').delete(IDBKeyRange.bound(from, to)),
      ),
      tx.objectStore('meta').put(refusedAt, 'contact'),
      tx.done,
    ]);
    return records.length - answered.length;
  }

  async function state(): Promise<OutboxState> {
    const tx = await database.read(['outbox', 'refused', 'meta']);
    const [unsent, cursor, refused, place] = await Promise.all([
      tx.objectStore('outbox').count(),
      tx.objectStore('outbox').openCursor(),
      tx.objectStore('refused').count(),
      tx.objectStore('meta').get('last'),
    ]);
    const first = OutboxRecord.safeParse(cursor?.value);
    return { unsent, oldestUnsentAt: first.data?.madeAt ?? null, refused, last: parse('last', place) };
  }

  /**
   * Puts what the server has refused back in its place in the outbox, byte for byte: the reason may have passed (a survey
   * that a restored server did not know). What never was a whole record stays where it is.
   */
  async function retryRefused(): Promise<void> {
    const tx = await database.write(['outbox', 'refused']);
    const rows = await tx.objectStore('refused').getAll();
    const whole = rows.flatMap((row) => {
      const parsed = OutboxRecord.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
    await Promise.all([
      ...whole.flatMap((record) => [
        tx.objectStore('outbox').put(record),
        tx.objectStore('refused').delete(keyOf(record)),
      ]),
      tx.done,
    ]);
  }

  async function refused(): Promise<RefusedRecord[]> {
    const tx = await database.read(['refused']);
    return (await tx.store.getAll()).map((row) => readRefused(row));
  }

  /** A tablet that is known by a new name starts a new epoch, so that no two records ever share a place. */
  async function enrolled(who: Identified, cached: CachedSettings, keys: KeyPair | null = null): Promise<void> {
    const tx = await database.write(['meta']);
    const [before, place] = await Promise.all([tx.store.get('device'), tx.store.get('last')]);
    const kept = parse('device', before)?.id === who.id ? parse('last', place) : null;
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

  return { load, recall, remember, add, oldest, settle, state, refused, retryRefused, enrolled };
}

/**
 * The runs of neighbours among sorted keys, as first and last. A run is deleted in one step, several times faster than key
 * by key; there are no places between neighbours, so nothing else can go with it.
 */
export function runsOf(keys: readonly Key[]): [Key, Key][] {
  const runs: [Key, Key][] = [];
  for (const key of keys) {
    const run = runs.at(-1);
    if (run && run[1][0] === key[0] && run[1][1] + 1 === key[1]) run[1] = key;
    else runs.push([key, key]);
  }
  return runs;
}

/** The oldest rows with their keys. One value that cannot be read fails a whole `getAll`; then they are read one by one. */
async function readRows(database: Database, limit: number, after: Key | null) {
  const range = after && IDBKeyRange.lowerBound(after, true);
  try {
    const tx = await database.read(['outbox']);
    return (await tx.store.getAll(range, limit)).map((row) => ({ key: keyOf(row), row }));
  } catch {
    const keys = await (await database.read(['outbox'])).store.getAllKeys(range, limit);
    const read = async (key: Key) => (await database.read(['outbox'])).store.get(key);
    const found = await Promise.allSettled(keys.map(read));
    return keys.map((key, at) => {
      const one = found[at];
      return { key, row: one?.status === 'fulfilled' ? one.value : undefined };
    });
  }
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
