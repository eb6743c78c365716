/**
 * Puts a backup in the place of the data file, for a server that stands still. Nothing is touched before the backup was opened,
 * checked, and brought to today's schema beside it; what was there before is kept under another name.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Office } from '../../domain/place.ts';
import { createAudit } from '../store/audit.ts';
import { anchorsIn } from '../store/audit-anchors.ts';
import { databaseFile } from '../store/connection.ts';
import { countSubmissions, settle } from '../store/copy.ts';
import { closeDatabase, openDatabase } from '../store/database.ts';
import type { Database } from '../store/engine.ts';
import type { StoreAt } from '../store/join.ts';
import { moveOffice } from '../store/move.ts';
import { openTables, type PostgresPlace } from '../store/postgres/open.ts';
import { replaceSecret, useSecret } from '../store/secret.ts';
import { type BackupHead, openFile, syncFolder } from './file.ts';

export type Restoring = { ok: true; head: BackupHead; movedTo: string[] } | { ok: false; message: string };

const FAULTS = {
  'no-backup': 'Đây không phải bản sao lưu của Hài Lòng / this is no backup of Hài Lòng',
  'other-secret':
    'Tệp bị hỏng, hoặc sao lưu với secret.key khác (dùng --keys FILE) / the file is damaged, or it was made with another secret.key (give the backup of the keys: --keys FILE)',
  damaged: 'Tệp bị hỏng / the file is damaged',
} as const;

const SIDE_FILES = ['-wal', '-shm'] as const;

/** @returns why it could not be put there, or `null`. */
function putInto(from: Database, office: number, at: PostgresPlace): string | null {
  const opening = openTables(at);
  if (!opening.ok) return opening.message;
  const moved = moveOffice(from, office, opening.db);
  opening.db.close();
  return moved.ok ? null : moved.message;
}

/**
 * @param secret the one that the backup was made with; it becomes the folder's.
 * @param now milliseconds since 1970
 */
export async function restoreBackup(
  at: StoreAt & { office: Office },
  file: string,
  secret: Buffer,
  now: number,
): Promise<Restoring> {
  const { dataDir, databaseUrl, office } = at;
  const folder = join(dataDir, `restore-${randomBytes(6).toString('hex')}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const opened = await openFile(file, secret, databaseFile(folder));
    if (!opened.ok) return { ok: false, message: FAULTS[opened.code] };
    const { head } = opened;
    if (head.office !== office.code)
      return { ok: false, message: `the backup is of office ${head.office}, this folder of ${office.code}` };
    const opening = openDatabase({ dataDir: folder, office }, now);
    if (!opening.ok) return { ok: false, message: opening.message };
    const { db } = opening;
    const found = countSubmissions(db, opening.office);
    if (found === head.submissions) {
      useSecret(db, secret);
      const entry = { actor: 'system', action: 'backup.restore', object: '', detail: { at: head.at } } as const;
      createAudit(db, opening.office, () => now)(entry);
    }
    // A database that has the office already is left as it is.
    const refused =
      found === head.submissions && databaseUrl !== null && putInto(db, opening.office, { dataDir, databaseUrl });
    closeDatabase(db);
    if (found !== head.submissions)
      return { ok: false, message: `the backup has ${found} answers where it says ${head.submissions}` };
    if (refused) return { ok: false, message: refused };

    const stamp = new Date(now).toISOString().replace(/\W/g, '');
    const target = databaseFile(dataDir);
    const movedTo: string[] = [];
    const aside = (from: string, to: string) => {
      if (!existsSync(from)) return;
      renameSync(from, to);
      movedTo.push(to);
    };
    if (databaseUrl === null && existsSync(target) && !settle(target))
      return {
        ok: false,
        message: 'Tệp dữ liệu đang mở: hãy dừng máy chủ trước / the data file is open: stop the server first',
      };
    if (databaseUrl === null) {
      for (const side of SIDE_FILES) aside(`${target}${side}`, `${target}.before-${stamp}${side}`);
      aside(target, `${target}.before-${stamp}`);
    }
    // Its anchors are of rows that the restored log does not have.
    aside(anchorsIn(dataDir), `${anchorsIn(dataDir)}.before-${stamp}`);
    const secretMovedTo = replaceSecret(dataDir, secret, now);
    if (secretMovedTo !== null) movedTo.push(secretMovedTo);
    if (databaseUrl === null) renameSync(databaseFile(folder), target);
    syncFolder(dataDir);
    return { ok: true, head, movedTo };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
