/** A sealing key without a server: what tablets are told, and the private half as a JWK. */
import { toBase64Url } from '../../src/seal/bytes.ts';

const ECDH = { name: 'ECDH', namedCurve: 'P-256' };

export async function newSealingKey(id: string) {
  const pair = await crypto.subtle.generateKey(ECDH, true, ['deriveBits']);
  const key = toBase64Url(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { told: { id, key }, privateKey: await crypto.subtle.exportKey('jwk', pair.privateKey) };
}
