/**
 * Room that is taken beforehand and given up when the disk is full, so that thousands of records more find a place while
 * somebody is called.
 */
import { readPart, type Folder, type SyncFile } from './file.ts';

/** Five thousand records need 20 MB in the two stores, and a database that writes itself anew 27 more meanwhile. */
export const RESERVE_BYTES = 64 * 1024 * 1024;
const NAME = 'reserve';
const PIECE = 1024 * 1024;
/** What one call of `getRandomValues` gives. */
const MOST_RANDOM = 65_536;

export interface Reserve {
  /** Takes the room, a piece at a time. @returns whether it is there; what could not be had is let go. */
  take(bytes: number, pause: () => Promise<void>): Promise<boolean>;
  /** @returns whether there was something to give up. */
  giveUp(): Promise<boolean>;
  held(): number;
  close(): void;
}

export function createReserve(folder: Folder): Reserve {
  let file: SyncFile | null = null;
  let giving = false;

  async function giveUp(): Promise<boolean> {
    giving = true;
    const held = file?.getSize() ?? 0;
    try {
      file?.truncate(0);
      file?.flush();
    } finally {
      file?.close();
      file = null;
    }
    await folder.remove(NAME);
    return held > 0;
  }

  return {
    async take(bytes, pause) {
      giving = false;
      try {
        file ??= await folder.open(NAME);
        // Not zeros: a file system may keep those without keeping room for them.
        const piece = new Uint8Array(PIECE);
        for (let at = 0; at < PIECE; at += MOST_RANDOM) crypto.getRandomValues(piece.subarray(at, at + MOST_RANDOM));
        for (let at = Math.min(file.getSize(), bytes); at < bytes; at = file.getSize()) {
          const part = piece.subarray(0, bytes - at);
          if (file.write(part, { at }) < part.length) throw new Error('no room for the reserve');
          await pause();
          if (giving || !file) return false;
        }
        file.flush();
        return readPart(file, bytes - 1, bytes).length === 1;
      } catch {
        await giveUp(); // The disk is too full for it: what there is serves the records.
        return false;
      }
    },
    giveUp,
    held: () => file?.getSize() ?? 0,
    close: () => file?.close(),
  };
}
