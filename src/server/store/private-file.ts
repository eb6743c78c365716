/** Files with a key in them: readable by their owner alone, on disk before they have their name, and never half there. */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Writes it beside `file`, on disk when this returns. @returns its path, from where it can be renamed */
export function writeDraft(file: string, content: Buffer): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

/** Makes a file that is not there yet. Of two processes that start at once one wins: a link never replaces. */
export function makeOnce(file: string, content: Buffer): void {
  const draft = writeDraft(file, content);
  try {
    linkSync(draft, file);
  } catch {
    // Another was faster, or a file system without links: there is no race to win on it then.
    if (!existsSync(file)) renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
