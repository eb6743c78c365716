/** Tags of remarks: short free words of the office. Adding and taking away can be done twice without harm. */
import type { Database } from './engine.ts';

/** The most used first. */
export const listTags = (db: Database, office: number): { tag: string; count: number }[] =>
  db
    .prepare<[number], { tag: string; count: number }>(
      'select tag, count(*) as count from remark_tags where office_id = ? group by tag order by count desc, tag',
    )
    .all(office);

/** @param tags as `Tag` of domain/remark.ts gives them. */
export function changeTags(
  db: Database,
  office: number,
  id: string,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): void {
  const insert = db.prepare(
    'insert into remark_tags (office_id, submission_id, tag) values (?, ?, ?) on conflict do nothing',
  );
  const drop = db.prepare('delete from remark_tags where office_id = ? and submission_id = ? and tag = ?');
  for (const tag of remove) drop.run(office, id, tag);
  for (const tag of add) insert.run(office, id, tag);
}

/** Where remarks have the new tag already, both become one. @returns how many remarks had the old one. */
export function renameTag(db: Database, office: number, from: string, to: string): number {
  if (from === to) return 0;
  db.prepare(
    `insert into remark_tags (office_id, submission_id, tag)
     select office_id, submission_id, ? from remark_tags where office_id = ? and tag = ? on conflict do nothing`,
  ).run(to, office, from);
  return db.prepare('delete from remark_tags where office_id = ? and tag = ?').run(office, from).changes;
}
