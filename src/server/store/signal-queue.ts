/**
 * Which days of which tablets are still to be looked at for signals. A row is written in the transaction that stores a ballot and
 * taken out in the one that stores what was found: a stop in between forgets none, and looking twice changes nothing.
 */
import type { Database, Row } from './engine.ts';
import { createRowInsert } from './insert-rows.ts';

export interface TabletDay {
  device: string;
  /** yyyy-MM-dd */
  day: string;
}

/** @returns a function that notes the days of ballots that were stored, each as often as it comes; called in their transaction. */
export function createSignalQueue(db: Database, office: number): (stored: readonly TabletDay[]) => void {
  const insert = createRowInsert(db, {
    table: 'signal_queue',
    columns: ['office_id', 'device_id', 'day'],
    onConflict: 'on conflict do nothing',
  });
  return (stored) => {
    const noted = new Map<string, Row>();
    for (const { device, day } of stored) noted.set(`${device} ${day}`, [office, device, day]);
    // In the order of the key, as every group writes them.
    insert([...noted.keys()].sort().map((key) => noted.get(key) ?? []));
  };
}

/** The newest day that waits. */
export const nextInQueue = (db: Database, office: number): TabletDay | undefined =>
  db
    .prepare<[number], TabletDay>(
      'select device_id as device, day from signal_queue where office_id = ? order by day desc, device_id limit 1',
    )
    .get(office);

export const lengthOfQueue = (db: Database, office: number): number =>
  Number(db.prepare('select count(*) from signal_queue where office_id = ?').pluck().get(office));

export function takeFromQueue(db: Database, office: number, { device, day }: TabletDay): void {
  db.prepare('delete from signal_queue where office_id = ? and device_id = ? and day = ?').run(office, device, day);
}

/** Every tablet's days from a day on, and those that have a flag: after other thresholds. @returns how many days wait now. */
export function queueAgain(db: Database, office: number, from: string): number {
  db.prepare<[number, string]>(
    `insert into signal_queue (office_id, device_id, day)
     select distinct office_id, device_id, day from submissions where office_id = ? and day >= ? on conflict do nothing`,
  ).run(office, from);
  return lengthOfQueue(db, office);
}
