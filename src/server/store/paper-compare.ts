/** Where two typings of a stack differ, what was typed last, and what was decided. */
import type { Database } from './engine.ts';
import {
  BallotContent,
  type Batch,
  type BatchDifference,
  type Decision,
  type RecentBallot,
} from '../../domain/paper.ts';
import { Submission } from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { setBatchState } from './paper-batches.ts';
import { type By, type PaperEntries, soundContent } from './paper-entries.ts';

const contentOf = (body: string | null): BallotContent | null =>
  body === null ? null : BallotContent.parse(JSON.parse(body));

/** Sheets that nobody has decided about, in order. @param number only that one. */
export function listDifferences(db: Database, office: number, batch: string, number?: number): BatchDifference[] {
  return db
    .prepare<(string | number | null)[], { number: number; first: string | null; second: string | null }>(
      `select n.number,
         (select body from paper_entries e
            where e.office_id = n.office_id and e.batch_id = n.batch_id and e.pass = 1 and e.number = n.number) as first,
         (select body from paper_entries e
            where e.office_id = n.office_id and e.batch_id = n.batch_id and e.pass = 2 and e.number = n.number) as second
       from (select distinct office_id, batch_id, number from paper_entries where batch_id = ? and office_id = ?) n
       where (cast(? as bigint) is null or n.number = ?)
         and not exists (select 1 from paper_outcomes o
           where o.office_id = n.office_id and o.batch_id = n.batch_id and o.number = n.number)
       order by n.number`,
    )
    .all(batch, office, number ?? null, number ?? null)
    .map(({ number: at, first, second }) => ({ number: at, first: contentOf(first), second: contentOf(second) }));
}

/** The last ballots of the typing that this person may go on with: never those of the other typing. */
export function listRecent(
  db: Database,
  office: number,
  { id, mayType, double }: Batch,
  limit: number,
): RecentBallot[] {
  if (mayType !== 1 && mayType !== 2) return [];
  return db
    .prepare<
      [string, number, number, number],
      { number: number; body: string | null; submission: string | null; submitted: string | null }
    >(
      `select e.number, e.body, s.id as submission, s.body as submitted
       from paper_entries e
         left join paper_outcomes o on o.office_id = e.office_id and o.batch_id = e.batch_id and o.number = e.number
         left join submissions s on s.office_id = o.office_id and s.id = o.submission_id
       where e.batch_id = ? and e.office_id = ? and e.pass = ? order by e.number desc limit ?`,
    )
    .all(id, office, mayType, limit)
    .flatMap(({ number, body, submission, submitted }) => {
      const content = contentOf(body) ?? (submitted === null ? null : contentOfSubmission(submitted));
      // With double entry nobody learns here whether it was typed alike.
      return content ? [{ number, submission: double ? null : submission, content }] : [];
    });
}

function contentOfSubmission(body: string): BallotContent {
  const { answers, remark } = Submission.parse(JSON.parse(body));
  return { answers, remark };
}

export type Decided = 'decided' | 'not-open' | 'invalid' | 'conflict';

/** Decides about one sheet; the last one ends the batch. Called in a transaction. */
export function decideDifference(
  db: Database,
  office: number,
  entries: PaperEntries,
  { batch, survey, decision, by }: { batch: Batch; survey: Survey; decision: Decision; by: By },
): Decided {
  const { number, choose, typed } = decision;
  const open = listDifferences(db, office, batch.id, number)[0];
  if (batch.state !== 'differences' || !open) return 'not-open';
  if (choose === 'none') {
    db.prepare(
      `insert into paper_outcomes (batch_id, number, office_id, how, decided_by, decided_at) values (?, ?, ?, 'none', ?, ?)`,
    ).run(batch.id, number, office, by.account, by.now);
    const forget = 'update paper_entries set body = null where office_id = ? and batch_id = ? and number = ?';
    db.prepare(forget).run(office, batch.id, number);
  } else {
    const idOf = (pass: number) =>
      db
        .prepare<[number, string, number, number], string>(
          'select id from paper_entries where office_id = ? and batch_id = ? and pass = ? and number = ?',
        )
        .pluck()
        .get(office, batch.id, pass, number);
    const id = choose === 'typed' ? typed?.id : idOf(choose === 'first' ? 1 : 2);
    const given = choose === 'typed' ? (typed ?? null) : open[choose];
    const content = given && soundContent(batch, survey, given);
    if (!content || id === undefined) return 'invalid';
    if (!entries.count(batch, survey, { number, id, how: choose, content }, by)) return 'conflict';
  }
  if (listDifferences(db, office, batch.id).length === 0) setBatchState(db, office, batch.id, 'done');
  return 'decided';
}
