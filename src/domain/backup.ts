/** The last backup that was read back and found good. */
import * as z from 'zod/mini';

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

/** Hours after which the last backup counts as late. */
export const LATE_HOURS = 26;
