/** Accounts, the audit log, and the counts by hour of the week. */
export const PEOPLE = `
  create table accounts (
    id word primary key,
    office_id bigint not null references offices,
    sign_in_name word not null,
    name word not null,
    role word not null check (role in ('viewer', 'team', 'administrator')),
    password_hash word,
    password_short bigint not null default 0,
    totp word,
    totp_pending word,
    totp_step bigint not null default 0,
    created_at bigint not null,
    last_sign_in_at bigint,
    disabled_at bigint,
    unique (office_id, sign_in_name)
  );

  create table recovery_codes (
    account_id word not null references accounts,
    code_hash word not null,
    used_at bigint,
    primary key (account_id, code_hash)
  );

  create table links (
    token_hash word primary key,
    office_id bigint not null references offices,
    purpose word not null check (purpose in ('set-up', 'invitation', 'reset', 'ticket')),
    account_id word references accounts,
    takes_second_factor bigint not null default 0,
    expires_at bigint not null,
    tries bigint not null default 0
  );
  create index links_of_account on links (account_id);

  create table sessions (
    id word primary key,
    token_hash word not null unique,
    account_id word not null references accounts,
    created_at bigint not null,
    last_seen_at bigint not null,
    fresh_until bigint not null,
    browser word,
    system word
  );
  create index sessions_of_account on sessions (account_id);

  create table known_browsers (
    token_hash word not null,
    account_id word not null references accounts,
    seen_at bigint not null,
    primary key (account_id, token_hash)
  );

  create table failed_tries (
    kind word not null,
    name word not null,
    failures bigint not null,
    last_at bigint not null,
    primary key (kind, name)
  );

  create table audit_log (
    office_id bigint not null,
    seq bigint not null,
    at bigint not null,
    actor word not null,
    action word not null,
    object word not null,
    detail word not null,
    mac word not null,
    primary key (office_id, seq)
  );
  create index audit_by_actor on audit_log (office_id, actor, seq);

  create table hour_tallies (
    office_id bigint not null,
    span word not null,
    counter word not null,
    hour bigint not null,
    survey bigint not null,
    criterion word not null,
    valid bigint not null,
    satisfied bigint not null,
    low bigint not null,
    primary key (office_id, span, counter, hour, survey, criterion)
  );

  create table hour_reason_tallies (
    office_id bigint not null,
    span word not null,
    counter word not null,
    hour bigint not null,
    survey bigint not null,
    criterion word not null,
    reason word not null,
    count bigint not null,
    primary key (office_id, span, counter, hour, survey, criterion, reason)
  );
`;
