/** The last backup that was read back and found good. */
import * as z from 'zod/mini';
import type { Finding } from './alert-findings.ts';
import type { BackupRule } from './alert-rules.ts';

const Count = z.int().check(z.minimum(0));

export const LastBackup = z.object({
  /** Every answer acknowledged before this moment is in it. Milliseconds since 1970. */
  at: Count,
  /** The file in the folder of the backups. */
  name: z.string(),
  submissions: Count,
  /** Of the file. */
  bytes: Count,
  /** False where it lies on the disk that the data lie on, and is lost together with them. */
  elsewhere: z.boolean(),
});
export type LastBackup = z.infer<typeof LastBackup>;

const HOUR = 3_600_000;

/** @param since when this server began to run: before it, nobody could make the first one. Milliseconds since 1970, as `now`. */
export function backupFinding(rule: BackupRule, last: LastBackup | null, now: number, since: number): Finding {
  const object = { kind: 'office', id: '' } as const;
  const hours = Math.floor((now - (last?.at ?? since)) / HOUR);
  return hours >= rule.hours
    ? { object, state: 'bad', measured: { kind: 'backup', at: last?.at ?? null, hours } }
    : { object, state: last === null ? 'between' : 'well', measured: null };
}
