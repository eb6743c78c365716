/**
 * Messages about alerts that are still to be sent. They are written in the transaction that opens the alert, and taken by
 * one process at a time for a while: one that dies with a message in hand loses nothing.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from './engine.ts';
import type { AlertDelivery } from '../../domain/alert.ts';

export type Channel = AlertDelivery['channel'];

export interface Waiting {
  id: string;
  alert: string;
  channel: Channel;
  /** Tries before this one. */
  tries: number;
}

/** How long a process has for one message before another may take it. */
const LEASE_MS = 120_000;

export function addMessage(db: Database, office: number, alert: string, channel: Channel, now: number): void {
  db.prepare(
    `insert into alert_outbox (id, office_id, alert_id, channel, next_at) values (?, ?, ?, ?, ?) on conflict do nothing`,
  ).run(randomUUID(), office, alert, channel, now);
}

/** Takes the message that has waited longest. @returns `null` when none is due. */
export function takeMessage(db: Database, office: number, now: number): Waiting | null {
  const row = db
    .prepare<[number, number, number, number], Waiting>(
      `update alert_outbox set next_at = ?, tries = tries + 1
       where office_id = ? and id = (select id from alert_outbox where office_id = ? and sent_at is null and failed_at is null
                   and next_at <= ? order by next_at, id limit 1)
       returning id, alert_id as alert, channel, tries - 1 as tries`,
    )
    .get(now + LEASE_MS, office, office, now);
  return row ?? null;
}

export const messageSent = (db: Database, office: number, id: string, now: number): void => {
  db.prepare('update alert_outbox set sent_at = ? where id = ? and office_id = ?').run(now, id, office);
};

/** @param nextAt when to try again, or `null` to give up. */
export const messageFailed = (db: Database, office: number, id: string, nextAt: number | null, now: number): void => {
  db.prepare(
    `update alert_outbox set next_at = coalesce(cast(? as bigint), next_at), failed_at = case when cast(? as bigint) is null then cast(? as bigint) end
     where id = ? and office_id = ?`,
  ).run(nextAt, nextAt, now, id, office);
};

/** How the messages of all alerts fared, by alert. */
export function deliveriesOf(db: Database, office: number): ReadonlyMap<string, AlertDelivery[]> {
  const rows = db
    .prepare<[number], AlertDelivery & { alert: string }>(
      `select alert_id as alert, channel, tries,
         case when sent_at is not null then 'sent' when failed_at is not null then 'failed' else 'waiting' end as state
       from alert_outbox where office_id = ? order by channel`,
    )
    .all(office);
  const byAlert = new Map<string, AlertDelivery[]>();
  for (const { alert, ...delivery } of rows) byAlert.set(alert, [...(byAlert.get(alert) ?? []), delivery]);
  return byAlert;
}
