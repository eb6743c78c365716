/**
 * Opens every stored line again and holds what was sealed against the body that is counted, and the line against the key of
 * the tablet that it names. Changes nothing.
 */
import type { Database } from './deps.ts';
import { findForgeries } from './record-signatures.ts';
import { createOpener } from './seal-opener.ts';
import { readSealed } from './sealed-batch.ts';
import { fitsKey } from './store/device-keys.ts';
import { createMakers } from './store/record-makers.ts';
import { sealedAfter } from './store/sealed-lines.ts';

export interface SealVerification {
  lines: number;
  /** Lines whose key is not here: they can be held against their hash only. */
  unopened: number;
  /** Ids of records whose line does not hold their body, or is not by the tablet that it names. */
  altered: string[];
}

const AT_ONCE = 500;

export async function verifySeals(db: Database, office: number): Promise<SealVerification> {
  const [opener, makers] = [createOpener(db, office), createMakers(db, office)];
  const result: SealVerification = { lines: 0, unopened: 0, altered: [] };
  let after = { device: '', epoch: 0, seq: 0 };
  for (;;) {
    const rows = sealedAfter(db, office, after, AT_ONCE);
    const last = rows.at(-1);
    if (!last) return result;
    after = last;
    result.lines += rows.length;
    const read = rows.map(({ sealed }) => readSealed(Buffer.from(sealed)));
    const lines = read.map((one) => (one.ok ? one.sealed : null));
    // As no tablet at all: then nobody's key stands in for one that is not known.
    const forged = await findForgeries(lines, { device: '', signs: true }, makers, fitsKey);
    for (const [at, { id, body }] of rows.entries()) {
      const line = lines[at];
      // One that joined before the server was restored is known under its next name only.
      const isForged = forged[at] !== null && forged[at] !== 'unknown-device';
      if (!line || isForged) result.altered.push(id);
      else {
        const session = await opener.session(line.record);
        if (session === 'no-key') result.unopened += 1;
        else {
          const text = session === 'broken' ? null : opener.open(line.record, session);
          if (text === null || !Buffer.from(body).equals(text)) result.altered.push(id);
        }
      }
    }
  }
}
