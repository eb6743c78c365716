/**
 * What is read from the outbox to be sent, and what becomes of it: a record counts as sent only against a receipt for exactly
 * its bytes, and stays on the tablet all the same until it is purged; what the server refuses is moved aside, never deleted.
 */
import type { Receipt } from '../domain/wire.ts';
import { answeredBy } from './answered.ts';
import type { Database } from './database.ts';
import type { Beside } from './beside.ts';
import { byteLength, sha256 } from './digest.ts';
import type { Happening } from './keeping.ts';
import { keyOf, type Key } from './key.ts';
import { OutboxRecord, parseMeta, readRefused, salvage, type RefusedRecord, type SentRun } from './record.ts';
import { between, rangeOf, runsOf, withSent } from './runs.ts';

/** The oldest records, and the place of the last row looked at: `null` when there was none. */
export interface Batch {
  records: OutboxRecord[];
  last: Key | null;
}
/** Room for the envelope in the bytes of a batch. */
export const ENVELOPE_BYTES = 256;

/**
 * @param onSent told of what the server has answered for.
 * @param tell told of records that were damaged, mended or not.
 */
export function createSending(
  database: Database,
  now: () => number,
  beside: Pick<Beside, 'journal'>,
  onSent: (runs: readonly SentRun[]) => void,
  tell: (...happened: Happening[]) => Promise<void>,
) {
  /** A row that is no whole record: put right from the journal, or moved aside with all that it had. */
  async function mend(key: Key, row: OutboxRecord | undefined): Promise<OutboxRecord | null> {
    const place = { epoch: key[0], seq: key[1] };
    const journal = await beside.journal();
    const [copy] = (await journal?.read([key])) ?? [];
    const good = copy && (await sha256(copy.body)) === copy.hash ? copy : null;
    const tx = await database.write(['outbox', 'refused']);
    await Promise.all([
      ...(good
        ? [tx.objectStore('outbox').put(good)]
        : [
            tx.objectStore('refused').put(salvage(row ?? { ...place, id: '', hash: '', body: '', madeAt: 0 }, now())),
            tx.objectStore('outbox').delete(key),
          ]),
      tx.done,
    ]);
    await tell({ kind: good ? 'record-mended' : 'record-damaged', place });
    return good;
  }

  /** At most `limit` unsent records and `bytes` bytes, but at least one if there is any, from the oldest after `after` on. */
  async function oldest(limit: number, bytes: number, after: Key | null = null): Promise<Batch> {
    const found = await unsentRows(database, limit, after);
    const checked = await Promise.all(found.map(async (one) => ({ ...one, record: await wholeRecord(one.row) })));
    const batch: Batch = { records: [], last: null };
    let size = ENVELOPE_BYTES;
    for (const { key, row, record: whole } of checked) {
      // What the browser cannot even give back stays where it is, and is stepped over, unless the journal has it.
      const record = whole ?? (row || (await inJournal(key)) ? await mend(key, row) : null);
      if (record) {
        size += byteLength(record.body) + 1;
        if (size > bytes && batch.records.length > 0) break;
        batch.records.push(record);
      }
      batch.last = key;
    }
    return batch;
  }
  async function inJournal(key: Key): Promise<boolean> {
    const journal = await beside.journal();
    return Boolean((await journal?.read([key]))?.[0]);
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
    const answered = answeredBy(receipts, records);
    const refused = answered.filter(({ receipt }) => receipt.status === 'refused');
    const runs = runsOf(
      answered.filter(({ receipt }) => receipt.status !== 'refused').map(({ record }) => keyOf(record)),
    );
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
    onSent(runs.map((run) => ({ ...run, at: receivedAt })));
    return records.length - answered.length;
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

  return { oldest, settle, retryRefused, refused };
}

/** @returns `null` for what is no record, or not the one that was saved. */
async function wholeRecord(row: unknown): Promise<OutboxRecord | null> {
  const parsed = OutboxRecord.safeParse(row);
  return parsed.success && (await sha256(parsed.data.body)) === parsed.data.hash ? parsed.data : null;
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
