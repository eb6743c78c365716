/**
 * What all commands share: the same settings as the server, the same data folder (with or without a running server), and
 * the same way to end: 0 done, 1 could not, 2 asked the wrong way.
 */
import { existsSync } from 'node:fs';
import { parseConfig, type Config } from './config.ts';
import type { Database } from './deps.ts';
import { databaseFile } from './store/connection.ts';
import { openStore } from './open-store.ts';

/** Ends a command with a sentence for the person who called it. */
export class Stop extends Error {
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface Folder {
  db: Database;
  /** `offices.id` */
  office: number;
  config: Config;
}

/** Whether a folder without data is refused, or made into one. */
export type Missing = 'refuse' | 'make';

/**
 * @param missing a name typed wrong must not become an empty folder in which all is well: only the demo makes one.
 * @throws Stop when the settings or the data folder cannot be used.
 */
async function openFolder(env: NodeJS.ProcessEnv, now: number, missing: Missing): Promise<Folder> {
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Stop(parsed.messages.join('\n'));
  const { dataDir, databaseUrl } = parsed.config;
  if (missing === 'refuse' && databaseUrl === null && !existsSync(databaseFile(dataDir)))
    throw new Stop(
      `Không có dữ liệu trong ${dataDir}, xem lại DATA_DIR / there is no data in ${dataDir}: see DATA_DIR`,
    );
  const opening = await openStore(parsed.config, now);
  if (!opening.ok) throw new Stop(opening.message);
  if (opening.backup !== null) warn(`Backed up before the update: ${opening.backup}`);
  return { db: opening.db, office: opening.office, config: parsed.config };
}

/** Opens the data folder for one piece of work, and closes it whatever becomes of that. */
export async function withFolder<T>(work: (folder: Folder) => T | Promise<T>, missing: Missing = 'refuse'): Promise<T> {
  const folder = await openFolder(process.env, Date.now(), missing);
  try {
    return await work(folder);
  } finally {
    folder.db.close();
  }
}

export const STOP_FIRST = 'Hãy dừng máy chủ trước / stop the server first';

/** @throws Stop (usage) unless it is there. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new Stop(`Thiếu ${name} / ${name} is missing`, 2);
  return value;
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** What the system says about a file, for whoever named it. `null`: it is about none. */
function fileFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('path' in error)) return null;
  const path = String(error.path);
  const texts: Partial<Record<string, string>> = {
    ENOENT: `Không có tệp ${path} / there is no file ${path}`,
    EEXIST: `Đã có tệp ${path}, không ghi đè / ${path} is there already, and is not written over`,
    EACCES: `Không có quyền với ${path} / no permission for ${path}`,
    EISDIR: `${path} là thư mục, không phải tệp / ${path} is a folder, no file`,
  };
  return texts[codeOf(error)] ?? null;
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export const warn = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * Runs a command to its end and sets the exit code.
 * @param usage printed for `--help`, and after a wrong call.
 * @param body resolves with the exit code.
 */
export async function runCommand(usage: string, body: () => number | Promise<number>): Promise<void> {
  // `npm run summary … | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  if (process.argv.includes('--help') || process.argv.includes('-h')) return print(usage);
  try {
    process.exitCode = await body();
  } catch (error) {
    const wrongCall = codeOf(error).startsWith('ERR_PARSE_ARGS') || (error instanceof Stop && error.exitCode === 2);
    process.exitCode = wrongCall ? 2 : 1;
    const expected = wrongCall || error instanceof Stop || /^(E[A-Z]+|SQLITE_[A-Z_]+)$/.test(codeOf(error));
    const told = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
    warn(fileFault(error) ?? told);
    if (wrongCall) warn(`\n${usage}`);
  }
}
