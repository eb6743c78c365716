/**
 * The device's key: ECDSA P-256, made on the tablet and never leaving it. Its private half cannot be exported; it lies in
 * the tablet's database as a key, not as bytes.
 */
import { fromBase64Url, toBase64Url, utf8 } from './bytes.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A pair as the browser hands it out. The name of its type differs between browsers' and Node's libraries. */
export type KeyPair = Awaited<ReturnType<typeof newKeyPair>>;

export const newKeyPair = () => crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);

/** The 65 bytes of the uncompressed point, base64url. */
export const publicText = async ({ publicKey }: Pick<KeyPair, 'publicKey'>): Promise<string> =>
  toBase64Url(await crypto.subtle.exportKey('raw', publicKey));

/** @returns r and s, 64 bytes, base64url. */
export const sign = async ({ privateKey }: Pick<KeyPair, 'privateKey'>, text: string): Promise<string> =>
  toBase64Url(await crypto.subtle.sign(SIGNING, privateKey, utf8(text)));

/** For people to compare on two screens: the first 8 bytes of the SHA-256 of the public key, as XXXX-XXXX-XXXX-XXXX. */
export async function fingerprintOf(publicKey: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase64Url(publicKey)));
  const digits = Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.toUpperCase().replace(/(.{4})(?=.)/g, '$1-');
}
