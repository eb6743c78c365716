/** The sequence of what people typed or imported: whether a ballot is there already, and after which place the next one comes. */
import type { Database } from './engine.ts';

export function createSubmissionFinder(db: Database, office: number): (id: string) => boolean {
  const find = db.prepare<[number, string], number>('select 1 from submissions where office_id = ? and id = ?');
  return (id) => find.get(office, id) !== undefined;
}

/** @returns the last place of a device of paper, with the hash of what lies there. */
export function createLastFinder(
  db: Database,
  office: number,
): (device: string) => { seq: number; hash: string } | undefined {
  const find = db.prepare<[number, string], { seq: number; hash: string }>(
    'select seq, hash from submissions where office_id = ? and device_id = ? and epoch = 1 order by seq desc limit 1',
  );
  return (device) => find.get(office, device);
}
