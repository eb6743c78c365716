/** A filter of remarks as SQL: columns are named here, values are always bound. */
import { searchWords } from '../../domain/fold-text.ts';
import type { RemarkFilter } from '../../domain/remark-filter.ts';

export interface RemarkScope {
  /** `offices.id` */
  office: number;
  /** The account that asks: `me`. */
  me: string;
  /** yyyy-MM-dd */
  today: string;
}
export interface Where {
  sql: string;
  values: (string | number)[];
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** For a query over `remarks r`. */
export function whereOf(filter: RemarkFilter, { office, me, today }: RemarkScope): Where {
  const parts: [sql: string, ...values: (string | number)[]][] = [['r.office_id = ?', office]];
  const { status, assignee, counter, field, criterion, tag, from, to, overdue, text } = filter;
  parts.push([
    `${filter.void ? '' : 'not '}exists (select 1 from voids v where v.office_id = r.office_id and v.submission_id = r.submission_id)`,
  ]);
  if (status === 'open') parts.push([`r.status <> 'done'`]);
  else if (status) parts.push(['r.status = ?', status]);
  if (assignee === 'none') parts.push(['r.assignee is null']);
  else if (assignee) parts.push(['r.assignee = ?', assignee === 'me' ? me : assignee]);
  if (counter) parts.push(['r.counter = ?', counter]);
  if (field) parts.push(['r.field = ?', field]);
  if (criterion) parts.push([`r.low_criteria like ? escape '\\'`, `% ${escaped(criterion)} %`]);
  if (tag)
    parts.push([
      'exists (select 1 from remark_tags t where t.office_id = r.office_id and t.submission_id = r.submission_id and t.tag = ?)',
      tag,
    ]);
  if (from) parts.push(['r.day >= ?', from]);
  if (to) parts.push(['r.day <= ?', to]);
  if (overdue) parts.push([`r.due < ? and r.status <> 'done'`, today]);
  for (const word of searchWords(text ?? '')) parts.push([`r.folded like ? escape '\\'`, `%${escaped(word)}%`]);
  return { sql: parts.map(([sql]) => `(${sql})`).join(' and '), values: parts.flatMap(([, ...values]) => values) };
}
