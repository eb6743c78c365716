/**
 * Makes a backup and believes nothing about it: everything is copied into a data file as it was at one moment, the copy is checked like
 * a data file that is opened, sealed, read back byte by byte, and only then given its name.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { LastBackup } from '../../domain/backup.ts';
import { checkKeys } from '../key-check.ts';
import { auditHead } from '../store/audit.ts';
import type { Database } from '../store/engine.ts';
import { joinStore, type StoreAt } from '../store/join.ts';
import { auditMac, copyInto, countSubmissions, faultOf, hasTable } from '../store/copy.ts';
import { findFault, levelOf } from '../store/database.ts';
import { readSecret } from '../store/secret.ts';
import { saveLastBackup } from '../store/last-backup.ts';
import { openFile, sealFile, syncFolder } from './file.ts';

export interface BackupPlace extends StoreAt {
  backupDir: string;
  /** `offices.id` */
  office: number;
  /** The code of the office. */
  code: string;
  /** How many backups are kept. */
  keep: number;
}

export const nameOf = (code: string, at: number) =>
  `hai-long-${code}-${new Date(at).toISOString().replace(/\W/g, '')}.backup`;
/** Oldest first: the names sort by time. */
export const listBackups = (backupDir: string, code: string): string[] =>
  existsSync(backupDir)
    ? readdirSync(backupDir)
        .filter((name) => name.startsWith(`hai-long-${code}-`) && /-\d{8}T\d{9}Z\.backup$/.test(name))
        .sort()
    : [];

/** A copy of the data file that was found good. */
export interface CheckedCopy {
  file: string;
  submissions: number;
  /** Of the schema. */
  level: number;
}

/** @throws with what is wrong with the copy */
async function checkCopy(
  copy: string,
  office: number,
  live: { db: Database; office: number },
): Promise<Omit<CheckedCopy, 'file'>> {
  const db = new Sqlite(copy, { readonly: true });
  try {
    const fault = findFault(db, copy);
    if (fault) throw new Error(fault.message);
    const damage = faultOf(db);
    if (damage !== null) throw new Error(`the copy is damaged: ${damage}`);
    // The live file may have gone on since; what the copy has, it has too.
    const { seq, mac } = hasTable(db, 'audit_log') ? auditHead(db, office) : { seq: 0, mac: '' };
    if (seq > 0 && auditMac(live.db, live.office, seq) !== mac)
      throw new Error(`the copy has another audit log at row ${seq}`);
    for (const { key, state } of hasTable(db, 'sealing_keys') ? await checkKeys(db, office) : [])
      if (state === 'broken') throw new Error(`sealing key ${key.id} does not work in the copy`);
    return { submissions: countSubmissions(db, office), level: levelOf(db) };
  } finally {
    db.close();
  }
}

/** Milliseconds after which a draft is one that a stop left behind. */
const LEFT_AFTER = 3_600_000;
function removeLeft(folder: string, isDraft: RegExp, now: number): void {
  for (const name of readdirSync(folder).filter((one) => isDraft.test(one))) {
    const file = join(folder, name);
    if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now) < now - LEFT_AFTER) rmSync(file, { force: true });
  }
}

type Place = Omit<BackupPlace, 'keep'>;

/**
 * Copies the office as it is at this moment, checks the copy, and removes it again after the work.
 * @throws when any step fails
 */
export async function withCopy<T>(
  live: Database,
  { dataDir, backupDir, office }: Place,
  at: number,
  work: (copy: CheckedCopy) => Promise<T>,
): Promise<T> {
  removeLeft(dataDir, /^copy-[0-9a-f]{12}\.db(-journal)?$/, at);
  removeLeft(backupDir, /\.backup\.part$/, at);
  // In the data folder: in the clear it goes nowhere else.
  const file = join(dataDir, `copy-${randomBytes(6).toString('hex')}.db`);
  try {
    const before = countSubmissions(live, office);
    const copied = copyInto(live, office, file);
    const { submissions, level } = await checkCopy(file, copied, { db: live, office });
    if (submissions < before) throw new Error(`the copy has ${submissions} answers where there were ${before}`);
    return await work({ file, submissions, level });
  } finally {
    rmSync(file, { force: true });
    rmSync(`${file}-journal`, { force: true });
  }
}

/** Seals a copy into the folder of the backups, reads it back, and only then gives it its name. @throws when any step fails */
export async function writeBackup(
  { file, submissions, level }: CheckedCopy,
  { backupDir, code }: Place,
  name: string,
  at: number,
  secret: Buffer,
): Promise<void> {
  const part = join(backupDir, `${name}.part`);
  try {
    await sealFile(file, part, { office: code, at, level, submissions }, secret);
    const opened = await openFile(part, secret);
    if (!opened.ok) throw new Error(`what was written cannot be read back: ${opened.code}`);
    renameSync(part, join(backupDir, name));
    syncFolder(backupDir);
  } finally {
    rmSync(part, { force: true });
  }
}

/** @throws when any step fails; what is there already is left as it is */
export async function makeBackup(place: BackupPlace, now: () => number): Promise<LastBackup> {
  const { dataDir, backupDir, office, code, keep } = place;
  mkdirSync(backupDir, { recursive: true, mode: 0o700 });
  const live = joinStore(place, office);
  const at = now();
  const name = nameOf(code, at);
  try {
    return await withCopy(live, place, at, async (copy) => {
      await writeBackup(copy, place, name, at, readSecret(live));
      const made: LastBackup = {
        at,
        name,
        submissions: copy.submissions,
        bytes: statSync(join(backupDir, name)).size,
        elsewhere: statSync(backupDir).dev !== statSync(dataDir).dev,
      };
      saveLastBackup(live, office, made);
      for (const old of listBackups(backupDir, code).slice(0, -keep)) rmSync(join(backupDir, old), { force: true });
      return made;
    });
  } finally {
    live.close();
  }
}
