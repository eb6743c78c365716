/**
 * Goes through the database and the journal side by side, in the order of the places and a slice at a time, and puts right in
 * each what the other has. Nothing is removed: what is no record, or has no place of its own, is set aside among the refused.
 */
import type { Run } from '../domain/wire.ts';
import type { Database } from './database.ts';
import { sha256 } from './digest.ts';
import type { Journal } from './journal/journal.ts';
import { recordLine, voidLine } from './journal/said.ts';
import { keyOf, type Key } from './key.ts';
import { OutboxRecord, parseMeta, salvage, type Last } from './record.ts';
import { covers } from './runs.ts';

/** What was found and done on the way. */
export interface Findings {
  /** Put right from the other store: in the database, and in the journal. */
  mended: Key[];
  logged: Key[];
  /** In neither as it was saved. */
  damaged: Key[];
  /** The place after the last one seen, by epoch, and the places in between that nobody has. */
  next: Map<number, number>;
  gaps: Run[];
}
/** A row of the database: as it is, and as a record when it is the one that was saved. */
interface Row {
  key: Key;
  row: object | undefined;
  good: OutboxRecord | null;
}
interface Stores {
  database: Database;
  journal: Journal;
  now: () => number;
}

const SLICE = 100;
const later = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
const inOrder = (a: Key, b: Key) => a[0] - b[0] || a[1] - b[1];
const nameOf = ([epoch, seq]: Key) => `${epoch} ${seq}`;

export async function alignStores(stores: Stores): Promise<Findings> {
  const findings: Findings = { mended: [], logged: [], damaged: [], next: new Map(), gaps: [] };
  for (let after: Key | null = null; ;) {
    const rows = await readRows(stores.database, after);
    const places = await stores.journal.places(after, SLICE);
    const ends: Key[] = [
      ...(rows.length === SLICE ? rows.slice(-1).map(({ key }) => key) : []),
      ...(places.length === SLICE ? places.slice(-1).map(keyOf) : []),
    ];
    const end = ends.sort(inOrder)[0];
    const within = (key: Key) => !end || inOrder(key, end) <= 0;
    const here = rows.filter(({ key }) => within(key));
    const there = places.filter((place) => within(keyOf(place)));
    await mendJournal(stores, findings, here, there);
    await mendDatabase(stores, findings, here, there);
    if (!end) return findings;
    after = end;
    await later();
  }
}

/** The next rows. One value that cannot be read fails a whole `getAll`; then each is read alone. */
async function readRows(database: Database, after: Key | null): Promise<Row[]> {
  const range = after && IDBKeyRange.lowerBound(after, true);
  const one = async (key: Key) => ({
    key,
    row: await (await database.read(['outbox'])).store.get(key).catch(() => undefined),
  });
  let found: { key: Key; row: unknown }[];
  try {
    const rows = await (await database.read(['outbox'])).store.getAll(range, SLICE);
    found = rows.map((row) => ({ key: keyOf(row), row }));
  } catch {
    const keys = await (await database.read(['outbox'])).store.getAllKeys(range, SLICE);
    found = await Promise.all(keys.map(one));
  }
  return Promise.all(
    found.map(async ({ key, row }) => {
      const parsed = OutboxRecord.safeParse(row);
      const whole = parsed.success && (await sha256(parsed.data.body)) === parsed.data.hash;
      return { key, row: typeof row === 'object' && row !== null ? row : undefined, good: whole ? parsed.data : null };
    }),
  );
}

