/** Whether a sealing key does its work: a canary is sealed to its public half as a tablet seals, and opened as ingest opens. */
import { randomUUID } from 'node:crypto';
import type { SealedRecord } from '../domain/sealed-record.ts';
import { NO_PREVIOUS } from '../domain/submission.ts';
import { startSession } from '../seal/session.ts';
import type { Database, Deps } from './deps.ts';
import { createOpener } from './seal-opener.ts';
import { listSealingKeys, type StoredSealingKey } from './store/sealing-keys.ts';

/** `lost`: its private half is not here, or cannot be read with this secret. `broken`: it does not belong to the public one. */
export type KeyState = 'works' | 'lost' | 'broken';

export async function checkKeys(db: Database, office: number): Promise<{ key: StoredSealingKey; state: KeyState }[]> {
  const opener = createOpener(db, office);
  return Promise.all(
    listSealingKeys(db, office).map(async (key): Promise<{ key: StoredSealingKey; state: KeyState }> => {
      if (key.privateKey === null) return { key, state: 'lost' };
      const canary = randomUUID();
      const session = await startSession({ id: key.id, key: key.publicKey });
      const place = { id: randomUUID(), device: 'canary', epoch: 1, seq: 1, prev: NO_PREVIOUS };
      const head = { ...place, key: session.key, enc: session.enc };
      const record: SealedRecord = { v: 2, ...head, sealed: await session.seal(head, canary), sig: null };
      const secret = await opener.session(record);
      const opened = typeof secret === 'string' ? null : opener.open(record, secret);
      return { key, state: opened !== null && Buffer.from(opened).toString() === canary ? 'works' : 'broken' };
    }),
  );
}

/** At each start, and then every day: a key that no longer works must be known before an answer waits for it. */
export async function logKeys({ db, office, log }: Pick<Deps, 'db' | 'office' | 'log'>): Promise<void> {
  for (const { key, state } of await checkKeys(db, office)) {
    if (state !== 'works') log('sealing-key-unusable', { key: key.id, state });
  }
}
