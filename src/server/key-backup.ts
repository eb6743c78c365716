/**
 * The backup of the keys: one JSON file, sealed with a passphrase (scrypt, then AES-256-GCM). It holds what a lost disk takes
 * along for good: every sealing key, and the secret beside the data file.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import * as z from 'zod';
import { SealingKey } from '../domain/place.ts';
import { PrivateKey } from './store/sealing-keys.ts';

export const SHORTEST_PASSPHRASE = 12;
/** 128 MB and half a second for each guess. */
const COST = { N: 131_072, r: 8, p: 1 } as const;
const MOST_MEMORY = 192 * 1024 * 1024;

const Content = z.strictObject({
  /** The code of the office. */
  office: z.string(),
  /** base64 */
  secret: z.string(),
  keys: z.array(
    z.strictObject({
      id: SealingKey.shape.id,
      publicKey: SealingKey.shape.key,
      privateKey: PrivateKey,
      createdAt: z.int(),
      retiredAt: z.int().nullable(),
    }),
  ),
});
export type BackupContent = z.infer<typeof Content>;

const File = z.object({
  v: z.literal(1),
  kind: z.literal('hai-long keys'),
  office: z.string(),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    // A file that someone changed must not make this machine work for hours.
    N: z.literal(COST.N),
    r: z.literal(COST.r),
    p: z.literal(COST.p),
    salt: z.string(),
  }),
  nonce: z.string(),
  sealed: z.string(),
  tag: z.string(),
});

const keyFrom = (passphrase: string, salt: Buffer) =>
  scryptSync(passphrase.normalize('NFC'), salt, 32, { ...COST, maxmem: MOST_MEMORY });
const headOf = (office: string) => Buffer.from(JSON.stringify(['hai-long keys', 1, office]));

/** @returns the text of the file. */
export function sealBackup(content: BackupContent, passphrase: string): string {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', keyFrom(passphrase, salt), nonce).setAAD(headOf(content.office));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(Content.parse(content)), 'utf8'), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  const file: z.infer<typeof File> = {
    v: 1,
    kind: 'hai-long keys',
    office: content.office,
    kdf: { name: 'scrypt', ...COST, salt: text(salt) },
    nonce: text(nonce),
    sealed: text(sealed),
    tag: text(cipher.getAuthTag()),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

export type OpenedBackup = { ok: true; content: BackupContent } | { ok: false; code: 'no-backup' | 'wrong-passphrase' };

export function openBackup(text: string, passphrase: string): OpenedBackup {
  const parsed = File.safeParse(fromJson(text));
  if (!parsed.success) return { ok: false, code: 'no-backup' };
  const { office, kdf, nonce, sealed, tag } = parsed.data;
  const bytes = (base64: string) => Buffer.from(base64, 'base64');
  try {
    const key = keyFrom(passphrase, bytes(kdf.salt));
    const opener = createDecipheriv('aes-256-gcm', key, bytes(nonce)).setAAD(headOf(office));
    opener.setAuthTag(bytes(tag));
    const content = Buffer.concat([opener.update(bytes(sealed)), opener.final()]).toString('utf8');
    return { ok: true, content: Content.parse(JSON.parse(content)) };
  } catch {
    return { ok: false, code: 'wrong-passphrase' }; // Or bytes of the file were changed: the tag tells no difference.
  }
}

/** Why a backup was not opened, for whoever tried. */
export const unopened = (file: string, code: 'no-backup' | 'wrong-passphrase'): string =>
  code === 'no-backup'
    ? `${file} không phải bản sao lưu khóa / ${file} is no backup of keys`
    : 'Sai mật khẩu, hoặc tệp bị hỏng / another passphrase, or a damaged file';

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No shape takes it.
  }
}
