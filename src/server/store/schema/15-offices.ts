/** Level 15: offices are a tree, each with what it is, from when to when it is valid, and what it was made from. */
export const OFFICES = `
  alter table offices add column parent integer references offices;
  alter table offices add column kind text not null default '';
  alter table offices add column valid_from text; -- yyyy-MM-dd, the first day; null where that is not known
  alter table offices add column valid_to text; -- the last day; null while it is in use
  create index offices_by_parent on offices (parent);

  -- What an office was made from. It need not be in this store, so it is named, with its official code where that is known.
  create table office_predecessors (
    office_id integer not null references offices,
    position integer not null,
    code text,
    name text not null,
    primary key (office_id, position)
  ) strict, without rowid;
`;
