/**
 * The device's key on this tablet: made here, tried on this disk before any server hears of it, and used as it was read back.
 * A browser that cannot keep it (private windows, lockdown) is known before it matters.
 */
import { possessionText } from '../domain/device-proof.ts';
import type { OfferedKey } from '../domain/wire.ts';
import { fingerprintOf, newKeyPair, publicText, sign, type KeyPair } from '../seal/sign.ts';
import type { Outbox } from './outbox.ts';

/** A key is changed after this time. */
export const KEY_AGE_MS = 90 * 86_400_000;

/**
 * Makes a pair and writes it down as the next one.
 * @returns the pair as it was read back, or `null` where this browser keeps none.
 * @throws what the disk says for other reasons: a full disk is no reason to go on without a key for ever.
 */
export async function makeKeys(outbox: Pick<Outbox, 'recall' | 'remember'>): Promise<KeyPair | null> {
  const made = await newKeyPair();
  try {
    await outbox.remember('nextKeys', made);
  } catch (error) {
    if (error instanceof Error && error.name === 'DataCloneError') return null;
    throw error;
  }
  const kept = await outbox.recall('nextKeys');
  return kept && (await publicText(kept)) === (await publicText(made)) ? kept : null;
}

/** @param to the code as the server reads it, '' on the machine itself, or the id of a device that changes its key. */
export async function offerKey(keys: KeyPair, to: string): Promise<OfferedKey> {
  const publicKey = await publicText(keys);
  return { publicKey, signature: await sign(keys, possessionText(to, publicKey)) };
}

/** The code as it is signed: capitals, without spaces and dashes. */
export const plainCode = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase();

export const fingerprintOfKeys = async (keys: KeyPair): Promise<string> => fingerprintOf(await publicText(keys));
