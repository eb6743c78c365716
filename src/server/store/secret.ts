/**
 * The secret beside the data file: 32 random bytes in `secret.key`, readable by its owner alone, made when there is none.
 * A copy of the data file without it cannot continue the audit log, read a second factor, open a sealed answer, or tell a
 * name or an address that failed to sign in. Each use has a key of its own.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from './engine.ts';
import { makeOnce, writeDraft } from './private-file.ts';

type Use = 'audit' | 'throttle' | 'second-factor' | 'recovery' | 'sealing-key';

export const secretFile = (dataDir: string): string => join(dataDir, 'secret.key');

const LENGTH = 32;
const known = new WeakMap<Database, Buffer>();

function load(db: Database): Buffer {
  if (db.memory) return randomBytes(LENGTH);
  const file = secretFile(dirname(db.name));
  if (!existsSync(file)) makeOnce(file, randomBytes(LENGTH));
  const secret = readFileSync(file);
  if (secret.length !== LENGTH) throw new Error(`${file} must have ${LENGTH} bytes; restore it from a backup`);
  return secret;
}

/** For a backup of the keys. @throws when the secret can neither be read nor made. */
export function readSecret(db: Database): Buffer {
  const secret = known.get(db) ?? load(db);
  known.set(db, secret);
  return secret;
}

/** From now on this connection goes by another secret, which is not written yet. */
export const useSecret = (db: Database, secret: Buffer): void => void known.set(db, secret);

/** Puts a secret into the folder. @returns where the one that was there before was moved to; `null` when it is the same. */
export function replaceSecret(dataDir: string, secret: Buffer, now: number): string | null {
  if (secret.length !== LENGTH) throw new Error(`a secret has ${LENGTH} bytes`);
  const file = secretFile(dataDir);
  if (existsSync(file) && readFileSync(file).equals(secret)) return null;
  const before = `${file}.before-${new Date(now).toISOString().replace(/\W/g, '')}`;
  const isThere = existsSync(file);
  if (isThere) linkSync(file, before);
  renameSync(writeDraft(file, secret), file);
  return isThere ? before : null;
}

/** By the secret that they come from. */
const derived = new WeakMap<Buffer, Map<Use, Buffer>>();

/** The key for one use, 32 bytes, made once. @throws when the secret can neither be read nor made. */
export function keyFor(db: Database, use: Use): Buffer {
  const secret = readSecret(db);
  const keys = derived.get(secret) ?? new Map<Use, Buffer>();
  const key = keys.get(use) ?? Buffer.from(hkdfSync('sha256', secret, '', `hai-long ${use}`, LENGTH));
  derived.set(secret, keys.set(use, key));
  return key;
}

/** A name for a value that says nothing to whoever does not have the secret. */
export const keyedName = (db: Database, use: Use, value: string): string =>
  createHmac('sha256', keyFor(db, use)).update(value).digest('base64url');

/** AES-256-GCM; `to` is what it belongs to, so that it opens nowhere else. */
export function seal(db: Database, use: Use, to: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(db, use), nonce).setAAD(Buffer.from(to));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** @returns `null` when it was sealed with another secret or for something else. */
export function unseal(db: Database, use: Use, to: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < 28) return null;
  const opener = createDecipheriv('aes-256-gcm', keyFor(db, use), bytes.subarray(0, 12)).setAAD(Buffer.from(to));
  opener.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([opener.update(bytes.subarray(28)), opener.final()]).toString('utf8');
  } catch {
    return null; // The data file was restored without its secret.
  }
}
