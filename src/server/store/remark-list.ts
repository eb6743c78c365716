/**
 * Remarks in the order of their days, the newest first. Within a day they stand in the order of their random ids: the order of arrival would
 * tell who of a small day wrote what.
 */
import type { Database } from './engine.ts';
import type { RemarkCounts, RemarkItem } from '../../domain/remark.ts';
import { AFTER, type RemarkFilter } from '../../domain/remark-filter.ts';
import { maskPersonal } from '../../domain/remark-personal.ts';
import { addWorkingDays, WARN_WORKING_DAYS } from '../../domain/working-days.ts';
import { holidaySet } from './remark-holidays.ts';
import { createNames, readBody } from './remark-names.ts';
import { type RemarkScope, whereOf } from './remark-where.ts';

export interface RemarkRow {
  id: string;
  day: string;
  counter: string;
  field: string;
  stage: string;
  channel: string;
  survey: number;
  lowest: number | null;
  personal: number | null;
  status: RemarkItem['status'];
  assignee: string | null;
  assigneeName: string | null;
  due: string | null;
  outcome: string;
  version: number;
  isVoid: number;
  body: string;
}
export const REMARK_SELECT = `select r.submission_id as id, r.day, r.counter, r.field, r.stage, r.channel, r.survey, r.lowest,
  r.personal, r.status, r.assignee, a.name as assigneeName, r.due, r.outcome, r.version, s.body,
  exists (select 1 from voids v where v.office_id = r.office_id and v.submission_id = r.submission_id) as isVoid
  from remarks r cross join submissions s on s.office_id = r.office_id and s.id = r.submission_id
  left join accounts a on a.office_id = r.office_id and a.id = r.assignee`;

/** @returns how a row is told; `words` as they stand. */
export function createItems(db: Database, { office, today }: Pick<RemarkScope, 'office' | 'today'>) {
  const names = createNames(db, office);
  const warnUntil = addWorkingDays(today, WARN_WORKING_DAYS, holidaySet(db, office));
  const tags = db
    .prepare<[number, string], string>(
      'select tag from remark_tags where office_id = ? and submission_id = ? order by tag',
    )
    .pluck();
  const dueState = ({ due, status }: RemarkRow): RemarkItem['dueState'] =>
    due === null || status === 'done' ? 'none' : due < today ? 'overdue' : due <= warnUntil ? 'soon' : 'open';
  const itemOf = (row: RemarkRow): RemarkItem => ({
    id: row.id,
    day: row.day,
    counter: names.counter(row.counter),
    field: names.field(row.survey, row.field),
    stage: names.stage(row.survey, row.stage),
    channel: row.channel,
    words: readBody(row.body).remark ?? '',
    // Not looked at yet counts as found: nothing is shown before it was looked at.
    personal: row.personal !== 0,
    lowest: row.lowest,
    status: row.status,
    assignee: row.assignee === null ? null : { id: row.assignee, name: row.assigneeName ?? row.assignee },
    due: row.due,
    dueState: dueState(row),
    tags: tags.all(office, row.id),
    isVoid: row.isVoid === 1,
  });
  return { names, itemOf };
}

const masked = (item: RemarkItem): RemarkItem => (item.personal ? { ...item, words: maskPersonal(item.words) } : item);

/** A page, each row with its item, in which personal data is masked. @param after the `next` of the page before. */
export function pageOfRemarks(
  db: Database,
  scope: RemarkScope,
  filter: RemarkFilter,
  { after, limit }: { after: string | null; limit: number },
) {
  const { sql, values } = whereOf(filter, scope);
  const [, day, id] = AFTER.exec(after ?? '') ?? [];
  const key = day !== undefined && id !== undefined ? [day, id] : [];
  const rows = db
    .prepare<(string | number)[], RemarkRow>(
      `${REMARK_SELECT} where ${sql} ${key.length > 0 ? 'and (r.day, r.submission_id) < (?, ?)' : ''}
       order by r.day desc, r.submission_id desc limit ?`,
    )
    .all(...values, ...key, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const { itemOf, names } = createItems(db, scope);
  return {
    names,
    remarks: page.map((row) => ({ row, item: masked(itemOf(row)) })),
    next: rows.length > limit && last ? `${last.day}.${last.id}` : null,
  };
}

/** As `pageOfRemarks`, for the list. */
export function listRemarks(...asked: Parameters<typeof pageOfRemarks>): {
  remarks: RemarkItem[];
  next: string | null;
} {
  const { remarks, next } = pageOfRemarks(...asked);
  return { remarks: remarks.map(({ item }) => item), next };
}

export const countMatching = (db: Database, scope: RemarkScope, filter: RemarkFilter): number => {
  const { sql, values } = whereOf(filter, scope);
  const count = db.prepare<(string | number)[], number>(`select count(*) from remarks r where ${sql}`).pluck();
  return count.get(...values) ?? 0;
};

/** How many in each status, and how many past their day. Void ballots are left out. */
export function countRemarks(db: Database, office: number, today: string): RemarkCounts {
  const counts: RemarkCounts = { new: 0, seen: 0, 'in-hand': 0, done: 0, overdue: 0 };
  type Row = { status: RemarkItem['status']; count: number; late: number };
  const sums = 'select r.status, count(*) as count, count(case when r.due < ? then 1 end) as late';
  // All of them from an index alone, less the few that are void: a look at each row would be felt with many open pages.
  const all = db.prepare<[string, number], Row>(`${sums} from remarks r where r.office_id = ? group by r.status`);
  const void_ = db.prepare<[string, number], Row>(
    `${sums} from voids v cross join remarks r on r.office_id = v.office_id and r.submission_id = v.submission_id where v.office_id = ? group by r.status`,
  );
  for (const [rows, sign] of [[all.all(today, office), 1] as const, [void_.all(today, office), -1] as const])
    for (const { status, count, late } of rows) {
      counts[status] += sign * count;
      if (status !== 'done') counts.overdue += sign * late;
    }
  return counts;
}
