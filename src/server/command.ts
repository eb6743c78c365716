/**
 * What all commands share: the same settings as the server, the same data folder (with or without a running server), and
 * the same way to end: 0 done, 1 could not, 2 asked the wrong way.
 */
import { parseConfig, type Config } from './config.ts';
import type { Database } from './deps.ts';
import { openUpdated } from './backup/before-update.ts';

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

/** @throws Stop when the settings or the data folder cannot be used. */
export async function openFolder(env: Readonly<Record<string, string | undefined>>, now: number): Promise<Folder> {
  const parsed = parseConfig(env);
  if (!parsed.ok) throw new Stop(parsed.messages.join('\n'));
  const opening = await openUpdated(parsed.config, now);
  if (!opening.ok) throw new Stop(opening.message);
  if (opening.backup !== null) warn(`Backed up before the update: ${opening.backup}`);
  return { db: opening.db, office: opening.office, config: parsed.config };
}

/** Opens the data folder for one piece of work, and closes it whatever becomes of that. */
export async function withFolder<T>(work: (folder: Folder) => T | Promise<T>): Promise<T> {
  const folder = await openFolder(process.env, Date.now());
  try {
    return await work(folder);
  } finally {
    folder.db.close();
  }
}

/** @throws Stop (usage) unless it is there. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new Stop(`${name} is missing`, 2);
  return value;
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

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
    warn(error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error));
    if (wrongCall) warn(`\n${usage}`);
  }
}
