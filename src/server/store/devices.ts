/**
 * Tablets and how they join: one-time codes that a person types, and tokens of those that could not keep a key. Of both only
 * the SHA-256 is stored, so a copy of the data file opens nothing.
 */
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Database } from './engine.ts';
import type { Heartbeat } from '../../domain/wire.ts';
import { changeKey } from './device-keys.ts';

/** The consonants of RFC 8628: no vowels, so no words, and nothing that looks like something else. 10 are 43 bits. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE_LENGTH = 10;
export const CODE_MINUTES = 10;
const CODE_TRIES = 5;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** A code as it is compared and signed: what a person may type differently is made the same. */
export const normalCode = (code: string): string => code.toUpperCase().replace(/[\s-]/g, '');

export interface Device {
  id: string;
  name: string;
  counter: string;
  revoked: boolean;
}
export interface ListedDevice extends Device {
  enrolledAt: number;
  lastSeenAt: number | null;
  heartbeat: string | null;
}

export interface IssuedCode {
  /** Asks later what became of the code; opens nothing. */
  id: string;
  /** As it is read out: XXXXX-XXXXX */
  code: string;
  expiresAt: number;
}

/** Makes a code for one tablet at one counter. @param name what the tablet is called if it does not say otherwise. */
export function makeCode(db: Database, office: number, counter: string, name: string | null, now: number): IssuedCode {
  const code = Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const issued = { id: randomUUID(), expiresAt: now + CODE_MINUTES * 60_000 };
  db.prepare(
    'insert into enrolment_codes (code_hash, id, office_id, counter, name, expires_at) values (?, ?, ?, ?, ?, ?)',
  ).run(sha256(code), issued.id, office, counter, name, issued.expiresAt);
  return { ...issued, code: `${code.slice(0, 5)}-${code.slice(5)}` };
}
export const issueCode = (db: Database, office: number, counter: string, now: number): string =>
  makeCode(db, office, counter, null, now).code;

/** @returns what became of a code, and the tablet that used it; `null` when this office never made it. */
export function readCode(
  db: Database,
  office: number,
  id: string,
  now: number,
): { state: 'waiting' | 'used' | 'expired'; device: string | null } | null {
  const row = db
    .prepare<[string, number], { expiresAt: number; tries: number; usedAt: number | null; device: string | null }>(
      `select expires_at as expiresAt, tries, used_at as usedAt, used_by as device
       from enrolment_codes where id = ? and office_id = ?`,
    )
    .get(id, office);
  if (!row) return null;
  if (row.usedAt !== null) return { state: 'used', device: row.device };
  return { state: row.expiresAt <= now || row.tries >= CODE_TRIES ? 'expired' : 'waiting', device: null };
}

/** `token` is `null` for a tablet that signs. */
export type Enrolment =
  { ok: true; device: Device; token: string | null } | { ok: false; code: 'code-wrong' | 'code-expired' };

function insertDevice(db: Database, office: number, counter: string, name: string | undefined, now: number) {
  const count = Number(db.prepare('select count(*) from devices where office_id = ?').pluck().get(office));
  const device: Device = {
    id: randomUUID(),
    name: name?.trim() || `Máy tính bảng ${count + 1}`,
    counter,
    revoked: false,
  };
  // Until it has a token, `key:` stands for one: no SHA-256 reads like this.
  db.prepare(
    `insert into devices (id, office_id, counter, name, token_hash, enrolled_at) values (?, ?, ?, ?, 'key:' || ?, ?)`,
  ).run(device.id, office, counter, device.name, device.id, now);
  return device;
}

/** Adds a tablet. @returns it, and the token that is told this once */
export function addDevice(db: Database, office: number, counter: string, name: string | undefined, now: number) {
  const device = insertDevice(db, office, counter, name, now);
  const token = randomBytes(32).toString('base64url');
  db.prepare('update devices set token_hash = ? where office_id = ? and id = ?').run(sha256(token), office, device.id);
  return { device, token };
}

/** Adds a tablet that signs. @param publicKey whose private half it has shown to hold. */
export function addSigningDevice(
  db: Database,
  office: number,
  counter: string,
  name: string | undefined,
  publicKey: string,
  now: number,
): Device {
  const device = insertDevice(db, office, counter, name, now);
  changeKey(db, office, device.id, publicKey, now);
  return device;
}

