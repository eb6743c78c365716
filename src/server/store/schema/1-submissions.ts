/**
 * The office, its tablets, what citizens answered, and the tallies of it. SQLite keeps the text of a statement, spaces included, and the
 * check at start compares it: nothing here may be laid out anew.
 */
export const SUBMISSIONS = `
  -- One row: the office that this process serves. \`pin\` and \`rules\` are JSON (domain/place.ts).
  create table offices (
    id integer primary key,
    code text not null unique,
    name text not null,
    pin text not null,
    rules text not null
  ) strict;

  create table counters (
    office_id integer not null references offices,
    id text not null,
    settings text not null, -- JSON, domain/place.ts Counter
    position integer not null,
    retired integer not null default 0,
    primary key (office_id, id)
  ) strict, without rowid;

  create table surveys (
    office_id integer not null references offices,
    version integer not null,
    body text not null, -- JSON, domain/survey.ts Survey; never updated
    published_at integer not null,
    primary key (office_id, version)
  ) strict, without rowid;

  create table devices (
    id text primary key,
    office_id integer not null references offices,
    counter text not null,
    name text not null,
    token_hash text not null unique,
    enrolled_at integer not null,
    revoked_at integer,
    last_seen_at integer,
    heartbeat text -- JSON, the last domain/wire.ts Heartbeat
  ) strict;

  create table enrolment_codes (
    code_hash text primary key,
    office_id integer not null references offices,
    counter text not null,
    expires_at integer not null,
    tries integer not null default 0,
    used_at integer
  ) strict, without rowid;

  -- What citizens answered: body is the canonical body, byte for byte. All else can be worked out from it again.
  create table submissions (
    id text primary key,
    office_id integer not null references offices,
    device_id text not null,
    epoch integer not null,
    seq integer not null,
    hash text not null,
    survey integer not null,
    counter text not null,
    field text not null, -- '' where none
    stage text not null, -- '' where none
    channel text not null,
    day text not null, -- yyyy-MM-dd in the office's zone, worked out once
    hour integer not null,
    sent_at integer not null,
    received_at integer not null,
    note text, -- domain/problem.ts RecordNote
    body text not null,
    unique (device_id, epoch, seq)
  ) strict;
  create index submissions_by_day on submissions (office_id, day);

  -- Refused records, once per bytes, so that no answer is thrown away.
  create table refused_submissions (
    hash text primary key,
    office_id integer not null references offices,
    device_id text not null,
    id text,
    code text not null,
    received_at integer not null,
    body blob not null
  ) strict, without rowid;

  -- What is counted, by span: yyyy-MM-dd is a day by place, myyyy-MM a month by place, and dyyyy-MM-dd a day over all
  -- places and channels (then '' stands for each). A period of any length is read from few rows (store/spans.ts).
  create table tallies (
    office_id integer not null,
    span text not null,
    counter text not null,
    field text not null,
    stage text not null,
    channel text not null,
    survey integer not null,
    criterion text not null,
    n1 integer not null, n2 integer not null, n3 integer not null, n4 integer not null, n5 integer not null,
    unknown integer not null,
    blank integer not null,
    primary key (office_id, span, counter, field, stage, channel, survey, criterion)
  ) strict, without rowid;

  create table ballot_tallies (
    office_id integer not null,
    span text not null,
    counter text not null,
    field text not null,
    stage text not null,
    channel text not null,
    survey integer not null,
    ballots integer not null,
    left_early integer not null,
    valid integer not null,
    satisfied integer not null,
    primary key (office_id, span, counter, field, stage, channel, survey)
  ) strict, without rowid;

  create table reason_tallies (
    office_id integer not null,
    span text not null,
    counter text not null,
    field text not null,
    stage text not null,
    channel text not null,
    survey integer not null,
    criterion text not null,
    reason text not null,
    count integer not null,
    primary key (office_id, span, counter, field, stage, channel, survey, criterion, reason)
  ) strict, without rowid;

  -- Files of paper ballots: which source a file's bytes belong to.
  create table paper_files (
    file_hash text primary key,
    name text not null,
    source text not null,
    imported_at integer not null
  ) strict;
  `;
