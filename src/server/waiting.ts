/**
 * Takes in what had to wait for its key, as if it had just come: with the times of then, checked like any record, stored at
 * most once. A record leaves the list in the transaction that stores it; what still has no key stays on it.
 */
import type { Deps } from './deps.ts';
import { createBatchCheck } from './sealed-batch.ts';
import { createCatalogue } from './store/catalogue.ts';
import { createMakers } from './store/record-makers.ts';
import { type Checked, createSubmissionStore } from './store/submissions.ts';
import { stopWaiting, waitingAfter } from './store/waiting-records.ts';

const AT_ONCE = 100;

/** @returns how many are stored now that were not before. */
export async function takeInWaiting({
  db,
  office,
  config,
  audit,
  stored,
}: Pick<Deps, 'db' | 'office' | 'config' | 'audit' | 'stored'>): Promise<number> {
  const check = createBatchCheck(db, office, createCatalogue(db, office));
  const makers = createMakers(db, office);
  const store = createSubmissionStore(db, office);
  const takeIn = db.transaction((records: Checked[]) => {
    for (const { hash } of records) stopWaiting(db, office, hash);
    const count = store(records).filter(({ status }) => status === 'stored').length;
    if (count > 0) audit({ actor: 'system', action: 'sealing.taken-in', object: '', detail: { count } });
    return count;
  });
  let total = 0;
  let last = '';
  for (;;) {
    const waiting = waitingAfter(db, office, last, AT_ONCE);
    const newest = waiting.at(-1);
    if (!newest) break;
    last = newest.hash;
    const ready: Checked[] = [];
    for (const { device, sentAt, receivedAt, body } of waiting) {
      const signs = (makers.find(device)?.keys.length ?? 0) > 0;
      const [record] = await check([body], { device, signs, sentAt, receivedAt, zone: config.zone });
      if (record && (record.ok || record.code !== 'sealing-key')) ready.push(record);
    }
    if (ready.length > 0) total += takeIn.immediate(ready);
  }
  if (total > 0) stored.fire();
  return total;
}
