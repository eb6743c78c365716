/** A server's data folder with ballots of every kind in it, as each earlier version of the program would have left it. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { databaseFile } from '../../src/server/store/connection.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { backToLevel } from '../helpers/old-file.ts';
import { openApp } from '../helpers/server.ts';

const BALLOTS = 600;
const BATCH = 100;
const DAY = 86_400_000;

/** Two tablets over some months, with refused lines, a hole in one sequence, and remarks. */
async function fill(dataDir: string, seed: number): Promise<void> {
  const server = openApp({ dataDir, limits: { perMinute: 1e6, burst: 1e6 } });
  for (const [nth, counter] of ['quay-1', 'quay-2'].entries()) {
    const { device, token } = await server.enrol(counter);
    const maker = ballotMaker(device.id, seed + nth);
    for (let at = 0; at < BALLOTS / 2; at += BATCH) {
      const answeredAt = Date.now() - DAY * 120 * (1 - (2 * at) / BALLOTS);
      const lines = maker.many(BATCH, { answeredAt }).map(({ body }) => body);
      if (at === BATCH) lines.splice(3, 2, (lines[3] ?? '').replace('"end"', '"End"'));
      await sendBatch(async (path, init) => server.app.request(path, init), token, batchOf(lines));
    }
  }
  server.close();
}

export interface OldFolders {
  /** The folder as the version with so many migrations left it, made when it is asked for. It is copied, never opened. */
  at: (level: number) => string;
  levels: readonly number[];
}
/** @param root an empty folder, for all of them. */
export async function oldFolders(root: string, seed: number): Promise<OldFolders> {
  const today = join(root, 'today');
  await fill(today, seed);
  return {
    levels: MIGRATIONS.map((_, index) => index).slice(1),
    at(level) {
      const path = join(root, String(level));
      if (existsSync(path)) return path;
      cpSync(today, path, { recursive: true });
      backToLevel(path, level);
      const db = new Sqlite(databaseFile(path));
      db.pragma('journal_mode = wal');
      db.close();
      return path;
    },
  };
}

/** What no migration may change: every record with its bytes, and what was refused. One line each. */
export function ballotsIn(db: Sqlite.Database): string[] {
  const rows = (sql: string) => db.prepare<[], unknown[]>(sql).raw().all();
  const kept = [
    ...rows('select id, device_id, epoch, seq, hash, body, received_at from submissions order by id'),
    ...rows('select hash, device_id, id, code, hex(body) from refused_submissions order by hash'),
  ];
  return kept.map((row) => JSON.stringify(row));
}

const DERIVED = [
  'tallies',
  'ballot_tallies',
  'reason_tallies',
  'hour_tallies',
  'hour_reason_tallies',
  'remarks',
  'device_runs',
  'refused_places',
];
/** What the migrations work out from the ballots, of a file of today: one line for each row. */
export const derivedIn = (db: Sqlite.Database): string[] =>
  DERIVED.flatMap((table) =>
    db
      .prepare<[], unknown[]>(`select * from ${table}`)
      .raw()
      .all()
      .map((row) => `${table} ${JSON.stringify(row)}`),
  ).sort();
