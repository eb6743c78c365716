/** Settings of the office, and alerts. */
export const FLEET = `
  -- What an administrator has set, by name; value is JSON (store/office-settings.ts).
  create table office_settings (
    office_id integer not null references offices,
    name text not null,
    value text not null,
    primary key (office_id, name)
  ) strict, without rowid;

  -- By its id a person asks what became of a code; name is for the tablet that uses it.
  alter table enrolment_codes add column id text;
  alter table enrolment_codes add column name text;
  alter table enrolment_codes add column used_by text;

  -- What a rule found. rule and measured are JSON (domain/alert.ts), as they were when it opened; object is kind:id.
  create table alerts (
    id text primary key,
    office_id integer not null references offices,
    rule_id text not null,
    object text not null,
    rule text not null,
    measured text not null,
    opened_at integer not null,
    recovered_at integer,
    acknowledged_at integer,
    acknowledged_by text,
    closed_at integer,
    closed_by text, -- null: by itself
    note text not null default ''
  ) strict;
  -- However many processes look: one open alert for a rule and an object.
  create unique index alerts_open on alerts (office_id, rule_id, object) where closed_at is null;
  create index alerts_by_time on alerts (office_id, opened_at);

  -- Messages that are still to be sent: a restart loses none.
  create table alert_outbox (
    id text primary key,
    office_id integer not null references offices,
    alert_id text not null references alerts,
    channel text not null check (channel in ('email', 'webhook')),
    tries integer not null default 0,
    next_at integer not null, -- a process that takes it moves this ahead, so that no other takes it as well
    sent_at integer,
    failed_at integer,
    unique (alert_id, channel)
  ) strict;
  create index alert_outbox_waiting on alert_outbox (office_id, next_at) where sent_at is null and failed_at is null;
`;
