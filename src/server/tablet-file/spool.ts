/** A file that arrives over the network lies in a folder of its own until it is read: a slow reader must not hold the sender. */
import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param longest in bytes. @param work is given the file once it is whole; it is deleted when that has ended.
 * @returns `null` when it is longer: nothing of it is looked at.
 */
export async function spooled<T>(
  dataDir: string,
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
  work: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T | null> {
  // Emptied when the server starts (paper/upload.ts).
  const folder = join(dataDir, 'uploads');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  try {
    const file = await open(path, 'wx', 0o600);
    let size = 0;
    try {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > longest) return null;
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    return await work(createReadStream(path));
  } finally {
    await rm(path, { force: true });
  }
}
