/** Remembers whether the last backup came to nothing: in memory, for on a full disk nothing else can be written either. */
import type { BackupFailure } from '../../domain/backup.ts';

export interface BackupWatch {
  made: () => void;
  /** @param now milliseconds since 1970 */
  failed: (error: unknown, now: number) => void;
  /** `null` when the last one was made, or none was tried yet. */
  failure: () => BackupFailure | null;
}

/** What a person can do something about; the whole error is in the log. */
function reasonOf(error: unknown): BackupFailure['reason'] {
  const said = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : String(error);
  if (/ENOSPC|EDQUOT|SQLITE_FULL|disk is full/.test(said)) return 'full';
  return /E(ACCES|PERM|ROFS|NOENT|NOTDIR|EXIST|IO)\b/.test(said) ? 'folder' : 'other';
}

export function createBackupWatch(): BackupWatch {
  let failure: BackupFailure | null = null;
  return {
    made: () => void (failure = null),
    failed: (error, now) => void (failure = { at: now, reason: reasonOf(error) }),
    failure: () => failure,
  };
}
