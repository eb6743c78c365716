/**
 * The tables, as numbered migrations; `PRAGMA user_version` says how many have run. Rules that must hold whatever the code
 * does are constraints here: an id is stored at most once, and so is a place in a tablet's sequence. What has been released
 * never changes: a change is another migration.
 */
import { SUBMISSIONS } from './schema/1-submissions.ts';
import { OPEN_MONTH } from './schema/2-open-month.ts';
import { PEOPLE } from './schema/3-people.ts';
import { HOURS } from './schema/4-hours.ts';
import { REMARKS } from './schema/5-remarks.ts';
import { SURVEYS } from './schema/6-surveys.ts';
import { PAPER } from './schema/7-paper.ts';
import { FLEET } from './schema/8-fleet.ts';
import { REPORTS } from './schema/9-reports.ts';
import { IDENTITY } from './schema/10-identity.ts';
import { SIGNALS } from './schema/11-signals.ts';
import { EVIDENCE } from './schema/12-evidence.ts';
import { BACKUPS } from './schema/13-backups.ts';
import { CHAINS } from './schema/14-chains.ts';
import { OFFICES } from './schema/15-offices.ts';
import { OFFICE_KEYS } from './schema/16-office-keys.ts';

export const MIGRATIONS: readonly string[] = [
  SUBMISSIONS,
  OPEN_MONTH,
  PEOPLE,
  HOURS,
  REMARKS,
  SURVEYS,
  PAPER,
  FLEET,
  REPORTS,
  IDENTITY,
  SIGNALS,
  EVIDENCE,
  BACKUPS,
  CHAINS,
  OFFICES,
  OFFICE_KEYS,
];
