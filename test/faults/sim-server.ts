/** The whole real server on a data file in memory: it can be stopped, started, filled up, and set back to an earlier day. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { createApp } from '../../src/server/app.ts';
import type { Run } from '../../src/domain/wire.ts';
import { LIMITS, type Deps } from '../../src/server/deps.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { issueCode } from '../../src/server/store/devices.ts';
import { createStoreHere } from '../../src/server/store/submissions.ts';
import { secretFile } from '../../src/server/store/secret.ts';
import { readEvidence } from '../../src/server/store/evidence.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { openApp } from '../helpers/server.ts';
import { type Found } from './checker.ts';
import { refusedIn, storedIn } from './visits.ts';

/** What all worlds begin with, so that the file is set up once and not ten thousand times. */
export interface Beginning {
  file: Buffer;
  /** The folder with the secret that belongs to the file. */
  dataDir: string;
  deps: Omit<Deps, 'db' | 'storeRecords'>;
  close: () => void;
}
export function beginning(): Beginning {
  // No page is asked for here: without a folder nothing is read for it.
  const opened = openApp({ web: '/nowhere', oldAssets: '/nowhere' });
  // All of it in the one file.
  opened.db.pragma('journal_mode = delete');
  const { db: _db, storeRecords: _store, ...deps } = opened.deps;
  return {
    file: opened.db.serialize(),
    dataDir: opened.dataDir,
    deps: { ...deps, limits: LIMITS },
    close: opened.close,
  };
}

export interface SimServer {
  ask: (path: string, init: RequestInit) => Promise<Response>;
  /** For one tablet to join with. */
  code: () => string;
  /** Keeps what is stored now as a backup. */
  backUp: () => void;
  /** Starts again on what is stored, or on what the last backup had; what was only in memory is gone. */
  restart: (from: 'disk' | 'backup') => void;
  /** The disk takes nothing more, until it does again. */
  full: (is: boolean) => void;
  /** How many records there are. */
  count: () => number;
  stored: () => Found[];
  refused: () => string[];
  /** The places that it says are missing, in the checker's form. */
  gaps: () => { device: string; runs: Run[] }[];
  /** What lies in the data file now. */
  db: () => Sqlite.Database;
  /** Lines for what is wrong with the tallies. */
  verify: () => string[];
  close: () => void;
}

// The harness is about what is asked of the disk, not about the disk: that is tried elsewhere.
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export function createSimServer({ file, dataDir, deps }: Beginning, now: () => number): SimServer {
  const folder = mkdtempSync(join(MEMORY, 'hai-long-sim-'));
  copyFileSync(secretFile(dataDir), secretFile(folder));
  let backup = file;
  let db: Sqlite.Database;
  let app: ReturnType<typeof createApp>;
  const open = (bytes: Buffer) => {
    writeFileSync(databaseFile(folder), bytes);
    db = new Sqlite(databaseFile(folder));
    db.pragma('foreign_keys = on');
    db.pragma('journal_mode = memory');
    db.pragma('synchronous = off');
    start();
  };
  const start = () => {
    const storeRecords = createStoreHere(db, deps.office, deps.config.zone);
    // Each its own: what waits for the end of an app would hold all of them in memory.
    const closing = new AbortController().signal;
    app = createApp({ ...deps, db, storeRecords, now, monotonic: now, audit: () => undefined, closing });
  };
  open(file);
  const full = (is: boolean) => {
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${is ? pages : 1_000_000_000}`);
  };
  return {
    ask: async (path, init) => app.request(`http://127.0.0.1${path}`, init),
    code: () => issueCode(db, deps.office, 'quay-1', now()),
    backUp: () => void (backup = db.serialize()),
    restart(from) {
      if (from === 'disk') return start();
      db.close();
      open(backup);
    },
    full,
    count: () => Number(db.prepare('select count(*) from submissions').pluck().get()),
    stored: () => storedIn(db),
    refused: () => refusedIn(db),
    gaps: () =>
      [...readEvidence(db, deps.office)].map(([device, epochs]) => ({
        device,
        runs: epochs.flatMap(({ epoch, missing }) => missing.map(({ first, last }) => ({ epoch, first, last }))),
      })),
    db: () => db,
    verify: () => verifyTallies(db, deps.office).differences.map((one) => `tally differs: ${JSON.stringify(one)}`),
    close() {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
