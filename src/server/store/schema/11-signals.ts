/**
 * Signals of staff entry: flags with their numbers and their ballots, and what the flagged ballots say, counted like all others, so
 * that a figure without them is a subtraction. A tablet's day waits in signal_queue until it has been looked at again.
 */
export const SIGNALS = `
  create table signal_queue (
    office_id integer not null references offices,
    device_id text not null,
    day text not null, -- yyyy-MM-dd
    primary key (office_id, device_id, day)
  ) strict, without rowid;

  create table flags (
    id integer primary key,
    office_id integer not null references offices,
    device_id text not null,
    day text not null,
    counter text not null,
    kind text not null,
    facts text not null -- JSON, domain/signal.ts FlagFacts
  ) strict;
  create index flags_by_day on flags (office_id, day, device_id);

  create table flagged_ballots (
    flag_id integer not null references flags,
    submission_id text not null references submissions,
    office_id integer not null,
    day text not null,
    kind text not null,
    primary key (flag_id, submission_id)
  ) strict, without rowid;
  create unique index flagged_ballots_once on flagged_ballots (submission_id, kind);
  create index flagged_ballots_by_day on flagged_ballots (office_id, day, kind);

  -- A counter far above its peers in the week that begins on a Monday. It is on no ballot.
  create table place_flags (
    office_id integer not null references offices,
    week text not null, -- yyyy-MM-dd
    counter text not null,
    valid integer not null,
    satisfied integer not null,
    peers_valid integer not null,
    peers_satisfied integer not null,
    primary key (office_id, week, counter)
  ) strict, without rowid;

  -- As tallies and ballot_tallies (1-submissions.ts), of the flagged ballots that are not void.
  create table flagged_tallies (
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

  create table flagged_ballot_tallies (
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

  insert into signal_queue
  select distinct office_id, device_id, day from submissions where device_id not like 'paper:%';
`;
