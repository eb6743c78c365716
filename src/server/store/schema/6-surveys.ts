/** Drafts of surveys, and the day from which a version holds. */
export const SURVEYS = `
  -- The first day, yyyy-MM-dd in the office's zone, on which tablets ask this version; '' since it was published.
  alter table surveys add column valid_from text not null default '';
  -- An account, or '' where it was a command.
  alter table surveys add column published_by text not null default '';
  -- Withdrawn before its day. It stays, so that its number and its ids are never used for something else.
  alter table surveys add column withdrawn_at integer;

  create table survey_drafts (
    office_id integer primary key references offices,
    body text not null, -- JSON, domain/survey-draft.ts SurveyDraft
    base integer not null, -- the version that held when it was begun
    revision integer not null, -- one more with each save
    updated_by text not null,
    updated_at integer not null
  ) strict;
`;
