/**
 * A file that somebody brought: written to a folder of its own while it arrives, counted, and looked at no further than
 * its first bytes. Deleted when it is imported, given up, or forgotten.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_BYTES } from '../../domain/paper-import.ts';
import { FileRefusal } from './refusal.ts';

export interface StoredUpload {
  path: string;
  /** SHA-256 of the bytes, in hex. */
  hash: string;
  kind: 'csv' | 'xlsx';
}

const folderOf = (dataDir: string) => join(dataDir, 'uploads');

/** At start: what an earlier process left behind. */
export function clearUploads(dataDir: string): void {
  rmSync(folderOf(dataDir), { recursive: true, force: true });
}

export const removeUpload = (path: string): Promise<void> => rm(path, { force: true });

const starts = (bytes: Buffer, ...signature: number[]) => signature.every((byte, at) => bytes[at] === byte);

/** @throws FileRefusal for what is no table, judged by its first bytes: names and types that browsers send are guesses. */
function kindOf(head: Buffer): 'csv' | 'xlsx' {
  if (starts(head, 0x50, 0x4b, 0x03, 0x04)) return 'xlsx';
  // Also a workbook with a password.
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) throw new FileRefusal('old-excel');
  if (starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff)) throw new FileRefusal('not-utf8');
  if (starts(head, 0x25, 0x50, 0x44, 0x46)) throw new FileRefusal('not-a-table');
  return 'csv';
}

/** Text that a person can read: UTF-8 to the last byte, and without NUL (UTF-16 has one in every other byte). */
async function checkText(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks)
      if (decoder.decode(chunk, { stream: true }).includes('\0')) throw new FileRefusal('not-utf8');
    decoder.decode();
  } catch (error) {
    // What the decoder throws has a code; a file that cannot be read is no fault of its content.
    if (error instanceof FileRefusal || error instanceof TypeError) throw new FileRefusal('not-utf8');
    throw error;
  }
}

async function write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<{ hash: string; bytes: number } | null> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > FILE_BYTES) return null;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return { hash: hash.digest('hex'), bytes };
}

async function judge(path: string): Promise<StoredUpload['kind']> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(8);
    await file.read(head, 0, head.length, 0);
    const kind = kindOf(head);
    if (kind === 'csv') await checkText(file.createReadStream({ start: 0, autoClose: false }));
    return kind;
  } finally {
    await file.close();
  }
}

/**
 * @returns `too-large` when it is longer than 10 MB: nothing of it is kept.
 * @throws FileRefusal when it is no table.
 */
export async function storeUpload(
  dataDir: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<StoredUpload | 'too-large'> {
  const folder = folderOf(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  let keep = false;
  try {
    const written = await write(path, chunks);
    if (!written) return 'too-large';
    if (written.bytes === 0) throw new FileRefusal('empty');
    const kind = await judge(path);
    keep = true;
    return { path, hash: written.hash, kind };
  } finally {
    if (!keep) await removeUpload(path);
  }
}
