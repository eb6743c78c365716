/** The days on which the office is closed, as they are set. */
import type { Database } from './engine.ts';
import { SETTING } from '../../domain/office-settings.ts';
import { type Holiday, Holidays } from '../../domain/working-days.ts';
import { SHIPPED_HOLIDAYS } from '../../domain/working-days-holidays.ts';
import { readSetting, settingReader } from './office-settings.ts';

export const readHolidays = (db: Database, office: number): Holiday[] =>
  readSetting(db, office, SETTING.holidays, Holidays, [...SHIPPED_HOLIDAYS]);

export const holidaySet = (db: Database, office: number): Set<string> =>
  new Set(readHolidays(db, office).map(({ day }) => day));

/** The same for many rows in a row: read again only when the stored text is another. */
export function createHolidays(db: Database, office: number): () => ReadonlySet<string> {
  const find = settingReader(db, office, SETTING.holidays);
  let known: { text: string | undefined; days: ReadonlySet<string> } | null = null;
  return () => {
    const text = find();
    if (known === null || known.text !== text) known = { text, days: holidaySet(db, office) };
    return known.days;
  };
}
