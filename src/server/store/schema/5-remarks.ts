/**
 * The work on remarks, and void ballots. A remark's words stay in the body of its submission; here is what it is found by and what
 * was done about it.
 */
export const REMARKS = `
  -- One row for each submission with a remark, written in the transaction that stores the submission.
  create table remarks (
    submission_id text primary key references submissions,
    office_id integer not null references offices,
    day text not null,
    counter text not null,
    field text not null, -- '' where none
    stage text not null, -- '' where none
    channel text not null,
    survey integer not null,
    lowest integer, -- the lowest level of the ballot
    low_criteria text not null, -- the criteria of level 1 and 2, with a space before and after each; '' where none
    folded text, -- domain/fold-text.ts; null until the first start after the migration has filled it
    personal integer, -- 1 where domain/remark-personal.ts finds something; null likewise
    status text not null default 'new' check (status in ('new', 'seen', 'in-hand', 'done')),
    assignee text, -- accounts.id
    due text, -- yyyy-MM-dd
    outcome text not null default '',
    version integer not null default 1
  ) strict;
  -- Without the id, which is random: new rows then go to the end of each index, and few pages change with a batch.
  create index remarks_by_day on remarks (office_id, day);
  create index remarks_by_status on remarks (office_id, status, due);
  create index remarks_to_fill on remarks (submission_id) where folded is null;

  insert into remarks (submission_id, office_id, day, counter, field, stage, channel, survey, lowest, low_criteria)
  select id, office_id, day, counter, field, stage, channel, survey,
    (select min(json_extract(value, '$.level')) from json_each(body, '$.answers')
     where json_type(value, '$.level') = 'integer'),
    coalesce((select ' ' || group_concat(json_extract(value, '$.criterion'), ' ') || ' ' from json_each(body, '$.answers')
     where json_type(value, '$.level') = 'integer' and json_extract(value, '$.level') <= 2), '')
  from submissions
  where case when json_valid(body) then json_type(body, '$.remark') = 'text' else 0 end;

  create table remark_notes (
    id integer primary key,
    office_id integer not null references offices,
    submission_id text not null references remarks,
    author text not null, -- accounts.id
    at integer not null,
    text text not null
  ) strict;
  create index remark_notes_by_remark on remark_notes (submission_id);

  create table remark_tags (
    office_id integer not null references offices,
    submission_id text not null references remarks,
    tag text not null,
    primary key (office_id, tag, submission_id)
  ) strict, without rowid;
  create index remark_tags_by_remark on remark_tags (submission_id);

  -- Ballots that do not count. The submission itself stays as it came.
  create table voids (
    submission_id text primary key references submissions,
    office_id integer not null references offices,
    reason text not null check (reason in ('test', 'duplicate', 'struck-out', 'other')),
    note text not null,
    voided_by text not null, -- accounts.id
    voided_at integer not null
  ) strict;
`;
