/** When the office is open, as it is set: the hours of the week without the holidays. */
import type { Database } from './engine.ts';
import { SETTING } from '../../domain/office-settings.ts';
import { DEFAULT_OPENING_HOURS, OpeningHours, type OpenTimes } from '../../domain/opening-hours.ts';
import { readSetting } from './office-settings.ts';
import { holidaySet } from './remark-holidays.ts';

export const readOpeningHours = (db: Database, office: number): OpeningHours =>
  readSetting(db, office, SETTING.openingHours, OpeningHours, DEFAULT_OPENING_HOURS);

export const readOpenTimes = (db: Database, office: number, zone: string): OpenTimes => ({
  hours: readOpeningHours(db, office),
  holidays: holidaySet(db, office),
  zone,
});
