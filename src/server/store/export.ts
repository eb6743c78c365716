/**
 * Submissions for an export, a page at a time, so that a million of them are never in memory at once and the database is
 * free between two pages. Within a page they are in the order of their random ids: the order in which people came, which
 * would say who answered what, is gone.
 */
import type { Database } from './engine.ts';
import type { Period } from '../../domain/period.ts';
import { Survey } from '../../domain/survey.ts';
import { totalSpans } from './spans.ts';

/** What of a submission may leave: no exact time, no tablet. `body` is parsed by the caller. */
export interface ExportRow {
  day: string;
  counter: string;
  /** '' where none; so is `stage`. */
  field: string;
  stage: string;
  channel: string;
  survey: number;
  /** 1 for a ballot that was struck out: it is in no figure. */
  voided: number;
  /** The kinds of its flags (domain/signal.ts), with a space between; `null` where it has none. */
  flags: string | null;
  body: string;
}

export function countSubmissions(db: Database, office: number, { from, to }: Period): number {
  return Number(
    db
      .prepare('select count(*) from submissions where office_id = ? and day between ? and ?')
      .pluck()
      .get(office, from, to),
  );
}

/** The survey versions that may be met in the period: those with answers in it, and newer ones, oldest first. */
export function surveysIn(db: Database, office: number, period: Period): Survey[] {
  const [from, to] = totalSpans(period);
  return db
    .prepare<[number, number, string, string], string>(
      `select body from surveys where office_id = ? and version >=
         (select coalesce(min(survey), 0) from ballot_tallies where office_id = ? and span between ? and ?)
       order by version`,
    )
    .pluck()
    .all(office, office, from, to)
    .map((body) => Survey.parse(JSON.parse(body)));
}

/**
 * Every submission of the period, by day, in pages of at most `size`. A day is cut in two only if it has more than that.
 * What is stored while it is read may be in it or not; what was there at the start is, once.
 */
export function* pagesOfSubmissions(
  db: Database,
  office: number,
  { from, to }: Period,
  size = 1000,
): Generator<ExportRow[]> {
  const read = db.prepare<[number, string, number, string, number], ExportRow & { row: number; id: string }>(
    `select rowid as row, id, day, counter, field, stage, channel, survey, body,
       exists (select 1 from voids v where v.office_id = submissions.office_id and v.submission_id = submissions.id) as voided,
       (select string_agg(kind, ' ' order by kind) from flagged_ballots f
          where f.office_id = submissions.office_id and f.submission_id = submissions.id) as flags
     from submissions
     where office_id = ? and (day, rowid) > (?, ?) and day <= ? order by day, rowid limit ?`,
  );
  let last = { day: from, row: -1 };
  for (;;) {
    const found = read.all(office, last.day, last.row, to, size);
    const [first, cut] = [found[0], found.at(-1)];
    if (!first || !cut) return;
    const whole = found.length < size || first.day === cut.day ? found : found.filter(({ day }) => day !== cut.day);
    last = whole.at(-1) ?? cut;
    yield whole.sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? -1 : 1));
  }
}