/**
 * Trades a code for a token, or enrols with a key. The code is used up in the same transaction: of two tablets that race
 * one wins.
 */
export function redeemCode(
  db: Database,
  office: number,
  code: string,
  name: string | undefined,
  publicKey: string | null,
  now: number,
): Enrolment {
  const hash = sha256(normalCode(code));
  return db
    .transaction((): Enrolment => {
      const row = db
        .prepare<[number, string], { counter: string; name: string | null; tries: number }>(
          'select counter, name, tries from enrolment_codes where office_id = ? and code_hash = ?',
        )
        .get(office, hash);
      if (!row || row.tries >= CODE_TRIES) return { ok: false, code: 'code-wrong' };
      const retired = 'select retired from counters where office_id = ? and id = ?';
      if (db.prepare(retired).pluck().get(office, row.counter) === 1) return { ok: false, code: 'code-expired' };
      const one = 'where office_id = ? and code_hash = ?';
      const use = `update enrolment_codes set used_at = ? ${one} and used_at is null and expires_at > ?`;
      if (db.prepare(use).run(now, office, hash, now).changes === 0) {
        db.prepare(`update enrolment_codes set tries = tries + 1 ${one}`).run(office, hash);
        return { ok: false, code: 'code-expired' };
      }
      const called = name ?? row.name ?? undefined;
      const added =
        publicKey === null
          ? addDevice(db, office, row.counter, called, now)
          : { device: addSigningDevice(db, office, row.counter, called, publicKey, now), token: null };
      db.prepare(`update enrolment_codes set used_by = ? ${one}`).run(added.device.id, office, hash);
      return { ok: true, ...added };
    })
    .immediate();
}

type DeviceRow = Omit<Device, 'revoked'> & { revokedAt: number | null };
const deviceOf = (row: DeviceRow | undefined): Device | null =>
  row ? { id: row.id, name: row.name, counter: row.counter, revoked: row.revokedAt !== null } : null;

/** Looks in the file each time, so that a revocation holds from the next request on. */
export function createDeviceFinder(db: Database, office: number) {
  const find = (column: string) =>
    db.prepare<[string, number], DeviceRow>(
      `select id, name, counter, revoked_at as revokedAt from devices where ${column} = ? and office_id = ?`,
    );
  const [byToken, byEndedToken, byId] = [find('token_hash'), find('ended_token'), find('id')];
  return {
    byToken: (token: string): Device | null => deviceOf(byToken.get(sha256(token), office)),
    /** Who had this token before its first key. */
    byEndedToken: (token: string): Device | null => deviceOf(byEndedToken.get(sha256(token), office)),
    byId: (id: string): Device | null => deviceOf(byId.get(id, office)),
  };
}

export function saveHeartbeat(db: Database, office: number, device: string, heartbeat: Heartbeat, now: number): void {
  const save = 'update devices set last_seen_at = ?, heartbeat = ? where office_id = ? and id = ?';
  db.prepare(save).run(now, JSON.stringify(heartbeat), office, device);
}

/** @returns false when there is no such device, or it is revoked already. */
export function revokeDevice(db: Database, office: number, device: string, now: number): boolean {
  const revoke = 'update devices set revoked_at = ? where id = ? and office_id = ? and revoked_at is null';
  return db.prepare(revoke).run(now, device, office).changes === 1;
}

export function listDevices(db: Database, office: number): ListedDevice[] {
  return db
    .prepare<[number], Omit<ListedDevice, 'revoked'> & { revokedAt: number | null }>(
      `select id, name, counter, revoked_at as revokedAt, enrolled_at as enrolledAt, last_seen_at as lastSeenAt, heartbeat
       from devices where office_id = ? order by enrolled_at, id`,
    )
    .all(office)
    .map(({ revokedAt, ...device }) => ({ ...device, revoked: revokedAt !== null }));
}

/** True while no tablet can send: then the start of the server tells how to connect one. */
export const hasNoDevice = (db: Database, office: number): boolean =>
  db.prepare('select 1 from devices where office_id = ? and revoked_at is null limit 1').get(office) === undefined;
