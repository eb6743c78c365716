/**
 * Level 16: also what hangs on an account, on a tablet or on a file names its office. Where many offices lie in one database, every
 * key begins with the office (postgres/schema/office-keys.ts), and both engines are asked in the same words.
 *
 * Who is above whom is kept as it is asked for, so that no statement over the rows of offices has to find it step by step.
 */
export const OFFICE_KEYS = `
  create table office_recovery_codes (
    office_id integer not null references offices,
    account_id text not null references accounts,
    code_hash text not null,
    used_at integer,
    primary key (office_id, account_id, code_hash)
  ) strict, without rowid;
  insert into office_recovery_codes
  select a.office_id, r.account_id, r.code_hash, r.used_at from recovery_codes r join accounts a on a.id = r.account_id;
  drop table recovery_codes;
  alter table office_recovery_codes rename to recovery_codes;

  create table office_sessions (
    office_id integer not null references offices,
    id text not null,
    token_hash text not null,
    account_id text not null references accounts,
    created_at integer not null,
    last_seen_at integer not null,
    fresh_until integer not null,
    browser text,
    system text,
    primary key (office_id, id),
    unique (office_id, token_hash)
  ) strict, without rowid;
  insert into office_sessions
  select a.office_id, s.id, s.token_hash, s.account_id, s.created_at, s.last_seen_at, s.fresh_until, s.browser, s.system
  from sessions s join accounts a on a.id = s.account_id;
  drop table sessions;
  alter table office_sessions rename to sessions;
  create index sessions_of_account on sessions (account_id);

  create table office_known_browsers (
    office_id integer not null references offices,
    token_hash text not null,
    account_id text not null references accounts,
    seen_at integer not null,
    primary key (office_id, account_id, token_hash)
  ) strict, without rowid;
  insert into office_known_browsers
  select a.office_id, k.token_hash, k.account_id, k.seen_at from known_browsers k join accounts a on a.id = k.account_id;
  drop table known_browsers;
  alter table office_known_browsers rename to known_browsers;

  -- Whose tries they were is not written anywhere.
  create table office_failed_tries (
    office_id integer not null references offices,
    kind text not null,
    name text not null,
    failures integer not null,
    last_at integer not null,
    primary key (office_id, kind, name)
  ) strict, without rowid;
  insert into office_failed_tries
  select o.id, f.kind, f.name, f.failures, f.last_at from failed_tries f cross join offices o;
  drop table failed_tries;
  alter table office_failed_tries rename to failed_tries;

  create table office_device_keys (
    office_id integer not null references offices,
    device_id text not null references devices,
    public_key text not null,
    added_at integer not null,
    retired_at integer,
    primary key (office_id, device_id, public_key)
  ) strict, without rowid;
  insert into office_device_keys
  select d.office_id, k.device_id, k.public_key, k.added_at, k.retired_at
  from device_keys k join devices d on d.id = k.device_id;
  drop table device_keys;
  alter table office_device_keys rename to device_keys;

  create table office_paper_files (
    office_id integer not null references offices,
    file_hash text not null,
    name text not null,
    source text not null,
    imported_at integer not null,
    primary key (office_id, file_hash)
  ) strict;
  insert into office_paper_files
  select o.id, f.file_hash, f.name, f.source, f.imported_at from paper_files f cross join offices o order by f.rowid;
  drop table paper_files;
  alter table office_paper_files rename to paper_files;

  -- Found by the office and the ballot, or the office and the flag: else a search for one ballot would read all that the office has.
  create table office_flagged_ballots (
    flag_id integer not null references flags,
    submission_id text not null references submissions,
    office_id integer not null,
    day text not null,
    kind text not null,
    primary key (office_id, flag_id, submission_id)
  ) strict, without rowid;
  insert into office_flagged_ballots select flag_id, submission_id, office_id, day, kind from flagged_ballots;
  drop table flagged_ballots;
  alter table office_flagged_ballots rename to flagged_ballots;
  create unique index flagged_ballots_once on flagged_ballots (office_id, submission_id, kind);
  create index flagged_ballots_by_day on flagged_ballots (office_id, day, kind);
  drop index remarks_to_fill;
  create index remarks_to_fill on remarks (office_id, folded) where folded is null;

  -- Each office with itself (depth 0) and with every one above it; kept by store/offices.ts.
  create table office_lines (
    office_id integer not null references offices,
    above integer not null references offices,
    depth integer not null,
    primary key (office_id, above)
  ) strict, without rowid;
  create index office_lines_by_above on office_lines (above);
  insert into office_lines
  with recursive line (office_id, above, depth) as (
    select id, id, 0 from offices
    union all
    select l.office_id, o.parent, l.depth + 1 from line l join offices o on o.id = l.above
    where o.parent is not null and l.depth < 20
  )
  select office_id, above, depth from line;
`;
