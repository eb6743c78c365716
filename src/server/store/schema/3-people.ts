/** Accounts, what opens them, sessions, the throttle of sign-in, and the audit log. */
export const PEOPLE = `
  create table accounts (
    id text primary key,
    office_id integer not null references offices,
    sign_in_name text not null unique,
    name text not null,
    role text not null check (role in ('viewer', 'team', 'administrator')),
    password_hash text, -- null until the invitation is used
    password_short integer not null default 0, -- 1: long enough only together with a second factor
    totp text, -- sealed with the key beside the data file
    totp_pending text,
    totp_step integer not null default 0, -- the last 30 s step of which a code was used
    created_at integer not null,
    last_sign_in_at integer,
    disabled_at integer
  ) strict;

  create table recovery_codes (
    account_id text not null references accounts,
    code_hash text not null,
    used_at integer,
    primary key (account_id, code_hash)
  ) strict, without rowid;

  -- What works once, by its hash. A ticket is between the two steps of signing in.
  create table links (
    token_hash text primary key,
    office_id integer not null references offices,
    purpose text not null check (purpose in ('set-up', 'invitation', 'reset', 'ticket')),
    account_id text references accounts,
    takes_second_factor integer not null default 0,
    expires_at integer not null,
    tries integer not null default 0
  ) strict, without rowid;
  create index links_of_account on links (account_id);

  create table sessions (
    id text primary key,
    token_hash text not null unique,
    account_id text not null references accounts,
    created_at integer not null,
    last_seen_at integer not null,
    fresh_until integer not null,
    browser text,
    system text
  ) strict, without rowid;
  create index sessions_of_account on sessions (account_id);

  -- Browsers in which an account has been signed in to: strangers' failed tries do not lock them out.
  create table known_browsers (
    token_hash text not null,
    account_id text not null references accounts,
    seen_at integer not null,
    primary key (account_id, token_hash)
  ) strict, without rowid;

  -- Failed tries. name is keyed with the key beside the data file: neither a name nor an address can be read from it.
  create table failed_tries (
    kind text not null,
    name text not null,
    failures integer not null,
    last_at integer not null,
    primary key (kind, name)
  ) strict, without rowid;

  -- One chain: mac is HMAC-SHA-256 over the mac before and the row (store/audit.ts). A row is never changed or taken away.
  create table audit_log (
    seq integer primary key,
    office_id integer not null,
    at integer not null,
    actor text not null,
    action text not null,
    object text not null,
    detail text not null,
    mac text not null
  ) strict;
  create index audit_by_actor on audit_log (office_id, actor, seq);
  create trigger audit_log_unchanged before update on audit_log begin select raise(abort, 'the audit log only grows'); end;
  create trigger audit_log_kept before delete on audit_log begin select raise(abort, 'the audit log only grows'); end;
`;
