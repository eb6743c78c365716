/** The lines that tablets sealed, beside the bodies that were found in them. */
import type { Database } from './engine.ts';

export interface SealedRow {
  id: string;
  device: string;
  epoch: number;
  seq: number;
  sealed: string;
  body: string;
}

/** The next rows after a place, in the order in which the tablets made them. */
export function sealedAfter(
  db: Database,
  office: number,
  { device, epoch, seq }: Pick<SealedRow, 'device' | 'epoch' | 'seq'>,
  count: number,
): SealedRow[] {
  return db
    .prepare<(string | number)[], SealedRow>(
      `select id, device_id as device, epoch, seq, sealed, body from submissions
       where (device_id, epoch, seq) > (?, ?, ?) and office_id = ? and sealed is not null
       order by device_id, epoch, seq limit ?`,
    )
    .all(device, epoch, seq, office, count);
}
