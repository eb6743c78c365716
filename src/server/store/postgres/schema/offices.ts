/** Level 15: offices are a tree (schema/15-offices.ts). */
export const OFFICES = `
  alter table offices add column parent bigint references offices;
  alter table offices add column kind word not null default '';
  alter table offices add column valid_from word;
  alter table offices add column valid_to word;
  create index offices_by_parent on offices (parent);

  create table office_predecessors (
    office_id bigint not null references offices,
    position bigint not null,
    code word,
    name word not null,
    primary key (office_id, position)
  );
`;
