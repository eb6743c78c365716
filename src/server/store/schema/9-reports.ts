/** Frozen periods. What is frozen never changes: the file itself refuses it, whatever the code does. */
export const REPORTS = `
  create table reports (
    id text primary key,
    office_id integer not null references offices,
    number integer not null, -- 1, 2, … in the order of freezing
    period_from text not null, -- yyyy-MM-dd
    period_to text not null,
    frozen_at integer not null,
    frozen_by text not null references accounts,
    snapshot text not null, -- JSON, domain/report.ts FrozenPeriod
    unique (office_id, number)
  ) strict;
  create trigger reports_stay_as_they_are before update on reports
    begin select raise(abort, 'a frozen period never changes'); end;
  create trigger reports_stay before delete on reports
    begin select raise(abort, 'a frozen period is never deleted'); end;
`;
