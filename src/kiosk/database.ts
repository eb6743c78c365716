/**
 * The tablet's database. Every write goes through `write`, which asks for strict durability: with the browser's default a
 * power cut takes all that was written in the last seconds. An open never hangs, and a lost connection is opened again; but
 * not after an error of the disk, for what is written after that can cost the browser all that was written before.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames, wrap } from 'idb';
import type { Heartbeat } from '../domain/wire.ts';
import { type Buckets, openSomewhere } from './factory.ts';
import type { Key } from './key.ts';
import type { OutboxRecord, RefusedRecord } from './record.ts';

export interface Schema extends DBSchema {
  outbox: { key: Key; value: OutboxRecord };
  refused: { key: Key; value: RefusedRecord };
  meta: { key: string; value: unknown };
}
type Stores = StoreNames<Schema>;
type Db = IDBPDatabase<Schema>;

/** `read-only`: it failed, and is not written before the browser starts again. `off`: it cannot be used. */
export type StoreState = NonNullable<Heartbeat['stores']>['database'];

export interface Database {
  read<const S extends readonly Stores[]>(stores: S): Promise<IDBPTransaction<Schema, S, 'readonly'>>;
  write<const S extends readonly Stores[]>(stores: S): Promise<IDBPTransaction<Schema, S, 'readwrite'>>;
  state(): StoreState;
  /** Called once, when it fails. */
  onFault(listener: (why: string) => void): void;
  /** Uses it no more in this session. */
  giveUp(why: string): void;
  close(): void;
}

const VERSION = 1;
const OPEN_DEADLINE_MS = 5000;
const OUT = 'the disk failed; the browser must be started again before anything is written';
/** How browsers say that the disk, or what they keep on it, failed. */
const DISK = /IO error|backing store|corrupt/i;
const isFault = (error: unknown) =>
  error instanceof Error && (error.name === 'UnknownError' || DISK.test(error.message));
const hasName = (error: unknown, name: string) => error instanceof Error && error.name === name;

/**
 * Nothing is opened until it is needed. Operations reject when the open fails or takes longer than `deadlineMs`.
 * @param buckets where another database is begun should this one never open again.
 */
export function createDatabase(
  name = 'hai-long',
  { deadlineMs = OPEN_DEADLINE_MS, buckets }: { deadlineMs?: number; buckets?: Buckets | undefined } = {},
): Database {
  let opening: Promise<Db> | null = null;
  // After a failed disk write Chromium can lose the whole database if it is written again in the same session.
  let state: StoreState = 'ok';
  let tell: (why: string) => void = () => undefined;

  function fail(next: StoreState, why: string): void {
    if (state !== 'ok') return;
    state = next;
    tell(why);
  }

  function open(): Promise<Db> {
    if (opening) return opening;
    if (state !== 'ok') return Promise.reject(new Error(OUT));
    let late = false;
    const drop = () => {
      if (opening === mine) opening = null;
    };
    const openAt = async (factory: IDBFactory, version?: number): Promise<Db> => {
      const request = factory.open(name, version);
      request.addEventListener('upgradeneeded', ({ oldVersion }) => {
        if (oldVersion >= 1) return;
        const { result: db } = request;
        db.createObjectStore('outbox', { keyPath: ['epoch', 'seq'] });
        db.createObjectStore('refused', { keyPath: ['epoch', 'seq'] });
        db.createObjectStore('meta');
      });
      // Older tabs close at once (below); should one not, the deadline ends the wait.
      request.addEventListener('blocked', () => console.warn('another tab still holds the old database'));
      const db = (await wrap(request)) as Db; // The stores are those made above, by this or a newer program.
      db.addEventListener('versionchange', () => {
        drop();
        db.close();
      });
      db.addEventListener('close', () => {
        drop();
        fail('read-only', 'the browser closed the database');
      });
      return db;
    };
    // A newer program has been here: its database still has these stores, so what is on it can be kept and sent.
    const openIn = (factory: IDBFactory) =>
      openAt(factory, VERSION).catch((error: unknown) => {
        if (hasName(error, 'VersionError')) return openAt(factory);
        throw error;
      });
    const opened = openSomewhere(openIn, buckets);
    const mine: Promise<Db> = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        late = true;
        reject(new Error('the database did not open in time'));
      }, deadlineMs);
      opened.then((db) => (late ? db.close() : resolve(db)), reject).finally(() => clearTimeout(timer));
    });
    opening = mine;
    mine.catch((error: unknown) => {
      drop();
      if (isFault(error)) fail('off', String(error));
    });
    return mine;
  }

  /** A connection can be gone without a word; then the transaction does not start, and a second open may do. */
  async function begin<T>(start: (db: Db) => T): Promise<T> {
    const db = await open();
    try {
      return start(db);
    } catch (error) {
      if (!hasName(error, 'InvalidStateError')) throw error;
      opening = null;
      return start(await open());
    }
  }

  return {
    read: (stores) => begin((db) => db.transaction(stores, 'readonly')),
    write: async (stores) => {
      if (state !== 'ok') throw new Error(OUT);
      return begin((db) => {
        const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
        tx.done.catch((error: unknown) => {
          if (isFault(error)) fail('read-only', String(error));
        });
        return tx;
      });
    },
    state: () => state,
    onFault: (listener) => {
      tell = listener;
    },
    giveUp: (why) => fail('off', why),
    close() {
      void opening?.then(
        (db) => db.close(),
        () => undefined,
      );
      opening = null;
    },
  };
}
