/**
 * The keys that tablets seal answers to. Tablets are told the newest; every one that was ever told is kept, for a tablet may
 * hold records of it for a year. The private halves are sealed with the secret beside the data file.
 */
import { createPublicKey, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import type { Database } from './engine.ts';
import * as z from 'zod';
import { SealingKey } from '../../domain/place.ts';
import { seal, unseal } from './secret.ts';

/** The private half as a JWK. */
export const PrivateKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type PrivateKey = z.infer<typeof PrivateKey>;

export interface StoredSealingKey {
  id: string;
  /** The 65 bytes of the point, base64url. */
  publicKey: string;
  /** `null` when the secret beside the data file is not the one that it was sealed with. */
  privateKey: PrivateKey | null;
  createdAt: number;
  /** When another was told instead; its private half is used all the same. */
  retiredAt: number | null;
}

interface Row extends Omit<StoredSealingKey, 'privateKey'> {
  privateKey: string;
}

const SELECT = `select id, public_key as publicKey, private_key as privateKey, created_at as createdAt,
  retired_at as retiredAt from sealing_keys`;

const pointOf = ({ x, y }: Pick<JsonWebKey, 'x' | 'y'>): string =>
  Buffer.concat([Buffer.from([4]), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]).toString(
    'base64url',
  );

/** True when the two halves belong together. */
export function isPair(publicKey: string, privateKey: PrivateKey): boolean {
  try {
    return pointOf(createPublicKey({ key: privateKey, format: 'jwk' }).export({ format: 'jwk' })) === publicKey;
  } catch {
    return false; // No key at all.
  }
}

function opened(db: Database, { privateKey, ...row }: Row): StoredSealingKey {
  const text = unseal(db, 'sealing-key', row.id, privateKey);
  return { ...row, privateKey: text === null ? null : PrivateKey.parse(JSON.parse(text)) };
}

/** Oldest first. */
export const listSealingKeys = (db: Database, office: number): StoredSealingKey[] =>
  db
    .prepare<[number], Row>(`${SELECT} where office_id = ? order by created_at, id`)
    .all(office)
    .map((row) => opened(db, row));

/** @returns the private half of a key of this office; `null` when there is none that can be used. */
export function findPrivateKey(db: Database, office: number, id: string): PrivateKey | null {
  const row = db.prepare<[string, number], Row>(`${SELECT} where id = ? and office_id = ?`).get(id, office);
  return row ? opened(db, row).privateKey : null;
}

/** What tablets are told to seal to. Missing until a server has run on the data folder. */
export function toldSealingKey(db: Database, office: number): SealingKey | null {
  const newest = `select id, public_key as key from sealing_keys where office_id = ? and retired_at is null
    order by created_at desc, id limit 1`;
  return db.prepare<[number], SealingKey>(newest).get(office) ?? null;
}

/** Writes a key, or puts the private half of a known one in the place of what can no longer be opened. */
export function saveSealingKey(db: Database, office: number, key: StoredSealingKey & { privateKey: PrivateKey }): void {
  const wrapped = seal(db, 'sealing-key', key.id, JSON.stringify(PrivateKey.parse(key.privateKey)));
  const added = db
    .prepare(
      `insert into sealing_keys (id, office_id, public_key, private_key, created_at, retired_at)
       values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
    )
    .run(key.id, office, key.publicKey, wrapped, key.createdAt, key.retiredAt);
  if (added.changes === 0)
    db.prepare('update sealing_keys set private_key = ? where office_id = ? and id = ?').run(wrapped, office, key.id);
}

/** Makes another key and tells it from now on. @returns its id. */
export function rotateSealingKey(db: Database, office: number, now: number): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const told = SealingKey.parse({
    // The day is for people; chance makes it another one than any backup of this folder has.
    id: `${new Date(now).toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`,
    key: pointOf(publicKey.export({ format: 'jwk' })),
  });
  const jwk = PrivateKey.parse(privateKey.export({ format: 'jwk' }));
  return db
    .transaction(() => {
      db.prepare('update sealing_keys set retired_at = ? where office_id = ? and retired_at is null').run(now, office);
      const key = { id: told.id, publicKey: told.key, privateKey: jwk, createdAt: now, retiredAt: null };
      saveSealingKey(db, office, key);
      return told.id;
    })
    .immediate();
}

/**
 * At each start: a folder without a key gets one, and so does one whose newest key cannot be opened, so that at least what
 * is answered from now on can be read at once. @returns the id of the key that was made, or `null`.
 */
export function ensureSealingKey(db: Database, office: number, now: number): string | null {
  const isUsable = () => {
    const told = toldSealingKey(db, office);
    return told !== null && findPrivateKey(db, office, told.id) !== null;
  };
  if (isUsable()) return null;
  return db.transaction(() => (isUsable() ? null : rotateSealingKey(db, office, now))).immediate();
}

/** Whether somebody made a backup since the newest key is told. */
export const hasKeyBackup = (db: Database, office: number): boolean =>
  db
    .prepare<[number, number]>(
      `select 1 from audit_log where office_id = ? and action = 'sealing.backup'
         and at >= (select max(created_at) from sealing_keys where office_id = ?)`,
    )
    .get(office, office) !== undefined;
