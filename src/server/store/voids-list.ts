/** The ballots of one day, one by one, in the order of their random ids: the order of arrival stays unknown. */
import type { Database } from './engine.ts';
import type { BallotList, VoidReason } from '../../domain/remark-ballot.ts';
import { createNames, readBody } from './remark-names.ts';

interface BallotRow {
  id: string;
  day: string;
  counter: string;
  field: string;
  stage: string;
  channel: string;
  survey: number;
  body: string;
  reason: VoidReason | null;
  note: string | null;
  by: string | null;
  at: number | null;
}
export interface BallotQuery {
  /** yyyy-MM-dd */
  day: string;
  /** '' for all. */
  counter: string;
  /** The `next` of the page before, or ''. */
  after: string;
  limit: number;
}

export function listBallots(db: Database, office: number, { day, counter, after, limit }: BallotQuery): BallotList {
  const rows = db
    .prepare<(string | number)[], BallotRow>(
      `select s.id, s.day, s.counter, s.field, s.stage, s.channel, s.survey, s.body, v.reason, v.note,
         coalesce(a.name, v.voided_by) as by, v.voided_at as at
       from submissions s left join voids v on v.office_id = s.office_id and v.submission_id = s.id
         left join accounts a on a.office_id = v.office_id and a.id = v.voided_by
       where s.office_id = ? and s.day = ? and (s.counter = ? or ? = '') and s.id > ? order by s.id limit ?`,
    )
    .all(office, day, counter, counter, after, limit + 1);
  const counts = db
    .prepare<(string | number)[], { total: number; voids: number }>(
      `select count(*) as total, count(v.submission_id) as voids
       from submissions s left join voids v on v.office_id = s.office_id and v.submission_id = s.id
       where s.office_id = ? and s.day = ? and (s.counter = ? or ? = '')`,
    )
    .get(office, day, counter, counter);
  const names = createNames(db, office);
  const page = rows.slice(0, limit);
  return {
    ballots: page.map(({ id, counter: at, field, stage, channel, survey, body, ...mark }) => {
      const { answers, remark } = readBody(body);
      const { reason, note, by, at: when } = mark;
      const isVoid =
        reason === null || note === null || by === null || when === null ? null : { reason, note, by, at: when };
      return {
        id,
        day: mark.day,
        counter: names.counter(at),
        field: names.field(survey, field),
        stage: names.stage(survey, stage),
        channel,
        answers: names.answers(survey, answers),
        hasRemark: remark !== null,
        isVoid,
      };
    }),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    total: counts?.total ?? 0,
    voids: counts?.voids ?? 0,
  };
}
