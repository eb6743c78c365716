/** Sums by month for months that are over only. */
export const OPEN_MONTH = `
  -- yyyy-MM, the newest month with answers: it has no sums by month yet (store/tallies.ts). Here none has any more, and
  -- the next answer sums them up again.
  alter table offices add column open_month text not null default '';
  delete from tallies where span >= 'm';
  delete from ballot_tallies where span >= 'm';
  delete from reason_tallies where span >= 'm';
  `;
