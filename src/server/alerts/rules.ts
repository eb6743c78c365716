/** The rules that hold now: those that the office has saved, or the shipped ones. */
import { createHash } from 'node:crypto';
import { AlertRules, DEFAULT_ALERT_RULES } from '../../domain/alert-rules.ts';
import { SETTING } from '../../domain/office-settings.ts';
import type { Database } from '../deps.ts';
import { readSetting, saveSetting } from '../store/office-settings.ts';

export const readAlertRules = (db: Database, office: number): AlertRules =>
  readSetting(db, office, SETTING.alertRules, AlertRules, DEFAULT_ALERT_RULES);

export const saveAlertRules = (db: Database, office: number, rules: AlertRules): void =>
  saveSetting(db, office, SETTING.alertRules, rules);

/** The same for the same rules, another for any others. */
export const versionOfRules = (rules: AlertRules): string =>
  createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
