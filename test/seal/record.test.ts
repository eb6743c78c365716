import { createDecipheriv, createHash, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { headText, isCanonical, PADDING_BYTES, SealedRecord, signedText } from '../../src/domain/sealed-record.ts';
import { canonicalBody, NO_PREVIOUS, type Identity } from '../../src/domain/submission.ts';
import { fromBase64Url } from '../../src/seal/bytes.ts';
import { sealedLine } from '../../src/seal/record.ts';
import { NONCE_BYTES, recordKeyInfo, sessionSecret, startSession } from '../../src/seal/session.ts';
import { fingerprintOf, newKeyPair, publicText } from '../../src/seal/sign.ts';
import { newSealingKey } from '../helpers/sealing-key.ts';
import { draftOf } from './support.ts';

const identity = (seq = 1): Identity => ({
  id: crypto.randomUUID(),
  device: 'device-1',
  epoch: 1,
  seq,
  prev: NO_PREVIOUS,
});

/** What the server does, by another library than the one that sealed. */
async function opened(line: string, privateKey: object): Promise<string> {
  const record = SealedRecord.parse(JSON.parse(line));
  const secret = await sessionSecret(privateKey, record.enc);
  const key = Buffer.from(hkdfSync('sha256', secret, '', recordKeyInfo(record.id), 32));
  const sealed = fromBase64Url(record.sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(headText(record)));
  decipher.setAuthTag(sealed.subarray(-16));
  return decipher.update(sealed.subarray(NONCE_BYTES, -16), undefined, 'utf8') + decipher.final('utf8');
}

describe('a sealed record', () => {
  it('opens to the very body, in any order, and its length is that of any other', async () => {
    const { told, privateKey } = await newSealingKey('k1');
    const session = await startSession(told);
    const whole = [null, 'Chờ lâu quá, mong xã bố trí thêm người.'].map((remark, at) => ({
      draft: draftOf(remark),
      identity: identity(at + 1),
    }));
    const lines = await Promise.all(whole.map((one) => sealedLine(one.draft, one.identity, session, null)));
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    for (const [at, line] of [...lines.entries()].reverse()) {
      const one = whole[at];
      if (!one) throw new Error('there are as many');
      const text = await opened(line, privateKey);
      expect(text.trimEnd()).toBe(canonicalBody(one.draft, one.identity));
      expect(Buffer.byteLength(text) % PADDING_BYTES).toBe(0);
      expect(line).not.toContain('Chờ');
    }
  });

  it('is signed by a key that cannot be taken out, over everything before the signature', async () => {
    const keys = await newKeyPair();
    const { told } = await newSealingKey('k1');
    const line = await sealedLine(draftOf(null), identity(), await startSession(told), keys);
    const record = SealedRecord.parse(JSON.parse(line));
    expect(isCanonical(line, record)).toBe(true);
    expect(isCanonical(line.replace(',"seq"', ', "seq"'), record)).toBe(false);
    const point = fromBase64Url(await publicText(keys));
    const jwk = { kty: 'EC', crv: 'P-256', x: b64(point.subarray(1, 33)), y: b64(point.subarray(33)) };
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(signedText(headText(record), record.sealed));
    expect(verify('sha256', signed, key, Buffer.from(record.sig ?? '', 'base64url'))).toBe(true);
    signed[5] = (signed[5] ?? 0) ^ 1;
    expect(verify('sha256', signed, key, Buffer.from(record.sig ?? '', 'base64url'))).toBe(false);
    await expect(crypto.subtle.exportKey('jwk', keys.privateKey)).rejects.toThrow();
  });

  it('does not open under another head', async () => {
    const { told, privateKey } = await newSealingKey('k1');
    const line = await sealedLine(draftOf(null), identity(7), await startSession(told), null);
    await expect(opened(line.replace('"seq":7', '"seq":8'), privateKey)).rejects.toThrow();
  });

  it('has a fingerprint that two people can compare', async () => {
    const text = await publicText(await newKeyPair());
    const digest = createHash('sha256').update(Buffer.from(text, 'base64url')).digest('hex').toUpperCase();
    expect((await fingerprintOf(text)).replace(/-/g, '')).toBe(digest.slice(0, 16));
    expect(await fingerprintOf(text)).toMatch(/^([0-9A-F]{4}-){3}[0-9A-F]{4}$/);
  });
});

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
