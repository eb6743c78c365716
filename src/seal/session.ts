/**
 * Sealing by HPKE (RFC 9180, base mode, DHKEM P-256, HKDF-SHA-256, AES-256-GCM). One exchange when the app starts gives a
 * secret (the exporter of section 5.3); each record has a key of its own, derived from it by the record's id, so that
 * records can be opened in any order and a tablet pays for a public-key step once. The tablet cannot open what it sealed.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { SealingKey } from '../domain/place.ts';
import { headText, padded, type SealedHead } from '../domain/sealed-record.ts';
import { fromBase64Url, joined, toBase64Url, utf8 } from './bytes.ts';

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const INFO = utf8('hai-long records 1');
const EXPORT = utf8('record keys');
const SECRET_BYTES = 32;
export const NONCE_BYTES = 12;

/** The info of HKDF-SHA-256 (no salt) with which a record's 32-byte key comes out of the secret of its session. */
export const recordKeyInfo = (id: string): string => `hai-long record ${id}`;

export interface SealingSession {
  /** The sealing key's id, and the encapsulated key that every record of the session carries. */
  key: string;
  enc: string;
  /** @param body the canonical body; @returns `sealed` of the record with this head. */
  seal(head: SealedHead, body: string): Promise<string>;
}

/** One public-key step. The secret stays in memory, and is gone when the app ends. */
export async function startSession({ id: key, key: publicKey }: SealingKey): Promise<SealingSession> {
  const recipientPublicKey = await suite.kem.importKey('raw', fromBase64Url(publicKey).buffer, true);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: INFO });
  const secret = await sender.export(EXPORT, SECRET_BYTES);
  const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  return {
    key,
    enc: toBase64Url(sender.enc),
    async seal(head, body) {
      const recordKey = await crypto.subtle.deriveKey(
        { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(recordKeyInfo(head.id)) },
        root,
        { name: 'AES-GCM', length: 256 },
        false,
        ['encrypt'],
      );
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const text = utf8(padded(body, utf8(body).length));
      const additionalData = utf8(headText(head));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, recordKey, text);
      return toBase64Url(joined(nonce, new Uint8Array(sealed)));
    },
  };
}

/**
 * The secret of a tablet's session, for the server.
 * @param privateKey of the sealing key, as a JWK. @throws when `enc` is no point of the curve.
 */
export async function sessionSecret(privateKey: object, enc: string): Promise<Uint8Array<ArrayBuffer>> {
  const recipientKey = await suite.kem.importKey('jwk', privateKey, false);
  const recipient = await suite.createRecipientContext({ recipientKey, enc: fromBase64Url(enc).buffer, info: INFO });
  return new Uint8Array(await recipient.export(EXPORT, SECRET_BYTES));
}