/** Rows that the journal lacks, or has otherwise, and rows that are damaged. */
async function mendJournal(
  { database, journal, now }: Stores,
  findings: Findings,
  rows: readonly Row[],
  places: readonly Last[],
): Promise<void> {
  const hashes = new Map(places.map((place) => [nameOf(keyOf(place)), place.hash]));
  const differing = rows.filter(({ key, good }) => !good || hashes.get(nameOf(key)) !== good.hash);
  const copies = await journal.read(differing.map(({ key }) => key));
  const lines: string[] = [];
  for (const [at, { key, row, good }] of differing.entries()) {
    const copy = copies[at] ?? null;
    if (good && copy?.hash === good.hash) continue; // It was being saved.
    if (good) {
      // The place was taken after all: what the journal has there is an earlier try of the same visit, or is kept aside.
      if (copy) lines.push(voidLine(copy.hash));
      if (copy && copy.id !== good.id) await setAside(database, copy, now());
      lines.push(recordLine(good));
      findings.logged.push(key);
    } else if (copy && (await sha256(copy.body)) === copy.hash) {
      await restore(database, copy, true);
      findings.mended.push(key);
    } else {
      await setAside(database, { ...row, epoch: key[0], seq: key[1] }, now(), key);
      findings.damaged.push(key);
    }
  }
  if (lines.length > 0) await journal.append(lines);
}

/** Records that only the journal has. */
async function mendDatabase(
  { database, journal }: Stores,
  findings: Findings,
  rows: readonly Row[],
  places: readonly Last[],
): Promise<void> {
  const there = new Set(rows.map(({ key }) => nameOf(key)));
  const only = places.map(keyOf).filter((key) => !there.has(nameOf(key)));
  const back: Key[] = [];
  for (const copy of await journal.read(only))
    if (copy && (await restore(database, copy, false))) back.push(keyOf(copy));
  findings.mended.push(...back);
  for (const [epoch, seq] of [...rows.map(({ key }) => key), ...back].sort(inOrder)) {
    const next = findings.next.get(epoch) ?? 1;
    if (seq > next) findings.gaps.push({ epoch, first: next, last: seq - 1 });
    findings.next.set(epoch, seq + 1);
  }
}

/**
 * Puts back what waits in the journal and is gone from the database, as when somebody deleted it there.
 * @returns the places.
 */
export async function restoreUnsent({ database, journal }: Omit<Stores, 'now'>): Promise<Key[]> {
  const back: Key[] = [];
  const last = parseMeta('last', await (await database.read(['meta'])).store.get('last'));
  for (let after: Key | null = null; ;) {
    const records: OutboxRecord[] = await journal.unsent(after, SLICE);
    for (const record of records) {
      const key = keyOf(record);
      after = key;
      // What lies beyond the last place is being saved.
      if (last && inOrder(key, keyOf(last)) <= 0 && (await restore(database, record, false))) back.push(key);
    }
    if (records.length < SLICE) return back;
  }
}

/** @returns whether it was put there: it may have been refused, or purged after its time, or saved just now. */
async function restore(database: Database, record: OutboxRecord, over: boolean): Promise<boolean> {
  const tx = await database.write(['outbox', 'refused', 'meta']);
  const key = keyOf(record);
  const [taken, refused, purged] = await Promise.all([
    tx.objectStore('outbox').getKey(key),
    tx.objectStore('refused').getKey(key),
    tx.objectStore('meta').get('purged'),
  ]);
  const gone = covers(parseMeta('purged', purged) ?? [], record.epoch, record.seq);
  const belongs = over || (taken === undefined && refused === undefined && !gone);
  if (belongs) await tx.objectStore('outbox').put(record);
  await tx.done;
  return belongs;
}

/** Keeps a row among the refused with all that it had; nothing that is there is written over. */
async function setAside(database: Database, row: object, at: number, key?: Key): Promise<void> {
  const tx = await database.write(['outbox', 'refused']);
  // What is set aside may, on purpose, be no record; it has a place.
  const kept = salvage(row, at) as ReturnType<typeof salvage<OutboxRecord>>;
  if ((await tx.objectStore('refused').getKey(keyOf(kept))) === undefined) await tx.objectStore('refused').put(kept);
  if (key) await tx.objectStore('outbox').delete(key);
  await tx.done;
}
