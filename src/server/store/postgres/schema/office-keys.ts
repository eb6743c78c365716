/**
 * Level 16: every key of what belongs to an office begins with the office, so that a distributed engine can keep all of an office
 * together (docs/scaling.md). An id is unique within its office; whoever looks one up knows the office, for a process serves one.
 */

/** What had no office of its own. Alone with these tables from the beginning: nobody may add to them meanwhile. */
const OFFICES = `
  lock table recovery_codes, sessions, known_browsers, failed_tries, device_keys, paper_files in access exclusive mode;
  alter table recovery_codes add column office_id bigint references offices;
  alter table sessions add column office_id bigint references offices;
  alter table known_browsers add column office_id bigint references offices;
  alter table failed_tries add column office_id bigint references offices, drop constraint failed_tries_pkey;
  alter table device_keys add column office_id bigint references offices;
  alter table paper_files add column office_id bigint references offices, drop constraint paper_files_pkey;

  update recovery_codes r set office_id = a.office_id from accounts a where a.id = r.account_id;
  update sessions s set office_id = a.office_id from accounts a where a.id = s.account_id;
  update known_browsers k set office_id = a.office_id from accounts a where a.id = k.account_id;
  update device_keys k set office_id = d.office_id from devices d where d.id = k.device_id;

  -- Whose tries they were is not written anywhere, so each office keeps them until it forgets them.
  insert into failed_tries (office_id, kind, name, failures, last_at)
  select o.id, f.kind, f.name, f.failures, f.last_at from failed_tries f cross join offices o;
  delete from failed_tries where office_id is null;

  -- A file of which no office has anything is as if it had never been brought (store/paper-files.ts).
  insert into paper_files (office_id, file_hash, name, source, imported_at, rowid)
  select o.id, f.file_hash, f.name, f.source, f.imported_at, f.rowid from paper_files f cross join offices o
  where exists (select 1 from paper_mappings m where m.office_id = o.id and m.file_hash = f.file_hash)
    or exists (select 1 from submissions s where s.office_id = o.id and s.epoch = 1 and s.seq = 1
      and s.device_id = 'paper:' || substr(encode(sha256(convert_to(f.source, 'UTF8')), 'hex'), 1, 16));
  delete from paper_files where office_id is null;
`;

/** What tells one row of an office from the others. */
const KEYS: readonly (readonly [table: string, columns: string])[] = [
  ['accounts', 'id'],
  ['recovery_codes', 'account_id, code_hash'],
  ['links', 'token_hash'],
  ['sessions', 'id'],
  ['known_browsers', 'account_id, token_hash'],
  ['failed_tries', 'kind, name'],
  ['devices', 'id'],
  ['device_keys', 'device_id, public_key'],
  ['enrolment_codes', 'code_hash'],
  ['sealing_keys', 'id'],
  ['submissions', 'id'],
  ['refused_submissions', 'hash'],
  ['remarks', 'submission_id'],
  ['remark_notes', 'id'],
  ['voids', 'submission_id'],
  ['flags', 'id'],
  ['flagged_ballots', 'flag_id, submission_id'],
  ['paper_files', 'file_hash'],
  ['paper_mappings', 'file_hash'],
  ['paper_batches', 'id'],
  ['paper_entries', 'id'],
  ['paper_outcomes', 'batch_id, number'],
  ['alerts', 'id'],
  ['alert_outbox', 'id'],
  ['reports', 'id'],
];
/** What must not be there twice in an office besides. */
const UNIQUE: readonly (readonly [table: string, columns: string])[] = [
  ['sessions', 'token_hash'],
  ['devices', 'token_hash'],
  ['submissions', 'device_id, epoch, seq'],
  ['paper_entries', 'batch_id, pass, number'],
  ['paper_outcomes', 'submission_id'],
  ['alert_outbox', 'alert_id, channel'],
];
const REFERENCES: readonly (readonly [table: string, column: string, to: string])[] = [
  ['recovery_codes', 'account_id', 'accounts'],
  ['links', 'account_id', 'accounts'],
  ['sessions', 'account_id', 'accounts'],
  ['known_browsers', 'account_id', 'accounts'],
  ['device_keys', 'device_id', 'devices'],
  ['remarks', 'submission_id', 'submissions'],
  ['remark_notes', 'submission_id', 'remarks'],
  ['remark_tags', 'submission_id', 'remarks'],
  ['voids', 'submission_id', 'submissions'],
  ['flagged_ballots', 'flag_id', 'flags'],
  ['flagged_ballots', 'submission_id', 'submissions'],
  ['paper_batches', 'opened_by', 'accounts'],
  ['paper_entries', 'batch_id', 'paper_batches'],
  ['paper_entries', 'typed_by', 'accounts'],
  ['paper_outcomes', 'batch_id', 'paper_batches'],
  ['paper_outcomes', 'submission_id', 'submissions'],
  ['paper_outcomes', 'decided_by', 'accounts'],
  ['alert_outbox', 'alert_id', 'alerts'],
  ['reports', 'frozen_by', 'accounts'],
];
/** As PostgreSQL has named them. */
const uniqueName = (table: string, columns: string) => `${table}_${columns.replaceAll(', ', '_')}_key`;
const WITHOUT_KEY = ['failed_tries', 'paper_files'];

/** What points to a key goes with it, and comes again at the end. */
const dropped = KEYS.filter(([table]) => !WITHOUT_KEY.includes(table)).map(
  ([table]) => `alter table ${table} drop constraint ${table}_pkey cascade;`,
);
const unique = UNIQUE.map(
  ([table, columns]) =>
    `alter table ${table} drop constraint ${uniqueName(table, columns)}, add unique (office_id, ${columns});`,
);

/** Who writes for an office holds its row here. It is not the row of `offices`, which all offices read and one engine holds for all at once. */
const TURNS = `
  create table turns (office_id bigint primary key references offices);
`;

/** Each office with itself and with every one above it (store/schema/16-office-keys.ts). */
const LINES = `
  create table office_lines (
    office_id bigint not null references offices,
    above bigint not null references offices,
    depth bigint not null,
    primary key (office_id, above)
  );
  create index office_lines_by_above on office_lines (above);
  insert into office_lines
  with recursive line (office_id, above, depth) as (
    select id, id, cast(0 as bigint) from offices
    union all
    select l.office_id, o.parent, l.depth + 1 from line l join offices o on o.id = l.above
    where o.parent is not null and l.depth < 20
  )
  select office_id, above, depth from line;
`;

/** One after the other in one transaction, each a message of its own: a large store takes long. */
export const OFFICE_KEYS: readonly string[] = [
  OFFICES,
  ...dropped,
  ...KEYS.map(([table, columns]) => `alter table ${table} add primary key (office_id, ${columns});`),
  ...unique,
  'drop index flagged_ballots_once; create unique index flagged_ballots_once on flagged_ballots (office_id, submission_id, kind);',
  'drop index remarks_to_fill; create index remarks_to_fill on remarks (office_id) where folded is null;',
  ...REFERENCES.map(
    ([table, column, to]) => `alter table ${table} add foreign key (office_id, ${column}) references ${to};`,
  ),
  LINES,
  TURNS,
];
