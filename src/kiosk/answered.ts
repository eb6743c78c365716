/** Which records a reply is about: a receipt counts only for the id and the very bytes that it names. */
import type { Receipt } from '../domain/wire.ts';
import type { OutboxRecord } from './record.ts';

export interface Answered {
  record: OutboxRecord;
  receipt: Receipt;
}

export function answeredBy(receipts: readonly Receipt[], records: readonly OutboxRecord[]): Answered[] {
  const byHash = new Map(receipts.map((receipt) => [receipt.hash, receipt]));
  return records.flatMap((record) => {
    const receipt = byHash.get(record.hash);
    return receipt?.id === record.id ? [{ record, receipt }] : [];
  });
}
