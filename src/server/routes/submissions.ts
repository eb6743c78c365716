/** `POST /api/submissions`: a batch in, a receipt for each of its records out, in order, once they are on disk. */
import { Hono } from 'hono';
import { BODY_BYTES, type BatchReply, type Receipt } from '../../domain/wire.ts';
import { readBatch } from '../batch.ts';
import { readBody } from '../body.ts';
import type { AppEnv, Deps } from '../deps.ts';
import type { DeviceGate } from '../device-gate.ts';
import { problem } from '../errors.ts';
import { part } from '../part.ts';
import { createGroupCommit } from '../group-commit.ts';
import { createBatchCheck } from '../sealed-batch.ts';
import { createCatalogue } from '../store/catalogue.ts';
import type { Checked, Outcome } from '../store/submissions.ts';

function receiptFor(record: Checked, outcome: Outcome | undefined): Receipt {
  if (!outcome) throw new Error('a record without an outcome');
  const { hash } = record;
  const id = record.ok ? record.submission.id : record.id;
  if (outcome.status === 'refused') return { id, hash, status: 'refused', code: outcome.code };
  // A tablet knows by itself that it did not sign.
  if (outcome.status === 'stored' && outcome.note && outcome.note !== 'unsigned')
    return { id, hash, status: 'stored', code: outcome.note };
  return { id, hash, status: outcome.status };
}

export function submissionRoutes(deps: Deps, gate: DeviceGate): Hono<AppEnv> {
  const { db, office, config, now, log, stored, storeRecords, limits, measures } = deps;
  const check = createBatchCheck(db, office, createCatalogue(db, office));
  const commit = createGroupCommit({
    store: storeRecords,
    onStored: () => stored.fire(),
    onStorageError: (error) => log('storage-error', { error: error instanceof Error ? error.message : 'unknown' }),
    queuedRecords: limits.queuedRecords,
    measures,
  });
  return new Hono<AppEnv>().post('/', (c) =>
    gate(c, async (sender) => {
      const body = await readBody(c, 'application/x-ndjson', BODY_BYTES);
      if (!body.ok) return problem(c, body.code);
      const batch = readBatch(body.bytes);
      if (!batch.ok) return problem(c, batch.code);
      const receivedAt = now();
      const { nonce, sentAt } = batch.envelope;
      const arrival = { device: sender.id, signs: sender.by === 'key', sentAt, receivedAt, zone: config.zone };
      const checked = part(c, 'check', () => check(batch.records, arrival));
      const records = checked instanceof Promise ? await checked : checked;
      const result = await part(c, 'commit', () => commit(records));
      if (!result.ok) return problem(c, result.code);
      const receipts = records.map((record, i) => receiptFor(record, result.outcomes[i]));
      const reply: BatchReply = { nonce, receivedAt, receipts };
      return c.body(JSON.stringify(reply), 200, { 'Content-Type': 'application/json' });
    }),
  );
}
