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

/** Why no backup could be made: the disk is full, the folder cannot be written, or the copy was not good. */
export const BackupFailure = z.object({ at: Count, reason: z.literal(['full', 'folder', 'other']) });
export type BackupFailure = z.infer<typeof BackupFailure>;

/** How the backups of this server are, for its administrators. */
export const BackupState = z.object({
  now: Count,
  last: z.nullable(LastBackup),
  /** Whether its file is still in the folder. */
  isThere: z.boolean(),
  /** The folder, as the server names it. */
  folder: z.string(),
  /** Hours between two, and how many are kept. */
  hours: Count,
  keep: Count,
  /** The last try, where it came to nothing. */
  failed: z.nullable(BackupFailure),
  /** Without a backup of the keys no other machine opens one. */
  keysBackedUp: z.boolean(),
  /** Made before an update of the tables; kept until somebody removes them. */
  beforeUpdates: z.array(z.object({ name: z.string(), bytes: Count })),
});
export type BackupState = z.infer<typeof BackupState>;

const HOUR = 3_600_000;
/** Longer than the pace by so many hours, a backup is late: the alert rule that is shipped says 26 for 24. */
const GRACE = 2;

export const isLate = ({ last, now, hours }: Pick<BackupState, 'last' | 'now' | 'hours'>): boolean =>
  last !== null && now - last.at >= (hours + GRACE) * HOUR;

/** @param since when this server began to run: before it, nobody could make the first one. Milliseconds since 1970, as `now`. */
export function backupFinding(rule: BackupRule, last: LastBackup | null, now: number, since: number): Finding {
  const object = { kind: 'office', id: '' } as const;
  const hours = Math.floor((now - (last?.at ?? since)) / HOUR);
  return hours >= rule.hours
    ? { object, state: 'bad', measured: { kind: 'backup', at: last?.at ?? null, hours } }
    : { object, state: last === null ? 'between' : 'well', measured: null };
}
