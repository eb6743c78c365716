/** What the remarks of an office can be narrowed by, and who can be given one. */
import type { Database } from './engine.ts';
import type { RemarkOptions } from '../../domain/remark.ts';
import { listCounters } from './office.ts';
import { readSurvey } from './surveys.ts';
import { listTags } from './remark-tags.ts';

const firstOfEach = <T extends { id: string }>(list: readonly T[]): T[] =>
  list.filter(({ id }, at) => list.findIndex((one) => one.id === id) === at);

/** Fields and criteria of the newest survey first, then those that only older versions have. */
export function readRemarkOptions(db: Database, office: number): RemarkOptions {
  const surveys = db
    .prepare<[number], number>('select version from surveys where office_id = ? order by version desc')
    .pluck()
    .all(office)
    .flatMap((version) => readSurvey(db, office, version) ?? []);
  return {
    counters: listCounters(db, office).map(({ id, name }) => ({ id, name })),
    fields: firstOfEach(surveys.flatMap(({ fields }) => fields)),
    criteria: firstOfEach(surveys.flatMap(({ criteria }) => criteria)).map(({ id, name }) => ({ id, label: name })),
    people: db
      .prepare<[number], { id: string; name: string }>(
        `select id, name from accounts where office_id = ? and role <> 'viewer' and disabled_at is null order by name`,
      )
      .all(office),
    tags: listTags(db, office),
  };
}
