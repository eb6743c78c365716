/**
 * Takes in lines of a tablet's file as if the tablet had sent them: the same checks, the same store. What was signed is held
 * against the keys of the tablet that it names. For what is not signed whoever calls this vouches.
 */
import { hash as digest } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Database } from '../deps.ts';
import { createBatchCheck } from '../sealed-batch.ts';
import { createCatalogue } from '../store/catalogue.ts';
import { listFleet } from '../store/devices-fleet.ts';
import { createSubmissionStore, type Outcome } from '../store/submissions.ts';

export interface JudgeParts {
  db: Database;
  office: number;
  config: Pick<Config, 'zone' | 'dataDir'>;
  now: () => number;
}

export function createJudge({ db, office, config, now }: JudgeParts) {
  const check = createBatchCheck(db, office, createCatalogue(db, office));
  const store = createSubmissionStore(db, office);
  // When the file was written is no measure of the tablet's clock; the last heartbeat is.
  const ahead = new Map(
    listFleet(db, office).flatMap(({ id, heartbeat, lastSeenAt }) =>
      heartbeat && lastSeenAt !== null ? [[id, heartbeat.sentAt - lastSeenAt] as const] : [],
    ),
  );
  /**
   * Checks and stores lines in one transaction.
   * @param device that all of them name as their maker; '' for lines that name none in the form that a tablet writes: they
   * are refused and kept. @returns what became of each.
   */
  return async (device: string, lines: readonly Uint8Array[]): Promise<Outcome[]> => {
    const receivedAt = now();
    if (device === '')
      return store(
        lines.map((body) => {
          const hash = digest('sha256', body, 'hex');
          return { ok: false, id: null, device, code: 'record-malformed', hash, body, receivedAt };
        }),
      );
    const sentAt = Math.max(0, receivedAt + (ahead.get(device) ?? 0));
    return store(await check(lines, { device, signs: true, sentAt, receivedAt, zone: config.zone }));
  };
}
