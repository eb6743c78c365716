/** All remarks that a filter finds, page by page, each with the answers of its ballot. Personal data is masked. */
import type { Database } from './engine.ts';
import type { BallotAnswer, RemarkItem } from '../../domain/remark.ts';
import type { RemarkFilter } from '../../domain/remark-filter.ts';
import { maskPersonal } from '../../domain/remark-personal.ts';
import { pageOfRemarks } from './remark-list.ts';
import { readBody } from './remark-names.ts';
import type { RemarkScope } from './remark-where.ts';

export interface ExportedRemark extends RemarkItem {
  answers: BallotAnswer[];
  outcome: string;
}

export function* remarkPages(
  db: Database,
  scope: RemarkScope,
  filter: RemarkFilter,
  limit = 200,
): Generator<ExportedRemark[]> {
  for (let after: string | null = null; ;) {
    const { remarks, next, names } = pageOfRemarks(db, scope, filter, { after, limit });
    yield remarks.map(({ row, item }) => ({
      ...item,
      answers: names.answers(row.survey, readBody(row.body).answers),
      outcome: maskPersonal(row.outcome),
    }));
    if (next === null) return;
    after = next;
  }
}
