/**
 * Fills what SQL alone cannot work out for remarks that were stored before their table was there: the folded text, and whether personal data
 * may be in it. Runs when the server starts; a second run finds nothing to do.
 */
import type { Database } from './engine.ts';
import { searchColumns } from './remarks.ts';

// A tablet waits for the lock no longer than so many take.
const GROUP = 1000;

/** @param size rows in one transaction. @returns how many were filled. */
export function fillRemarks(db: Database, office: number, size = GROUP): number {
  const find = db.prepare<[number, number], { id: string; words: string }>(
    `select r.submission_id as id, json_extract(s.body, '$.remark') as words
     from remarks r cross join submissions s on s.office_id = r.office_id and s.id = r.submission_id
     where r.office_id = ? and r.folded is null limit ?`,
  );
  const fill = db.prepare<[string, number, number, string]>(
    'update remarks set folded = ?, personal = ? where office_id = ? and submission_id = ?',
  );
  const group = db.transaction(() => {
    const rows = find.all(office, size);
    for (const { id, words } of rows) fill.run(...searchColumns(words), office, id);
    return rows.length;
  });
  // Asked without a lock first: mostly there is nothing.
  if (find.get(office, 1) === undefined) return 0;
  let filled = 0;
  for (let count = -1; count !== 0; filled += count) count = group.immediate();
  return filled;
}
