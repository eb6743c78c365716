/**
 * The server's side of the proof of requests, by Node's own cryptography: it takes each nonce once, and only signatures over
 * exactly what was asked.
 */
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { NONCE_HEADER, possessionText, proofText, readProof } from '../../src/domain/device-proof.ts';
import { EnrolRequest, Envelope, OfferedKey } from '../../src/domain/wire.ts';
import { fingerprintOf } from '../../src/seal/sign.ts';
import type { Send } from '../../src/kiosk/api.ts';
import { cached } from './support.ts';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

export function verified(publicKey: string, signature: string, text: string): boolean {
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: b64(point.subarray(1, 33)), y: b64(point.subarray(33)) };
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}
const b64 = (bytes: Buffer) => bytes.toString('base64url');

export function createProvingServer() {
  const nonces = new Set<string>();
  const known = { keys: [] as string[], token: null as string | null };
  const asked: { path: string; method: string; as: 'key' | 'token' | 'nobody'; status: number }[] = [];
  /** Replies that are to be lost on their way back, by path. */
  const lost = new Set<string>();
  const fresh = () => {
    const nonce = b64(randomBytes(18));
    nonces.add(nonce);
    return nonce;
  };

  async function answer(path: string, method: string, body: string, header: string) {
    const problem = (status: number, code: string) => ({
      as: 'nobody' as const,
      status,
      value: { type: 'about:blank', status, code, title: code, detail: { vi: 'v', en: 'e' } },
    });
    if (path === '/api/nonce') return { as: 'nobody' as const, status: 200, value: { nonces: [fresh(), fresh()] } };
    if (path === '/api/enrolment') {
      const { code = '', key } = EnrolRequest.parse(JSON.parse(body));
      const plain = code.replace(/[\s-]/g, '').toUpperCase();
      if (key && !verified(key.publicKey, key.signature, possessionText(plain, key.publicKey)))
        return problem(422, 'key-wrong');
      if (key) known.keys = [key.publicKey];
      known.token = key ? null : 'token-1';
      return { as: 'nobody' as const, status: 200, value: { token: known.token, ...cached } };
    }
    const proof = readProof(header);
    if (proof) {
      if (!nonces.delete(proof.nonce)) return problem(401, 'nonce-stale');
      const { device, nonce } = proof;
      const text = proofText({ method, path, bodyHash: sha(body), device, nonce });
      if (!known.keys.some((key) => verified(key, proof.signature, text))) return problem(401, 'signature-wrong');
    } else if (known.token === null || header !== `Bearer ${known.token}`) return problem(401, 'token-wrong');
    const as = proof ? ('key' as const) : ('token' as const);
    if (path === '/api/device-key') {
      const { publicKey, signature } = OfferedKey.parse(JSON.parse(body));
      if (!verified(publicKey, signature, possessionText('device-1', publicKey))) return problem(422, 'key-wrong');
      known.keys.push(publicKey);
      known.token = null;
      return { as, status: 200, value: { fingerprint: await fingerprintOf(publicKey) } };
    }
    if (path === '/api/settings') return { as, status: 200, value: cached };
    const { nonce } = Envelope.parse(JSON.parse(body.split('\n')[0] ?? ''));
    return { as, status: 200, value: { nonce, receivedAt: 0, receipts: [] } };
  }

  const send: Send = async (path, { method = '', body, headers }) => {
    const { as, status, value } = await answer(
      path,
      method,
      body ?? '',
      new Headers(headers).get('Authorization') ?? '',
    );
    asked.push({ path, method, as, status });
    if (lost.has(path)) throw new TypeError('the reply was lost');
    return new Response(JSON.stringify(value), { status, headers: { [NONCE_HEADER]: fresh() } });
  };
  return { send, asked, known, lost, forgetNonces: () => nonces.clear() };
}
