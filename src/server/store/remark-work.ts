/**
 * What is done about a remark. A change names the version that it was made to: of two people who change the same remark, the second
 * is told and nothing of the first is lost. Called inside a transaction, together with the audit.
 */
import type { Database } from './engine.ts';
import type { RemarkChange, RemarkDetail, RemarkNote } from '../../domain/remark.ts';
import { addWorkingDays, DUE_WORKING_DAYS } from '../../domain/working-days.ts';
import { holidaySet } from './remark-holidays.ts';
import { createItems, REMARK_SELECT, type RemarkRow } from './remark-list.ts';
import { readBody } from './remark-names.ts';
import type { RemarkScope } from './remark-where.ts';

export type Place = Pick<RemarkScope, 'office' | 'today'>;
export type ChangeOutcome = 'changed' | 'not-found' | 'remark-changed' | 'unknown-person' | 'outcome-missing';

const rowOf = (db: Database, office: number, id: string): RemarkRow | undefined =>
  db
    .prepare<[number, string], RemarkRow>(`${REMARK_SELECT} where r.office_id = ? and r.submission_id = ?`)
    .get(office, id);

export const hasRemark = (db: Database, office: number, id: string): boolean =>
  db.prepare('select 1 from remarks where office_id = ? and submission_id = ?').get(office, id) !== undefined;

/** All of one remark, its words as they were written; `null` when this office has none such. */
export function readRemark(db: Database, place: Place, id: string): RemarkDetail | null {
  const row = rowOf(db, place.office, id);
  if (!row) return null;
  const { names, itemOf } = createItems(db, place);
  const notes = db
    .prepare<[number, string], RemarkNote>(
      `select n.id, coalesce(a.name, n.author) as author, n.at, n.text from remark_notes n
       left join accounts a on a.office_id = n.office_id and a.id = n.author where n.office_id = ? and n.submission_id = ? order by n.id`,
    )
    .all(place.office, id);
  const { outcome, version } = row;
  return { ...itemOf(row), answers: names.answers(row.survey, readBody(row.body).answers), notes, outcome, version };
}

/** A new remark is seen once somebody has opened it. @returns whether it was new. */
export const markSeen = (db: Database, office: number, id: string): boolean =>
  db
    .prepare(
      `update remarks set status = 'seen', version = version + 1 where office_id = ? and submission_id = ? and status = 'new'`,
    )
    .run(office, id).changes === 1;

const isColleague = (db: Database, office: number, account: string) =>
  db
    .prepare(`select 1 from accounts where office_id = ? and id = ? and role <> 'viewer' and disabled_at is null`)
    .get(office, account) !== undefined;

export function changeRemark(db: Database, { office, today }: Place, id: string, change: RemarkChange): ChangeOutcome {
  const row = rowOf(db, office, id);
  if (!row) return 'not-found';
  if (row.version !== change.version) return 'remark-changed';
  const status = change.status ?? row.status;
  const outcome = change.outcome ?? row.outcome;
  const assignee = change.assignee === undefined ? row.assignee : change.assignee;
  if (status === 'done' && outcome === '') return 'outcome-missing';
  if (change.assignee && change.assignee !== row.assignee && !isColleague(db, office, change.assignee))
    return 'unknown-person';
  const begins = status === 'in-hand' && row.due === null && change.due === undefined;
  const due = begins
    ? addWorkingDays(today, DUE_WORKING_DAYS, holidaySet(db, office))
    : change.due === undefined
      ? row.due
      : change.due;
  const { changes } = db
    .prepare<(string | number | null)[]>(
      `update remarks set status = ?, assignee = ?, due = ?, outcome = ?, version = version + 1
       where office_id = ? and submission_id = ? and version = ?`,
    )
    .run(status, assignee, due, outcome, office, id, change.version);
  return changes === 1 ? 'changed' : 'remark-changed';
}

/** Notes are only ever added: two people who write at once both keep theirs. */
export function addNote(
  db: Database,
  office: number,
  id: string,
  { author, at, text }: { author: string; at: number; text: string },
): void {
  db.prepare('insert into remark_notes (office_id, submission_id, author, at, text) values (?, ?, ?, ?, ?)').run(
    office,
    id,
    author,
    at,
    text,
  );
}
