/**
 * The tablet's database. Every write goes through `write`, which asks for strict durability: with the browser's default a
 * power cut takes all that was written in the last seconds. An open never hangs, and a lost connection is opened again.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { Key, OutboxRecord, RefusedRecord } from './record.ts';

export interface Schema extends DBSchema {
  outbox: { key: Key; value: OutboxRecord };
  refused: { key: Key; value: RefusedRecord };
  meta: { key: string; value: unknown };
}
type Stores = StoreNames<Schema>;
type Db = IDBPDatabase<Schema>;

export interface Database {
  read<const S extends readonly Stores[]>(stores: S): Promise<IDBPTransaction<Schema, S, 'readonly'>>;
  write<const S extends readonly Stores[]>(stores: S): Promise<IDBPTransaction<Schema, S, 'readwrite'>>;
  close(): void;
}

const VERSION = 1;
const OPEN_DEADLINE_MS = 5000;
const hasName = (error: unknown, name: string) => error instanceof Error && error.name === name;

/** Nothing is opened until it is needed. Operations reject when the open fails or takes longer than `deadlineMs`. */
export function createDatabase(name = 'hai-long', deadlineMs = OPEN_DEADLINE_MS): Database {
  let opening: Promise<Db> | null = null;
  // After a failed disk write Chromium can lose the whole database if it is written again in the same session.
  let diskFault = false;

  function open(): Promise<Db> {
    if (opening) return opening;
    let late = false;
    const drop = () => {
      if (opening === mine) opening = null;
    };
    const openAt = (version?: number) =>
      openDB<Schema>(name, version, {
        upgrade(db, from) {
          if (from >= 1) return;
          db.createObjectStore('outbox', { keyPath: ['epoch', 'seq'] });
          db.createObjectStore('refused', { keyPath: ['epoch', 'seq'] });
          db.createObjectStore('meta');
        },
        // Older tabs close at once (below); should one not, the deadline ends the wait.
        blocked: () => console.warn('another tab still holds the old database'),
        blocking: (_current, _blocked, event) => {
          drop();
          if (event.target instanceof IDBDatabase) event.target.close();
        },
        terminated: drop,
      });
    // A newer program has been here: its database still has these stores, so what is on it can be kept and sent.
    const opened = openAt(VERSION).catch((error: unknown) => {
      if (hasName(error, 'VersionError')) return openAt();
      throw error;
    });
    const mine: Promise<Db> = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        late = true;
        reject(new Error('the database did not open in time'));
      }, deadlineMs);
      opened.then((db) => (late ? db.close() : resolve(db)), reject).finally(() => clearTimeout(timer));
    });
    opening = mine;
    mine.catch(drop);
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
      if (diskFault) throw new Error('the disk failed; the browser must be started again before anything is written');
      return begin((db) => {
        const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
        tx.done.catch((error: unknown) => {
          if (error instanceof Error && /IO error/i.test(error.message)) diskFault = true;
        });
        return tx;
      });
    },
    close() {
      void opening?.then(
        (db) => db.close(),
        () => undefined,
      );
      opening = null;
    },
  };
}
