/**
 * What is read from the outbox to be sent, and what becomes of it: a record counts as sent only against a receipt for exactly
 * its bytes, and stays on the tablet all the same until it is purged; what the server refuses is moved aside, never deleted.
 */
import type { Receipt } from '../domain/wire.ts';
import type { Database } from './database.ts';
import { byteLength } from './digest.ts';
import {
  keyOf,
  OutboxRecord,
  parseMeta,
  readRefused,
  salvage,
  type Key,
  type RefusedRecord,
  type SentRun,
} from './record.ts';
import { between, rangeOf, runsOf, without, withSent } from './runs.ts';

/** The oldest records, and the place of the last row looked at: `null` when there was none. */
export interface Batch {
  records: OutboxRecord[];
  last: Key | null;
}
/** Room for the envelope in the bytes of a batch. */
const ENVELOPE_BYTES = 256;

export function createSending(database: Database, now: () => number) {
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

  /** At most `limit` unsent records and `bytes` bytes, but at least one if there is any, from the oldest after `after` on. */
  async function oldest(limit: number, bytes: number, after: Key | null = null): Promise<Batch> {
    const found = await unsentRows(database, limit, after);
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
   * Settles what the server has answered for, in one transaction: stored, duplicate and gone are noted as sent, refused is
   * moved aside, and a record without a receipt for its id and its hash stays unsent.
   * @param receivedAt when the server received them, by its clock.
   * @returns how many of the records stay unsent.
   */
  async function settle(
    records: readonly OutboxRecord[],
    receipts: readonly Receipt[],
    receivedAt: number,
  ): Promise<number> {
    const byHash = new Map(receipts.map((receipt) => [receipt.hash, receipt]));
    const answered = records.flatMap((record) => {
      const receipt = byHash.get(record.hash);
      return receipt?.id === record.id ? [{ record, receipt }] : [];
    });
    const refused = answered.filter(({ receipt }) => receipt.status === 'refused');
    const runs = runsOf(answered.map(({ record }) => keyOf(record)));
    const tx = await database.write(['outbox', 'refused', 'meta']);
    const meta = tx.objectStore('meta');
    const sent = parseMeta('sent', await meta.get('sent')) ?? [];
    const refusedAt = now();
    await Promise.all([
      ...refused.flatMap(({ record, receipt: { code = 'record-type' } }) => [
        tx.objectStore('refused').put({ ...record, code, refusedAt }),
        tx.objectStore('outbox').delete(keyOf(record)),
      ]),
      meta.put(withSent(sent, runs, receivedAt), 'sent'),
      meta.put(refusedAt, 'contact'),
      tx.done,
    ]);
    return records.length - answered.length;
  }

  /**
   * Puts what the server has refused back in its place in the outbox, byte for byte: the reason may have passed (a survey
   * that a restored server did not know). What never was a whole record stays where it is.
   */
  async function retryRefused(): Promise<void> {
    const tx = await database.write(['outbox', 'refused', 'meta']);
    const meta = tx.objectStore('meta');
    const [rows, sent] = await Promise.all([tx.objectStore('refused').getAll(), meta.get('sent')]);
    const whole = rows.flatMap((row) => {
      const parsed = OutboxRecord.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
    await Promise.all([
      ...whole.flatMap((record) => [
        tx.objectStore('outbox').put(record),
        tx.objectStore('refused').delete(keyOf(record)),
      ]),
      meta.put(without<SentRun>(parseMeta('sent', sent) ?? [], runsOf(whole.map(keyOf))), 'sent'),
      tx.done,
    ]);
  }

  async function refused(): Promise<RefusedRecord[]> {
    const tx = await database.read(['refused']);
    return (await tx.store.getAll()).map((row) => readRefused(row));
  }

  return { oldest, settle, retryRefused, refused };
}

interface Found {
  key: Key;
  row: OutboxRecord | undefined;
}
/** The oldest unsent rows with their keys. One value that cannot be read fails a whole `getAll`; then each is read alone. */
async function unsentRows(database: Database, limit: number, after: Key | null): Promise<Found[]> {
  const tx = await database.read(['outbox', 'meta']);
  const sent = parseMeta('sent', await tx.objectStore('meta').get('sent')) ?? [];
  const found: Found[] = [];
  for (const stretch of between(sent, after)) {
    const range = rangeOf(stretch);
    const left = limit - found.length;
    if (left === 0) break;
    try {
      found.push(...(await tx.objectStore('outbox').getAll(range, left)).map((row) => ({ key: keyOf(row), row })));
    } catch {
      const keys = await (await database.read(['outbox'])).store.getAllKeys(range, left);
      const read = async (key: Key) => (await database.read(['outbox'])).store.get(key);
      const rows = await Promise.allSettled(keys.map(read));
      found.push(
        ...keys.map((key, at) => {
          const one = rows[at];
          return { key, row: one?.status === 'fulfilled' ? one.value : undefined };
        }),
      );
    }
  }
  return found;
}
