/**
 * The same query over ten million submissions, on both engines. A million are stored as those of a tablet are, and each is then copied
 * nine times in the database, with its tallies; PostgreSQL gets what was moved there (store/move.ts). It takes 15 GB and some minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/server/deps.ts';
import { moveOffice } from '../../src/server/store/move.ts';
import { openTables } from '../../src/server/store/postgres/open.ts';
import { TABLE_NAMES, TALLY_TABLES } from '../../src/server/store/tallies-sums.ts';
import { startCluster } from '../helpers/postgres-server.ts';
import { inTurn, type Outcome } from './measure.ts';
import { fill, yearOf } from './results.ts';

const [SMALL, STORED, COPIES] = [100_000, 1_000_000, 9];
const LARGE = STORED * (COPIES + 1);
const ROUNDS = 15;

/** Each submission again, under other ids and in other places of the sequence, and every count of the tallies with it. */
function multiply(db: Database): void {
  const [first] = db.prepare<[], Record<string, unknown>>('select * from submissions limit 1').all();
  const columns = Object.keys(first ?? {}).filter((name) => name !== 'rowid');
  const copied = columns.map((name) => {
    if (name === 'id') return `id || '-' || copies.n`;
    return name === 'epoch' ? 'epoch + 1000000 * copies.n' : name;
  });
  const copies = Array.from({ length: COPIES }, (_, at) => `select ${at + 1} as n`).join(' union all ');
  db.transaction(() => {
    db.exec(
      `insert into submissions (${columns.join(', ')}) select ${copied.join(', ')} from submissions, (${copies}) copies`,
    );
    for (const table of TABLE_NAMES) {
      const counts = TALLY_TABLES[table].counts.map((name) => `${name} = ${name} * ${COPIES + 1}`);
      db.exec(`update ${table} set ${counts.join(', ')}`);
    }
  })();
  if (!db.pragma) db.exec('vacuum analyze');
}

interface Filled {
  db: Database;
  office: number;
}
async function compare(engine: string, small: Filled, large: Filled): Promise<Outcome> {
  const [query, baselineQuery] = [yearOf(large.db, large.office, LARGE), yearOf(small.db, small.office, SMALL)];
  const { ours, baseline } = await inTurn(ROUNDS, query, baselineQuery);
  const detail = `${ours.toFixed(1)} ms for ${LARGE.toLocaleString('en')} submissions against ${baseline.toFixed(1)} ms for ${SMALL.toLocaleString('en')}`;
  return { name: `result query over a year, ${engine}`, detail, ratio: ours / baseline, bound: 1.5, sense: 'most' };
}

export async function benchResultsLarge(): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hai-long-bench-'));
  const cluster = await startCluster();
  const opened: Database[] = [];
  /** A database of its own in the cluster, with what a data file holds. */
  const moved = (name: string, from: Filled): Filled => {
    const admin = openTables({ dataDir: join(folder, name), databaseUrl: cluster.url });
    if (!admin.ok) throw new Error(admin.message);
    admin.db.exec(`create database ${name}`);
    admin.db.close();
    const url = new URL(cluster.url);
    url.pathname = `/${name}`;
    const opening = openTables({ dataDir: join(folder, name), databaseUrl: url.href });
    if (!opening.ok) throw new Error(opening.message);
    const moving = moveOffice(from.db, from.office, opening.db);
    if (!moving.ok) throw new Error(moving.message);
    opened.push(opening.db);
    return { db: opening.db, office: moving.office };
  };
  try {
    const small = fill(join(folder, 'few'), SMALL);
    const large = fill(join(folder, 'many'), STORED);
    opened.push(small.db, large.db);
    const [smallMoved, largeMoved] = [moved('few', small), moved('many', large)];
    multiply(large.db);
    const file = await compare('SQLite', small, large);
    multiply(largeMoved.db);
    return [file, await compare('PostgreSQL', smallMoved, largeMoved)];
  } finally {
    for (const db of opened) db.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
