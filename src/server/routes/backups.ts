/** `GET /api/backups`: how the backups are, for administrators. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Hono } from 'hono';
import type { BackupState } from '../../domain/backup.ts';
import { listUpdateBackups } from '../backup/before-update.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { readLastBackup } from '../store/last-backup.ts';
import { hasKeyBackup } from '../store/sealing-keys.ts';

export function backupRoutes({ db, office, config, now, backups }: Deps): Hono<AppEnv> {
  const { dir, hours, keep } = config.backup;
  const bytesOf = (name: string) => statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0;
  return new Hono<AppEnv>().get('/', (c) => {
    const last = readLastBackup(db, office);
    return c.json({
      now: now(),
      last,
      isThere: last !== null && existsSync(join(dir, last.name)),
      folder: resolve(dir),
      hours,
      keep,
      failed: backups.failure(),
      keysBackedUp: hasKeyBackup(db, office),
      beforeUpdates: listUpdateBackups(dir, config.office.code).map(({ name }) => ({ name, bytes: bytesOf(name) })),
    } satisfies BackupState);
  });
}
