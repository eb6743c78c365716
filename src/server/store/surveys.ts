/**
 * Published surveys. A version never changes: what is different becomes the next one, which holds from a day on. Later
 * numbers never hold earlier than the ones before, so the newest whose day has come is the one that is asked.
 */
import type { Database } from './engine.ts';
import { Survey } from '../../domain/survey.ts';

/** @returns the version, also a withdrawn one; the newest that was published when none is named; `null` without such. */
export function readSurvey(db: Database, office: number, version?: number): Survey | null {
  const body = db
    .prepare<[number, number | null, number | null], string>(
      `select body from surveys where office_id = ? and (version = ? or (cast(? as bigint) is null and withdrawn_at is null))
       order by version desc limit 1`,
    )
    .pluck()
    .get(office, version ?? null, version ?? null);
  return body === undefined ? null : Survey.parse(JSON.parse(body));
}

/** The version that tablets ask on a day. @param day yyyy-MM-dd in the office's zone. */
export function surveyOn(db: Database, office: number, day: string): Survey | null {
  const body = db
    .prepare<[number, string], string>(
      `select body from surveys where office_id = ? and withdrawn_at is null and valid_from <= ?
       order by version desc limit 1`,
    )
    .pluck()
    .get(office, day);
  return body === undefined ? null : Survey.parse(JSON.parse(body));
}

export interface PublishedSurvey {
  survey: Survey;
  /** yyyy-MM-dd, or '' since it was published. */
  validFrom: string;
  /** Milliseconds since 1970. */
  publishedAt: number;
  withdrawnAt: number | null;
  /** As others see them; '' where it was a command. */
  publishedBy: string;
}

/** Every version, newest first, withdrawn ones among them. */
export function listSurveys(db: Database, office: number): PublishedSurvey[] {
  return db
    .prepare<[number], Omit<PublishedSurvey, 'survey'> & { body: string }>(
      `select s.body, s.valid_from as validFrom, s.published_at as publishedAt, s.withdrawn_at as withdrawnAt,
         coalesce(a.name, '') as publishedBy
       from surveys s left join accounts a on a.id = s.published_by and a.office_id = s.office_id
       where s.office_id = ? order by s.version desc`,
    )
    .all(office)
    .map(({ body, ...rest }) => ({ ...rest, survey: Survey.parse(JSON.parse(body)) }));
}

/**
 * The first day on which a version was asked. One without a day of its own holds since it was published; the first of all
 * also for older answers, which were typed in or brought along later.
 * @param published yyyy-MM-dd
 */
export function firstDay(db: Database, office: number, version: number, validFrom: string, published: string): string {
  const since = validFrom > published ? validFrom : published;
  if (validFrom !== '' || version !== 1) return since;
  const oldest = db.prepare<[number], string | null>('select min(day) from submissions where office_id = ?').pluck();
  const day = oldest.get(office) ?? since;
  return day < since ? day : since;
}

/** The latest day from which a version holds or will hold; no later version may begin before it. */
export const lastValidFrom = (db: Database, office: number): string =>
  db
    .prepare<[number], string>(
      `select coalesce(max(valid_from), '') from surveys where office_id = ? and withdrawn_at is null`,
    )
    .pluck()
    .get(office) ?? '';

export const nextVersion = (db: Database, office: number): number =>
  (db
    .prepare<[number], number>('select coalesce(max(version), 0) from surveys where office_id = ?')
    .pluck()
    .get(office) ?? 0) + 1;

/**
 * Stores the next version.
 * @param validFrom the first day that it holds; without one it takes the place of the newest, from the same day on.
 * @returns its number.
 */
export function publishSurvey(
  db: Database,
  office: number,
  survey: Omit<Survey, 'version'>,
  now: number,
  { validFrom, publishedBy = '' }: { validFrom?: string; publishedBy?: string } = {},
): number {
  return db
    .transaction(() => {
      const version = nextVersion(db, office);
      const body = JSON.stringify(Survey.parse({ ...survey, version }));
      db.prepare(
        'insert into surveys (office_id, version, body, published_at, valid_from, published_by) values (?, ?, ?, ?, ?, ?)',
      ).run(office, version, body, now, validFrom ?? lastValidFrom(db, office), publishedBy);
      return version;
    })
    .immediate();
}

/** @param today in the office's zone: what holds today, or held, cannot be taken back. */
export function withdrawSurvey(
  db: Database,
  office: number,
  version: number,
  today: string,
  now: number,
): 'withdrawn' | 'not-found' | 'version-holds' {
  const done = db
    .prepare(
      `update surveys set withdrawn_at = ? where office_id = ? and version = ? and withdrawn_at is null and valid_from > ?`,
    )
    .run(now, office, version, today);
  if (done.changes > 0) return 'withdrawn';
  const find = db.prepare('select 1 from surveys where office_id = ? and version = ? and withdrawn_at is null');
  return find.get(office, version) === undefined ? 'not-found' : 'version-holds';
}
