/** The rules that hold now: those that the office has saved, or the shipped ones. */
import { AlertRules, DEFAULT_ALERT_RULES } from '../../domain/alert-rules.ts';
import { SETTING } from '../../domain/office-settings.ts';
import type { Database } from '../deps.ts';
import { readSetting, saveSetting } from '../store/office-settings.ts';

export const readAlertRules = (db: Database, office: number): AlertRules =>
  readSetting(db, office, SETTING.alertRules, AlertRules, DEFAULT_ALERT_RULES);

export const saveAlertRules = (db: Database, office: number, rules: AlertRules): void =>
  saveSetting(db, office, SETTING.alertRules, rules);
