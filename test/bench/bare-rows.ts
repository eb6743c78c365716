/** The table of both baselines of ingest into PostgreSQL, and the one statement that writes to it. */
import type { Client, Pool } from 'pg';

const COLUMNS = ['id', 'device', 'seq', 'hash', 'day', 'received_at', 'body'];

export async function makeBare(db: Pick<Client | Pool, 'query'>): Promise<void> {
  await db.query(
    `create table if not exists bare (id text primary key, device text not null, seq bigint not null, hash text not null,
       day text not null, received_at bigint not null, body text not null, unique (device, seq))`,
  );
}

const texts = new Map<number, string>();
/** @param count how many rows it writes. */
export function bareInsert(count: number): string {
  const known = texts.get(count);
  if (known !== undefined) return known;
  const row = (at: number) => `(${COLUMNS.map((_, n) => `$${at * COLUMNS.length + n + 1}`).join(', ')})`;
  const rows = Array.from({ length: count }, (_, at) => row(at)).join(', ');
  const text = `insert into bare (${COLUMNS.join(', ')}) values ${rows} on conflict do nothing`;
  texts.set(count, text);
  return text;
}

export interface BareRow {
  id: string;
  device: string;
  seq: number;
  hash: string;
  body: string;
}
export const bareRow = ({ id, device, seq, hash, body }: BareRow): (string | number)[] => {
  return [id, device, seq, hash, '2026-11-20', Date.now(), body];
};
