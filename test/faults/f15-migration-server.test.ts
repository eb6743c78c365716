/**
 * F15: the server is killed while it brings a data file of an earlier version up to date, up to three times in a row. After
 * each kill the file is that of one whole version, with every ballot in it; in the end it is as if nothing had happened.
 */
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { databaseFile } from '../../src/server/store/connection.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { copyOf, folder, remove } from './kiosk-page.ts';
import { ballotsIn, derivedIn, oldFolders } from './old-ballots.ts';
import { type Bug, builtServer } from './planted.ts';
import { becomes, pause } from './real-clock.ts';
import { control, fault, type Finding, type Trials } from './runs.ts';
import { type Launched, launchServer } from './server-process.ts';
import { verified } from './verified.ts';

const NEWEST = MIGRATIONS.length;
const KILLS = 3;
/** The part of a start that the migrations take, about. */
const SHORT = 0.3;

const objectsOf = (db: Sqlite.Database) =>
  db.prepare<[], string>('select sql from sqlite_master where sql is not null order by sql').pluck().all();
/** The tables, indexes and triggers of a version that has run so many migrations. */
function schemaAt(level: number): string[] {
  const fresh = new Sqlite(':memory:');
  for (const sql of MIGRATIONS.slice(0, level)) fresh.exec(sql);
  const objects = objectsOf(fresh);
  fresh.close();
  return objects;
}
interface Looked {
  level: number;
  ballots: string[];
  derived: string[];
  wrong: string[];
}
/** Looks at a copy of the file as it lies there, without the program: what is there stays for the next start. */
function look(dataDir: string): Looked {
  const copy = copyOf(dataDir, 'f15-look');
  const db = new Sqlite(databaseFile(copy));
  try {
    const level = Number(db.pragma('user_version', { simple: true }));
    const sound = db.pragma('integrity_check', { simple: true }) === 'ok';
    const whole = JSON.stringify(objectsOf(db)) === JSON.stringify(schemaAt(level));
    return {
      level,
      ballots: ballotsIn(db),
      derived: level === NEWEST ? derivedIn(db) : [],
      wrong: [...(sound ? [] : ['not sound']), ...(whole ? [] : [`neither version ${level} nor another`])],
    };
  } finally {
    db.close();
    remove(copy);
  }
}

function hasOpen(pid: number | undefined, file: string): boolean {
  try {
    const held = `/proc/${pid}/fd`;
    return readdirSync(held).some((one) => readlinkSync(join(held, one)) === file);
  } catch {
    return false; // It has ended, or let go of something meanwhile.
  }
}
/** Starts the server, and waits until it has opened the file. */
async function opening(file: string, dataDir: string): Promise<Launched> {
  const server = launchServer(file, dataDir);
  while (!hasOpen(server.child.pid, databaseFile(dataDir)) && server.child.exitCode === null) await pause(1);
  return server;
}
interface Undisturbed {
  derived: string[];
  /** Milliseconds from the opening of the file until the server can be asked. */
  ms: number;
}
/** Whether the first migration is in the file's log. */
const written = (dataDir: string) =>
  (statSync(`${databaseFile(dataDir)}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
/** What an update leaves when nobody kills it. */
async function undisturbed(file: string, from: string): Promise<Undisturbed> {
  const dataDir = copyOf(from, 'f15');
  const server = await opening(file, dataDir);
  const began = performance.now();
  await server.url;
  const ms = performance.now() - began;
  await server.kill();
  const { derived } = look(dataDir);
  remove(dataDir);
  return { derived, ms };
}

interface Seen {
  kills: number;
  /** Kills after which the update had not been done. */
  before: number;
}
async function killed(file: string, from: string, whole: Undisturbed, random: () => number, seen: Seen) {
  const dataDir = copyOf(from, 'f15');
  const { level: old, ballots } = look(dataDir);
  const wrong: string[] = [];
  const changed = ({ ballots: now }: Looked) => JSON.stringify(now) !== JSON.stringify(ballots);
  for (let kill = 1 + Math.floor(random() * KILLS); kill > 0; kill--) {
    const server = await opening(file, dataDir);
    if (random() < 0.5) await pause(random() * whole.ms);
    else {
      await becomes(() => written(dataDir) || server.child.exitCode !== null, whole.ms * 2, 1);
      await pause(random() * whole.ms * SHORT);
    }
    await server.kill();
    const now = look(dataDir);
    wrong.push(...now.wrong, ...(now.level < old ? [`version ${now.level} after ${old}`] : []));
    if (changed(now)) wrong.push('the ballots differ after a kill');
    seen.kills += 1;
    if (now.level > old && now.level < NEWEST) wrong.push(`stopped halfway, at version ${now.level}`);
    if (now.level === old) seen.before += 1;
  }
  const server = launchServer(file, dataDir);
  const up = await server.url.then(
    () => true,
    () => false,
  );
  await server.kill();
  const end = look(dataDir);
  if (!up) wrong.push(`does not start any more: ${server.printed().trim()}`);
  if (end.level !== NEWEST) wrong.push(`stays at version ${end.level}`);
  if (changed(end)) wrong.push('the ballots differ in the end');
  if (JSON.stringify(end.derived) !== JSON.stringify(whole.derived))
    wrong.push('counted otherwise than without a kill');
  wrong.push(...end.wrong, ...(up ? verified(dataDir) : []));
  remove(dataDir);
  return wrong.map((line) => `from version ${old}: ${line}`);
}

async function kills({ n, seed }: Trials, bugs: readonly Bug[]): Promise<Finding> {
  const file = await builtServer(bugs);
  const root = folder('f15-old');
  const old = await oldFolders(root, seed);
  const random = randomFrom(seed);
  const whole = new Map<number, Undisturbed>();
  const seen: Seen = { kills: 0, before: 0 };
  const violations: string[] = [];
  for (let at = 0; at < n; at++) {
    // A few trials are spread over all versions.
    const level = old.levels[Math.floor(at * Math.max(1, old.levels.length / n)) % old.levels.length] ?? 1;
    const from = old.at(level);
    const end = whole.get(level) ?? (await undisturbed(file, from));
    whole.set(level, end);
    violations.push(...(await killed(file, from, end, random, seen)));
  }
  remove(root);
  const versions = Math.min(n, old.levels.length);
  return {
    violations,
    seen: `${versions} earlier versions, ${seen.kills} kills, ${seen.before} of them before the update was done`,
  };
}

const F15 = { id: 'F15', what: 'the server is killed while it updates its data file', slowMs: 40_000 };
fault({ ...F15, runs: { commit: 4, soak: 50, long: 1100 } }, (trials) => kills(trials, []));
/** Each statement on its own, and the number of the version after them. */
const apart: Bug = {
  file: 'store/database.ts',
  find: /db\.transaction\(\(\) => \{\s+for \(const \[index, sql\] of MIGRATIONS[^}]*\}`\);\s+\}\s+\}\)\.immediate\(\);/,
  put: (found) => found.replace('db.transaction(', '(').replace(').immediate();', ')();'),
};
control({ ...F15, runs: { commit: 3, soak: 11, long: 22 } }, 'a migration outside of a transaction', (trials) =>
  kills(trials, [apart]),
);
