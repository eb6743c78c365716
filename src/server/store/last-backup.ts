/** What is known of the last backup. After a restore it is the one before, which is right: the newer one is not of this file. */
import type { Database } from './engine.ts';
import * as z from 'zod/mini';
import { LastBackup } from '../../domain/backup.ts';
import { SETTING } from '../../domain/office-settings.ts';
import { readSetting, saveSetting } from './office-settings.ts';

export const readLastBackup = (db: Database, office: number): LastBackup | null =>
  readSetting(db, office, SETTING.lastBackup, z.nullable(LastBackup), null);

export const saveLastBackup = (db: Database, office: number, made: LastBackup): void =>
  db.transaction(() => saveSetting(db, office, SETTING.lastBackup, made)).immediate();

/** What tablets are told: up to when their answers lie on another disk too. A copy beside the data outlives no disk. */
export function backedUpAt(db: Database, office: number): number | null {
  const last = readLastBackup(db, office);
  return last?.elsewhere === true ? last.at : null;
}
