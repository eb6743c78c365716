/**
 * The keys with which tablets sign. A tablet has one at a time; the one before proves requests for a month more, so that a
 * reply that was lost strands nobody, and what was signed with any of them can be checked for good.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Database } from './engine.ts';

/** How long a key that was replaced still proves requests, in milliseconds. */
export const OVERLAP = 30 * 86_400_000;
const MOST_KNOWN = 2000;
const POINT_BYTES = 65;

/** For people to compare on two screens: the first 8 bytes of the SHA-256 of the public key, as XXXX-XXXX-XXXX-XXXX. */
export function fingerprintOf(publicKey: string): string {
  const digest = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex');
  return digest
    .slice(0, 16)
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1-');
}

const known = new Map<string, KeyObject | null>();

/** @returns `null` for bytes that are no point of the curve. */
function keyObject(publicKey: string): KeyObject | null {
  const found = known.get(publicKey);
  if (found !== undefined) return found;
  const point = Buffer.from(publicKey, 'base64url');
  let key: KeyObject | null = null;
  if (point.length === POINT_BYTES && point[0] === 4) {
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
    try {
      key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
    } catch {
      key = null; // Not on the curve: nothing fits it.
    }
  }
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(publicKey, key);
  return key;
}

/** ECDSA P-256 over SHA-256. @param signature r and s, 64 bytes, base64url. */
export function fitsKey(publicKey: string, text: string | Uint8Array, signature: string): boolean {
  const key = keyObject(publicKey);
  if (!key) return false;
  const data = typeof text === 'string' ? Buffer.from(text) : text;
  return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

/** Prepares the statements once. Both give the newest key first. */
export function createKeyFinder(db: Database, office: number) {
  const newestFirst = 'order by retired_at is not null, retired_at desc, added_at desc';
  const all = db
    .prepare<[number, string], string>(
      `select public_key from device_keys where office_id = ? and device_id = ? ${newestFirst}`,
    )
    .pluck();
  const valid = db
    .prepare<[number, string, number], string>(
      `select public_key from device_keys where office_id = ? and device_id = ? and coalesce(retired_at, 9e15) > ? ${newestFirst}`,
    )
    .pluck();
  return {
    /** Keys that prove a request now. */
    forRequests: (device: string, now: number): string[] => valid.all(office, device, now - OVERLAP),
    /** Every key that the tablet ever had. */
    forRecords: (device: string): string[] => all.all(office, device),
  };
}

/** The key that a tablet signs with today. */
export const currentKey = (db: Database, office: number, device: string): string | null =>
  db
    .prepare<[number, string], string>(
      'select public_key from device_keys where office_id = ? and device_id = ? and retired_at is null',
    )
    .pluck()
    .get(office, device) ?? null;

/**
 * Gives a tablet another key, or its first; with that its token ends.
 * @returns `known` when it has this very key already: a reply was lost. `old`: it had it once, and does not go back.
 */
export function changeKey(
  db: Database,
  office: number,
  device: string,
  publicKey: string,
  now: number,
): 'added' | 'known' | 'old' {
  return db
    .transaction(() => {
      const had = db
        .prepare<[number, string, string], { retired: number | null }>(
          'select retired_at as retired from device_keys where office_id = ? and device_id = ? and public_key = ?',
        )
        .get(office, device, publicKey);
      if (had) return had.retired === null ? 'known' : 'old';
      const retire =
        'update device_keys set retired_at = ? where office_id = ? and device_id = ? and retired_at is null';
      db.prepare(retire).run(now, office, device);
      db.prepare('insert into device_keys (office_id, device_id, public_key, added_at) values (?, ?, ?, ?)').run(
        office,
        device,
        publicKey,
        now,
      );
      db.prepare(
        `update devices set ended_token = token_hash, token_hash = 'key:' || id
         where office_id = ? and id = ? and token_hash not like 'key:%'`,
      ).run(office, device);
      return 'added';
    })
    .immediate();
}

/**
 * Notes that an administrator saw the same fingerprint on both screens.
 * @returns `differs` when the tablet has another key by now than the one that was compared.
 */
export function confirmKey(
  db: Database,
  office: number,
  device: string,
  fingerprint: string,
  now: number,
): 'confirmed' | 'differs' | 'no-tablet' {
  const known = 'select 1 from devices where id = ? and office_id = ? and revoked_at is null';
  if (db.prepare(known).get(device, office) === undefined) return 'no-tablet';
  const key = currentKey(db, office, device);
  if (key === null || fingerprintOf(key) !== fingerprint) return 'differs';
  db.prepare('update devices set confirmed_at = ? where office_id = ? and id = ?').run(now, office, device);
  return 'confirmed';
}
