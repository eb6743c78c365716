/**
 * Time-based one-time codes (RFC 6238, SHA-1, 6 digits, 30 s: what every authenticator reads) and recovery codes. Twenty
 * lines on node:crypto: the libraries for it bring hash functions of their own, and the RFC's test vectors hold here too.
 */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
/** Steps before and after now that are taken too: clocks differ, and typing takes time. */
const WINDOW = 1;

export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** 160 bits, as RFC 4226 recommends, in base32. */
export const newSecret = (): string => base32(randomBytes(20));

/** RFC 4226, 5.3. @param step whole 30 s since 1970 */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const number = mac.readUInt32BE((mac[19] ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

export const stepAt = (now: number): number => Math.floor(now / STEP_MS);

/** The step whose code this is, among those that may still be used (after `lastStep`); `null` for none. */
export function matchingStep(secret: string, code: string, now: number, lastStep: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  let found: number | null = null;
  for (let step = stepAt(now) - WINDOW; step <= stepAt(now) + WINDOW; step++)
    if (timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code)) && step > lastStep) found = step;
  return found;
}

/** What an authenticator reads from a QR code. */
export function otpauthUri(secret: string, issuer: string, signInName: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(signInName)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
}

/** The letters of RFC 8628: nothing that looks like something else. 12 of them are 51 bits. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const RECOVERY_CODES = 10;
const letters = (count: number) => Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** As they are written down: XXXX-XXXX-XXXX. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => [letters(4), letters(4), letters(4)].join('-'));

/** A code as it is compared: without what people put between its letters. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[\s-]/g, '');
