/** Paper ballots that are typed in, and how the columns of an imported file were read. */
export const PAPER = `
  -- A stack of paper (domain/paper.ts).
  create table paper_batches (
    id text primary key,
    office_id integer not null references offices,
    day text not null,
    counter text not null,
    field text not null, -- '' where none
    stage text not null, -- '' where none
    channel text not null check (channel in ('paper', 'assisted')),
    survey integer not null,
    size integer,
    double_entry integer not null check (double_entry in (0, 1)),
    state text not null check (state in ('open', 'waiting', 'second', 'differences', 'done')),
    opened_by text not null references accounts,
    opened_at integer not null
  ) strict;
  create index paper_batches_by_state on paper_batches (office_id, state, day);

  -- What was typed. The body goes once the sheet is decided: from then on the submission is the only copy.
  create table paper_entries (
    id text primary key,
    office_id integer not null references offices,
    batch_id text not null references paper_batches,
    pass integer not null check (pass in (1, 2)),
    number integer not null check (number > 0),
    typed_by text not null references accounts,
    typed_at integer not null,
    hash text not null, -- of what was typed: the same id with other content is refused
    body text, -- JSON, domain/paper.ts BallotContent
    unique (batch_id, pass, number)
  ) strict;

  -- Each sheet is decided once.
  create table paper_outcomes (
    batch_id text not null references paper_batches,
    number integer not null,
    office_id integer not null references offices,
    how text not null check (how in ('single', 'equal', 'first', 'second', 'typed', 'none')),
    submission_id text unique references submissions, -- null for 'none'
    decided_by text not null references accounts,
    decided_at integer not null,
    primary key (batch_id, number),
    check ((how = 'none') = (submission_id is null))
  ) strict, without rowid;

  -- How the columns of an imported file were read: read in another way, its ballots would count twice.
  create table paper_mappings (
    file_hash text primary key,
    office_id integer not null references offices,
    mapping text not null
  ) strict, without rowid;
`;
