/**
 * What an administrator has set for the office, by name: JSON that is parsed again each time it is read. What comes from above where the
 * office has set nothing is decided in one place (domain/office-settings.ts).
 */
import type { ZodMiniType } from 'zod/mini';
import { INHERITED, type Inherited, SETTING, type Source } from '../../domain/office-settings.ts';
import type { Database } from './engine.ts';
import { LINE } from './office-lines.ts';

const comesFromAbove = (name: string): boolean => INHERITED.some((part) => part !== 'rules' && SETTING[part] === name);

/** Reads the text of a setting, again and again: the office's own, or where it comes from above the nearest. */
export function settingReader(db: Database, office: number, name: string): () => string | undefined {
  const sql = comesFromAbove(name)
    ? `with ${LINE}
       select s.value from line l join office_settings s on s.office_id = l.id where s.name = ? order by l.depth limit 1`
    : 'select value from office_settings where office_id = ? and name = ?';
  const find = db.prepare<[number, string], string>(sql).pluck();
  return () => find.get(office, name);
}

/**
 * @param name of the setting, such as `holidays`
 * @returns the stored value, or the fallback where none was ever saved.
 * @throws where the stored value does not fit the schema: a change of a schema has to come with a migration.
 */
export function readSetting<T>(db: Database, office: number, name: string, schema: ZodMiniType<T>, fallback: T): T {
  const value = settingReader(db, office, name)();
  return value === undefined ? fallback : schema.parse(JSON.parse(value));
}

/** The caller has parsed the value with the schema that it is read with. */
export function saveSetting(db: Database, office: number, name: string, value: unknown): void {
  db.prepare(
    `insert into office_settings (office_id, name, value) values (?, ?, ?)
     on conflict (office_id, name) do update set value = excluded.value`,
  ).run(office, name, JSON.stringify(value));
}

/** The rules of the tablets lie with the office itself; '' where it has set none. */
export const readRulesText = (db: Database, office: number): string | undefined =>
  db
    .prepare<[number], string>(
      `with ${LINE}
       select o.rules from line l join offices o on o.id = l.id where o.rules <> '' order by l.depth limit 1`,
    )
    .pluck()
    .get(office);

/** Forgets what the office has set: from now on it is the value from above, or the shipped one. */
export function inheritSetting(db: Database, office: number, part: Inherited): void {
  if (part === 'rules') db.prepare("update offices set rules = '' where id = ?").run(office);
  else db.prepare('delete from office_settings where office_id = ? and name = ?').run(office, SETTING[part]);
}

/** Where the value of each part is from. */
export function readSources(db: Database, office: number): Record<Inherited, Source> {
  const sources: Record<Inherited, Source> = {
    rules: 'shipped',
    openingHours: 'shipped',
    holidays: 'shipped',
    signals: 'shipped',
  };
  const set = db
    .prepare<[number], { name: string; depth: number; code: string; office: string }>(
      `with ${LINE}
       select s.name as name, l.depth as depth, o.code as code, o.name as office
       from line l join offices o on o.id = l.id join office_settings s on s.office_id = l.id
       union all select 'rules', l.depth, o.code, o.name from line l join offices o on o.id = l.id where o.rules <> ''
       order by depth desc`,
    )
    .all(office);
  for (const { name, depth, code, office: called } of set) {
    const part = INHERITED.find((one) => (one === 'rules' ? one : SETTING[one]) === name);
    if (part) sources[part] = depth === 0 ? 'own' : { code, name: called };
  }
  return sources;
}
