/**
 * Everything that is still on the tablet, unsent and refused, in the format of a batch and byte for byte: what a network
 * cannot carry, a file can. Loaded only when staff ask for it.
 */
import { batchText, BATCH_BYTES, BATCH_RECORDS, WIRE_VERSION } from '../domain/wire.ts';
import type { Outbox } from './outbox.ts';
import type { Key } from './key.ts';

/** The file may hold more records than a batch may; nothing is removed from the tablet. */
export async function exportUnsent(outbox: Pick<Outbox, 'oldest' | 'refused'>, now: () => number): Promise<Blob> {
  const bodies: string[] = [];
  for (let after: Key | null = null; ;) {
    const { records, last } = await outbox.oldest(BATCH_RECORDS, BATCH_BYTES, after);
    if (last === null) break;
    bodies.push(...records.map(({ body }) => body));
    after = last;
  }
  bodies.push(...(await outbox.refused()).map(({ body }) => body));
  const envelope = { wire: WIRE_VERSION, nonce: crypto.randomUUID(), sentAt: now(), records: bodies.length } as const;
  return new Blob([batchText(envelope, bodies)], { type: 'application/x-ndjson' });
}
