/** Which places of a tablet's sequence have arrived, what the tablet told of itself, and what happened to it. */
export const EVIDENCE = `
  -- Places (device, epoch, seq) that have arrived, stored or refused, as runs without a hole: two runs never touch. What
  -- the first names as its predecessor and the hash of the last hold the chain together at the ends.
  create table device_runs (
    office_id integer not null,
    device_id text not null,
    epoch integer not null,
    first integer not null,
    last integer not null,
    first_prev text not null,
    last_hash text not null,
    since integer not null, -- when the first part of it came: so long something has been missing before it
    primary key (office_id, device_id, epoch, first)
  ) strict, without rowid;

  -- The places of refused records whose beginning could be read; their bytes are in refused_submissions.
  create table refused_places (
    office_id integer not null,
    device_id text not null,
    epoch integer not null,
    seq integer not null,
    hash text not null,
    prev text not null,
    primary key (office_id, device_id, epoch, seq, hash)
  ) strict, without rowid;

  -- The highest place of each epoch that a tablet told it had given out.
  create table device_told (
    office_id integer not null,
    device_id text not null,
    epoch integer not null,
    seq integer not null,
    hash text not null, -- '' where it was not told
    told_at integer not null,
    -- Since when it told more than had arrived, and how much it told then; null while it does not.
    ahead_since integer,
    ahead_seq integer,
    primary key (office_id, device_id, epoch)
  ) strict, without rowid;

  -- What a tablet told of itself, and what the server found (domain/device-event.ts). Nothing is ever deleted here.
  create table device_events (
    office_id integer not null,
    device_id text not null,
    id text not null,
    kind text not null,
    at integer not null, -- by the server's clock
    received_at integer not null,
    epoch integer,
    seq integer,
    note text,
    primary key (office_id, device_id, id)
  ) strict, without rowid;
  -- Records from a file that name a tablet which was revoked or which nobody knows, or are not signed by one that signs. Kept until and after a person has
  -- decided; taken is 1 when they were taken in.
  create table aside_records (
    office_id integer not null,
    hash text not null,
    device_id text not null,
    reason text not null check (reason in ('revoked', 'unknown', 'unsigned')),
    unsigned integer not null,
    received_at integer not null,
    body blob not null,
    decided_at integer,
    decided_by text,
    taken integer,
    note text,
    primary key (office_id, hash)
  ) strict, without rowid;
  create index aside_records_waiting on aside_records (office_id, device_id) where decided_at is null;

  create index device_events_by_time on device_events (office_id, device_id, received_at);

  -- An office that has saved its own rules gets those about tablets that are new.
  update office_settings set value = (
    select json_group_array(json(rule)) from (
      select each.value as rule from json_each(office_settings.value) each
      union all
      select each.value from json_each('[
        {"id":"gap","kind":"gap","on":true,"closesItself":true,"hours":24},
        {"id":"clock","kind":"clock","on":true,"closesItself":true,"offMinutes":5},
        {"id":"space","kind":"space","on":true,"closesItself":true,"percent":80},
        {"id":"loose","kind":"loose","on":true,"closesItself":true},
        {"id":"token","kind":"token","on":true,"closesItself":true},
        {"id":"faults","kind":"faults","on":true,"closesItself":false},
        {"id":"integrity","kind":"integrity","on":true,"closesItself":false}
      ]') each
    )
  ) where name = 'alertRules' and json_valid(value);

  insert into refused_places
  select office_id, json_extract(line, '$.device'), json_extract(line, '$.epoch'), json_extract(line, '$.seq'), hash,
    json_extract(line, '$.prev')
  from (
    select office_id, hash, case when json_valid(cast(body as text)) then cast(body as text) else '{}' end as line
    from refused_submissions where cast(body as text) like '{"v":1,"id":"%","device":"%","epoch":%,"seq":%,"prev":"%'
  )
  where json_type(line, '$.device') = 'text' and length(json_extract(line, '$.device')) between 1 and 64
    and json_extract(line, '$.device') not like 'paper:%'
    and json_type(line, '$.epoch') = 'integer' and json_extract(line, '$.epoch') >= 1
    and json_type(line, '$.seq') = 'integer' and json_extract(line, '$.seq') >= 1
    and json_type(line, '$.prev') = 'text' and length(json_extract(line, '$.prev')) = 64;

  insert into device_runs
  with places as materialized (
    select *, seq - row_number() over (partition by office_id, device_id, epoch order by seq) as island
    from (
      select office_id, device_id, epoch, seq, hash, json_extract(body, '$.prev') as prev, received_at from submissions
      where device_id not like 'paper:%'
      union all
      select r.office_id, r.device_id, r.epoch, r.seq, min(r.hash), r.prev, f.received_at
      from refused_places r join refused_submissions f on f.hash = r.hash
      where not exists (
        select 1 from submissions s where s.device_id = r.device_id and s.epoch = r.epoch and s.seq = r.seq)
      group by r.office_id, r.device_id, r.epoch, r.seq
    )
  ), runs as (
    select office_id, device_id, epoch, min(seq) as first, max(seq) as last, min(received_at) as since
    from places group by office_id, device_id, epoch, island
  )
  select r.office_id, r.device_id, r.epoch, r.first, r.last, a.prev, z.hash, r.since
  from runs r
  join places a on (a.office_id, a.device_id, a.epoch, a.seq) = (r.office_id, r.device_id, r.epoch, r.first)
  join places z on (z.office_id, z.device_id, z.epoch, z.seq) = (r.office_id, r.device_id, r.epoch, r.last);
`;
