/**
 * Counts by hour of the week (0 to 167, Monday 0:00 is 0), by counter only and of valid answers only, so that few rows are added. A
 * paper ballot knows its day and no hour, and is not in them. Filled from the bodies for what is there already.
 */
export const HOURS = `
  create table hour_tallies (
    office_id integer not null,
    span text not null,
    counter text not null,
    hour integer not null,
    survey integer not null,
    criterion text not null,
    valid integer not null,
    satisfied integer not null, -- levels 4 and 5
    low integer not null, -- levels 1 and 2
    primary key (office_id, span, counter, hour, survey, criterion)
  ) strict, without rowid;

  create table hour_reason_tallies (
    office_id integer not null,
    span text not null,
    counter text not null,
    hour integer not null,
    survey integer not null,
    criterion text not null,
    reason text not null,
    count integer not null,
    primary key (office_id, span, counter, hour, survey, criterion, reason)
  ) strict, without rowid;

  create temp table hour_answers as
  select s.office_id, s.day, s.counter, (cast(strftime('%w', s.day) as integer) + 6) % 7 * 24 + s.hour as hour, s.survey,
    json_extract(a.value, '$.criterion') as criterion, json_extract(a.value, '$.level') as level, a.value as answer
  from submissions s, json_each(case when json_valid(s.body) then s.body else '{"answers":[]}' end, '$.answers') a
  where s.channel <> 'paper' and json_type(a.value, '$.level') = 'integer';

  insert into hour_tallies
  select office_id, day, counter, hour, survey, criterion, count(*), sum(level >= 4), sum(level <= 2)
  from temp.hour_answers group by 1, 2, 3, 4, 5, 6;

  insert into hour_reason_tallies
  select h.office_id, h.day, h.counter, h.hour, h.survey, h.criterion, r.value, count(*)
  from temp.hour_answers h, json_each(h.answer, '$.reasons') r
  where h.level <= 2 group by 1, 2, 3, 4, 5, 6, 7;

  drop table temp.hour_answers;

  insert into hour_tallies
  select t.office_id, 'm' || substr(t.span, 1, 7), t.counter, t.hour, t.survey, t.criterion,
    sum(t.valid), sum(t.satisfied), sum(t.low)
  from hour_tallies t join offices o on o.id = t.office_id
  where t.span < o.open_month group by 1, 2, 3, 4, 5, 6;

  insert into hour_reason_tallies
  select t.office_id, 'm' || substr(t.span, 1, 7), t.counter, t.hour, t.survey, t.criterion, t.reason, sum(t.count)
  from hour_reason_tallies t join offices o on o.id = t.office_id
  where t.span < o.open_month group by 1, 2, 3, 4, 5, 6, 7;
`;
