/** Makes a backup when one is due, while the process runs. One that fails is tried again, and said in the log. */
import { Worker } from 'node:worker_threads';
import type { LastBackup } from '../../domain/backup.ts';
import type { Deps } from '../deps.ts';
import { readLastBackup } from '../store/last-backup.ts';
import type { BackupPlace } from './make.ts';

export interface BackupPace {
  /** Milliseconds from the start to the first look, and between two looks. */
  first: number;
  every: number;
}
const PACE: BackupPace = { first: 300_000, every: 900_000 };
const HOUR = 3_600_000;

/** @param file the built worker.ts. @returns the way to stop; a backup in hand is dropped, and due again after the next start. */
export function startBackups(
  { db, office, config, now, log, backups }: Pick<Deps, 'db' | 'office' | 'config' | 'now' | 'log' | 'backups'>,
  file: string,
  { first, every }: BackupPace = PACE,
): () => Promise<unknown> {
  const { dir, hours, keep } = config.backup;
  const place: BackupPlace = {
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    backupDir: dir,
    office,
    code: config.office.code,
    keep,
  };
  let making: Promise<void> | null = null;
  let worker: Worker | null = null;
  let stopped = false;

  const makeThere = () =>
    new Promise<LastBackup>((resolve, reject) => {
      worker = new Worker(file, { workerData: place });
      worker.on('message', resolve).on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the thread of the backups ended with ${code}`)));
    });

  async function make(): Promise<void> {
    const last = readLastBackup(db, office);
    const age = last === null ? Infinity : now() - last.at;
    // A clock that was set back leaves a backup of the future behind: that one is due, too.
    if (age >= 0 && age < hours * HOUR) return;
    const { name, submissions, bytes, elsewhere } = await makeThere();
    backups.made();
    log('backup-made', { name, submissions, bytes, elsewhere: String(elsewhere) });
  }
  const look = () => {
    making ??= make()
      .catch((error: unknown) => {
        if (stopped) return;
        backups.failed(error, now());
        log('backup-failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      })
      .finally(() => (making = null));
  };
  const soon = setTimeout(look, first).unref();
  const timer = setInterval(look, every).unref();
  return () => {
    stopped = true;
    clearTimeout(soon);
    clearInterval(timer);
    return Promise.resolve(worker?.terminate());
  };
}
