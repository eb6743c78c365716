/**
 * Opens the data file, and where a newer version of the program would change its tables, makes a backup of it first: checked,
 * sealed and read back like every other. It is kept until a person removes it. Without one nothing is changed.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { openConnection } from '../store/connection.ts';
import { type Opening, openDatabase, outdatedLevel } from '../store/database.ts';
import { officeRow } from '../store/office.ts';
import { readSecret } from '../store/secret.ts';
import { digestOf, openFile } from './file.ts';
import { type CheckedCopy, nameOf, withCopy, writeBackup } from './make.ts';

type Settings = Pick<Config, 'dataDir' | 'office' | 'backup'>;
/** `backup` is the file that was made (or found) before the update; `null` where there was nothing to bring up to date. */
export type Opened = Opening & { backup: string | null };

const PREFIX = 'before-update-';
export interface UpdateBackup {
  name: string;
  /** Of the schema that it has. */
  level: number;
}
/** Those of an office, oldest first. */
export const listUpdateBackups = (backupDir: string, code: string): UpdateBackup[] =>
  (existsSync(backupDir) ? readdirSync(backupDir) : [])
    .flatMap((name) => {
      const [, level, rest] = /^before-update-(\d+)-hai-long-(.+)-\d{8}T\d{9}Z\.backup$/.exec(name) ?? [];
      return rest === code ? [{ name, level: Number(level) }] : [];
    })
    .sort((a, b) => (a.name.slice(-27) < b.name.slice(-27) ? -1 : 1));

/** A start that fails again and again must not fill the disk with the same backup. */
async function sameAs({ file: copy, level }: CheckedCopy, { backup, office }: Settings, secret: Buffer) {
  const found = listUpdateBackups(backup.dir, office.code).filter((one) => one.level === level);
  const { sha256 } = await digestOf(copy);
  for (const one of found) {
    const file = join(backup.dir, one.name);
    const opened = await openFile(file, secret);
    if (opened.ok && opened.head.sha256 === sha256) return file;
  }
  return null;
}

/** @throws where any step fails. @returns the file */
async function backUp(settings: Settings, now: number): Promise<string> {
  const { dataDir, office, backup } = settings;
  mkdirSync(backup.dir, { recursive: true, mode: 0o700 });
  const live = openConnection(dataDir);
  try {
    const place = {
      dataDir,
      databaseUrl: null,
      backupDir: backup.dir,
      office: officeRow(live, office.code) ?? 0,
      code: office.code,
    };
    return await withCopy(live, place, now, async (copy) => {
      const secret = readSecret(live);
      const known = await sameAs(copy, settings, secret);
      if (known !== null) return known;
      const name = `${PREFIX}${copy.level}-${nameOf(office.code, now)}`;
      await writeBackup(copy, place, name, now, secret);
      return join(backup.dir, name);
    });
  } finally {
    live.close();
  }
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** @param now milliseconds since 1970 */
export async function openUpdated(settings: Settings, now: number): Promise<Opened> {
  const level = outdatedLevel(settings.dataDir);
  if (level === null) return { ...openDatabase(settings, now), backup: null };
  let backup: string;
  try {
    backup = resolve(await backUp(settings, now));
  } catch (error) {
    const message = `The data file has to be brought up to date (it has version ${level} of the tables), and no backup could be made in ${settings.backup.dir} before: ${said(error)}. Nothing was changed.`;
    return { ok: false, code: 'no-backup', message, backup: null };
  }
  try {
    const opening = openDatabase(settings, now);
    if (opening.ok) return { ...opening, backup };
    return { ...opening, message: `${opening.message} The backup made before: ${backup}`, backup };
  } catch (error) {
    const message = `The data file could not be brought up to date (${said(error)}). It is as it was, with version ${level} of the tables; the backup made before: ${backup}`;
    return { ok: false, code: 'update-failed', message, backup };
  }
}
