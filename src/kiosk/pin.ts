/**
 * The staff PIN. Wrong tries make the next one wait longer and longer, also across a restart: a try is written down before
 * it is checked. Loaded only when staff ask for their screen.
 */
import type { PinHash } from '../domain/place.ts';
import { hex } from './digest.ts';
import type { Outbox } from './outbox.ts';
import type { PinResult } from './port.ts';

/** The first tries are free: fingers slip. */
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** So many wrong ones are no slip of the finger any more: the server hears of it. */
const GUESSES = 5;

/** How long after the last of `wrong` tries the next may follow, in milliseconds. */
export const waitAfter = (wrong: number): number =>
  wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));

/** @returns the PBKDF2-SHA-256 of the PIN as 64 hex digits. */
export async function pinHash(pin: string, { salt, iterations }: Omit<PinHash, 'hash'>): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const bytes = Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes, iterations }, key, 256));
}

/** @param now milliseconds since 1970. */
export async function checkPin(
  outbox: Pick<Outbox, 'recall' | 'remember' | 'note'>,
  expected: PinHash,
  pin: string,
  now: () => number,
): Promise<PinResult> {
  const { wrong, at } = (await outbox.recall('pin')) ?? { wrong: 0, at: 0 };
  const wait = waitAfter(wrong);
  // A clock that was set back must not open the door, nor close it for years: the wait then starts again.
  const since = Math.max(0, now() - at);
  if (now() < at) await outbox.remember('pin', { wrong, at: now() });
  if (since < wait) return { result: 'wait', seconds: Math.ceil((wait - since) / 1000) };
  await outbox.remember('pin', { wrong: wrong + 1, at: now() });
  if ((await pinHash(pin, expected)) !== expected.hash) {
    if ((wrong + 1) % GUESSES === 0) await outbox.note({ kind: 'pin-guessed', note: `${wrong + 1}` });
    return { result: 'wrong' };
  }
  await outbox.remember('pin', { wrong: 0, at: 0 });
  return { result: 'right' };
}
