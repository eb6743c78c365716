/** Room that can be used up to the last byte and given back: that of a small disk, and that which the browser allows a page. */
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { pause } from './real-clock.ts';

export interface Room {
  /** Nothing is left, or a little that runs out in the middle of something. */
  fill: () => Promise<void>;
  free: () => Promise<void>;
}
/** A disk may keep so many bytes free besides. */
export interface DiskRoom extends Room {
  fill: (leaving?: number) => Promise<void>;
}

const PAGE = 4096;
/** The room of a file system, taken by files beside those of the browser. */
export function diskRoom(folder: string, random: () => number): DiskRoom {
  let pieces = 0;
  const name = (piece: number) => join(folder, `filler-${piece}`);
  return {
    fill(leaving = 0) {
      const { bavail, bsize } = statfsSync(folder);
      const left = leaving + Math.floor(random() * 3) * PAGE;
      try {
        writeFileSync(name(pieces++), Buffer.alloc(Math.max(0, bavail * bsize - left)));
      } catch {
        // The browser was writing at the same time: full it is.
      }
      return Promise.resolve();
    },
    free() {
      for (let piece = 0; piece < pieces; piece++) rmSync(name(piece), { force: true });
      return Promise.resolve();
    },
  };
}

/** The database goes by what it was allowed before, less and less, for half a minute. */
const ALLOWED_MS = 31_000;
/** The room that the browser allows the page, set to what the page uses. */
export async function allowedRoom(page: Page, random: () => number): Promise<Room> {
  const { origin } = new URL(page.url());
  const session = await page.context().newCDPSession(page);
  return {
    async fill() {
      const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
      const quotaSize = usage + Math.floor(random() * 3) * PAGE;
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
      await pause(ALLOWED_MS);
    },
    async free() {
      // It ends with the browser as well.
      if (!page.isClosed()) await session.send('Storage.overrideQuotaForOrigin', { origin });
    },
  };
}
