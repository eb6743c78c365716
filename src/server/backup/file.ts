/**
 * A backup as a file: one line that says what it is, then the data file, packed and sealed (AES-256-GCM) with a key from the
 * secret beside it, then the tag over both. Whoever finds the file reads nobody's words, and a changed byte is noticed.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod';

/** Bytes. */
const LONGEST_HEAD = 4096;
const TAG = 16;
const NEW_LINE = 0x0a;
const Count = z.int().min(0);

export const BackupHead = z.strictObject({
  v: z.literal(1),
  kind: z.literal('hai-long backup'),
  /** The code of the office. */
  office: z.string(),
  /** When the copy was begun: every answer that was acknowledged before it is in it. Milliseconds since 1970. */
  at: Count,
  /** Of the schema. */
  level: Count,
  submissions: Count,
  /** Length of the data file, and its SHA-256 in hex. */
  bytes: Count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** base64 */
  salt: z.string(),
  nonce: z.string(),
});
export type BackupHead = z.infer<typeof BackupHead>;
export type BackupFacts = Pick<BackupHead, 'office' | 'at' | 'level' | 'submissions'>;
/** `other-secret`: also where bytes were changed, for the tag tells no difference. */
export type BackupFault = 'no-backup' | 'other-secret' | 'damaged';

const keyOf = (secret: Buffer, salt: string) =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.from(salt, 'base64'), 'hai-long backup', 32));

/** Lets bytes through, adds them up, and refuses more than there may be: changed bytes could unpack to any length. */
function meter(most: number) {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > most ? new Error('longer than it was') : null, chunk);
    },
  });
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** @returns what a file has in it. */
export async function digestOf(file: string): Promise<Pick<BackupHead, 'bytes' | 'sha256'>> {
  const { through, result } = meter(Infinity);
  await pipeline(createReadStream(file), through, async function (chunks) {
    for await (const _ of chunks);
  });
  return result();
}

/** Writes a new file, on disk when it resolves. @throws when `to` is there already, or cannot be written */
export async function sealFile(from: string, to: string, facts: BackupFacts, secret: Buffer): Promise<void> {
  const [salt, nonce] = [randomBytes(16).toString('base64'), randomBytes(12)];
  const given = { v: 1, kind: 'hai-long backup', ...facts, ...(await digestOf(from)) } as const;
  const head = JSON.stringify(BackupHead.parse({ ...given, salt, nonce: nonce.toString('base64') }));
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce).setAAD(Buffer.from(head));
  await pipeline(
    createReadStream(from),
    createGzip({ level: 1 }),
    async function* (packed: AsyncIterable<Buffer>) {
      yield Buffer.from(`${head}\n`);
      for await (const chunk of packed) yield cipher.update(chunk);
      yield cipher.final();
      yield cipher.getAuthTag();
    },
    createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }),
  );
}

interface Parts {
  head: BackupHead;
  /** The line as it stands there. */
  text: Buffer;
  tag: Buffer;
  size: number;
}

async function readParts(file: string): Promise<Parts | null> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const start = Buffer.alloc(Math.min(LONGEST_HEAD, size));
    await handle.read(start, 0, start.length, 0);
    const end = start.indexOf(NEW_LINE);
    if (end < 0 || size < end + 1 + TAG) return null;
    const text = start.subarray(0, end);
    const tag = Buffer.alloc(TAG);
    await handle.read(tag, 0, TAG, size - TAG);
    return { head: BackupHead.parse(JSON.parse(text.toString('utf8'))), text, tag, size };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  } finally {
    await handle.close();
  }
}

export type OpenedFile = { ok: true; head: BackupHead } | { ok: false; code: BackupFault };

/**
 * Opens a backup and holds every byte against its tag and its digest.
 * @param to where the data file is written, for one that is new; without it nothing is written. Removed again when it is not good.
 * @throws when a file cannot be read or written
 */
export async function openFile(file: string, secret: Buffer, to?: string): Promise<OpenedFile> {
  const parts = await readParts(file);
  if (!parts) return { ok: false, code: 'no-backup' };
  const { head, text, tag, size } = parts;
  const opener = createDecipheriv('aes-256-gcm', keyOf(secret, head.salt), Buffer.from(head.nonce, 'base64'));
  opener.setAAD(text).setAuthTag(tag);
  const { through, result } = meter(head.bytes);
  const sink =
    to === undefined
      ? new Writable({ write: (_chunk, _encoding, done) => done() })
      : createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true });
  const body = createReadStream(file, { start: text.length + 1, end: size - TAG - 1 });
  let code: BackupFault | null = null;
  try {
    await pipeline(body, opener, createGunzip(), through, sink);
    const { bytes, sha256 } = result();
    if (bytes !== head.bytes || sha256 !== head.sha256) code = 'damaged';
  } catch (error) {
    // A disk that fails has a code of its own; what else can go wrong here is in the bytes.
    if (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)) && 'syscall' in error)
      throw error;
    code = 'other-secret';
  }
  if (code === null) return { ok: true, head };
  if (to !== undefined) await rm(to, { force: true });
  return { ok: false, code };
}

/** A name in a folder is on disk when the folder is. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
