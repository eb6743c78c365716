/** What an administrator has set for the office, by name: JSON that is parsed again each time it is read. */
import type { Database } from './engine.ts';
import type { ZodMiniType } from 'zod/mini';

/**
 * @param name of the setting, such as `holidays`
 * @returns the stored value, or the fallback where none was ever saved.
 * @throws where the stored value does not fit the schema: a change of a schema has to come with a migration.
 */
export function readSetting<T>(db: Database, office: number, name: string, schema: ZodMiniType<T>, fallback: T): T {
  const value = db
    .prepare<[number, string], string>('select value from office_settings where office_id = ? and name = ?')
    .pluck()
    .get(office, name);
  return value === undefined ? fallback : schema.parse(JSON.parse(value));
}

/** The caller has parsed the value with the schema that it is read with. */
export function saveSetting(db: Database, office: number, name: string, value: unknown): void {
  db.prepare(
    `insert into office_settings (office_id, name, value) values (?, ?, ?)
     on conflict (office_id, name) do update set value = excluded.value`,
  ).run(office, name, JSON.stringify(value));
}
