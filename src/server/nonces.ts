/**
 * Nonces for requests that tablets sign. Giving one out keeps nothing: it carries its own time and a seal under a key that
 * lives as long as the process. Only those that a proved request has used are remembered, until they would be stale anyway.
 * No wall clock is involved, neither the tablet's nor the server's.
 */
import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a nonce may be used, in milliseconds of the monotonic clock. */
export const NONCE_LIFE = 5 * 60_000;
/** Used nonces that are remembered in one generation; there are two. */
const MOST_USED = 50_000;

const TIME_BYTES = 6;
const BODY_BYTES = TIME_BYTES + 12;
const SEAL_BYTES = 16;
const CHANCE_BYTES = 4096;

export interface Nonces {
  fresh: () => string;
  /** Whether it was given out by this process, and not too long ago. */
  isFresh: (nonce: string) => boolean;
  /** Uses a fresh nonce up. @returns false when it was used before. */
  take: (nonce: string) => boolean;
}

/** Fills bytes by chance. The system is asked for many at a time: each question costs more than the answer. */
function createChance(): (bytes: Buffer) => void {
  let left = Buffer.alloc(0);
  return (bytes) => {
    if (left.length < bytes.length) left = randomBytes(CHANCE_BYTES);
    left.copy(bytes, 0, 0, bytes.length);
    left = left.subarray(bytes.length);
  };
}

/** @param clock monotonic, in milliseconds. */
export function createNonces(clock: () => number = () => performance.now(), mostUsed = MOST_USED): Nonces {
  const key = createSecretKey(randomBytes(32));
  const chance = createChance();
  const sealOf = (body: Buffer) => createHmac('sha256', key).update(body).digest().subarray(0, SEAL_BYTES);
  const time = () => Math.floor(clock());
  let used = new Set<string>();
  let usedBefore = new Set<string>();
  let since = time();
  /** Nonces given out up to this moment are taken no more: what was used of them is no longer known. */
  let floor = -1;

  /** Forgets the older generation. Its nonces are stale by then, or become so with this. */
  function turnOver(): void {
    floor = since;
    [usedBefore, used] = [used, new Set()];
    since = time();
  }

  const isFresh = (nonce: string): boolean => {
    const bytes = Buffer.from(nonce, 'base64url');
    // Written another way it would be another nonce to the memory of used ones.
    if (bytes.length !== BODY_BYTES + SEAL_BYTES || bytes.toString('base64url') !== nonce) return false;
    const body = bytes.subarray(0, BODY_BYTES);
    if (!timingSafeEqual(sealOf(body), bytes.subarray(BODY_BYTES))) return false;
    const given = body.readUIntBE(0, TIME_BYTES);
    return given > floor && time() - given <= NONCE_LIFE;
  };

  return {
    fresh() {
      const body = Buffer.alloc(BODY_BYTES);
      body.writeUIntBE(time(), 0, TIME_BYTES);
      chance(body.subarray(TIME_BYTES));
      return Buffer.concat([body, sealOf(body)]).toString('base64url');
    },
    isFresh,
    take(nonce) {
      if (used.size >= mostUsed || time() - since > NONCE_LIFE) turnOver();
      if (!isFresh(nonce) || used.has(nonce) || usedBefore.has(nonce)) return false;
      used.add(nonce);
      return true;
    },
  };
}
