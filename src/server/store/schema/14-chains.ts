/** Level 14: the audit log is one chain for each office, and can be brought from another store, where the office had another number. */
export const CHAINS = `
  -- The number under which the log is chained, where it is not the office's own.
  alter table offices add column chained_as integer;

  create table audit_chains (
    office_id integer not null,
    seq integer not null,
    at integer not null,
    actor text not null,
    action text not null,
    object text not null,
    detail text not null,
    mac text not null,
    primary key (office_id, seq)
  ) strict;
  insert into audit_chains select office_id, seq, at, actor, action, object, detail, mac from audit_log;
  drop table audit_log;
  alter table audit_chains rename to audit_log;
  create index audit_by_actor on audit_log (office_id, actor, seq);
  create trigger audit_log_unchanged before update on audit_log begin select raise(abort, 'the audit log only grows'); end;
  create trigger audit_log_kept before delete on audit_log begin select raise(abort, 'the audit log only grows'); end;
`;
