/**
 * The survey that is being written: one for an office. Each save names the revision that it goes on from, so that two
 * people never overwrite each other without knowing.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Database } from './engine.ts';
import { SurveyDraft } from '../../domain/survey-draft.ts';
import type { DraftState } from '../../domain/survey-admin.ts';
import { surveyFrom } from '../../domain/survey-ids.ts';
import { draftProblems } from '../../domain/survey-problems.ts';
import { lastValidFrom, listSurveys, nextVersion, publishSurvey } from './surveys.ts';

export function readDraft(db: Database, office: number): DraftState | null {
  const row = db
    .prepare<[number], Omit<DraftState, 'body'> & { body: string }>(
      `select d.body, d.base, d.revision, d.updated_at as updatedAt, coalesce(a.name, '') as updatedBy
       from survey_drafts d left join accounts a on a.id = d.updated_by and a.office_id = d.office_id
       where d.office_id = ?`,
    )
    .get(office);
  return row ? { ...row, body: SurveyDraft.parse(JSON.parse(row.body)) } : null;
}

/**
 * @param from the revision that was changed; 0 where there was no draft.
 * @returns the new revision, or `null` when another was saved since. A save that arrives a second time is the same save.
 */
export function saveDraft(
  db: Database,
  office: number,
  { from, base, body }: { from: number; base: number; body: SurveyDraft },
  account: string,
  now: number,
): number | null {
  return db
    .transaction(() => {
      const stored = readDraft(db, office);
      const revision = stored?.revision ?? 0;
      const isAgain = from === 0 || revision === from + 1;
      if (stored && isAgain && stored.base === base && isDeepStrictEqual(stored.body, body)) return revision;
      if (revision !== from) return null;
      // A new draft never has the number of one that was thrown away: who still holds that one is told.
      const next = stored ? revision + 1 : Math.max(1, now);
      db.prepare(
        `insert into survey_drafts (office_id, body, base, revision, updated_by, updated_at) values (?, ?, ?, ?, ?, ?)
         on conflict (office_id) do update set body = excluded.body, base = excluded.base, revision = excluded.revision,
           updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
      ).run(office, JSON.stringify(body), base, next, account, now);
      return next;
    })
    .immediate();
}

/** @returns false when it is not at this revision (any more). */
export function deleteDraft(db: Database, office: number, revision: number): boolean {
  const gone = db.prepare('delete from survey_drafts where office_id = ? and revision = ?').run(office, revision);
  return gone.changes > 0;
}

export type Publishing =
  | { ok: true; version: number }
  | { ok: false; code: 'draft-changed' | 'draft-incomplete' | 'bad-day' | 'version-waiting' };

/**
 * Makes the next version of the draft, and ends the draft.
 * @param validFrom the first day that it holds: `today` (in the office's zone) or later, and not before another version.
 */
export function publishDraft(
  db: Database,
  office: number,
  { revision, validFrom }: { revision: number; validFrom: string },
  { account, today, now }: { account: string; today: string; now: number },
): Publishing {
  return db
    .transaction((): Publishing => {
      const draft = readDraft(db, office);
      if (draft?.revision !== revision) return { ok: false, code: 'draft-changed' };
      if (draftProblems(draft.body).length > 0) return { ok: false, code: 'draft-incomplete' };
      if (validFrom < today) return { ok: false, code: 'bad-day' };
      if (validFrom < lastValidFrom(db, office)) return { ok: false, code: 'version-waiting' };
      const older = listSurveys(db, office).map(({ survey }) => survey);
      const survey = surveyFrom(draft.body, nextVersion(db, office), older);
      const version = publishSurvey(db, office, survey, now, { validFrom, publishedBy: account });
      deleteDraft(db, office, revision);
      return { ok: true, version };
    })
    .immediate();
}
