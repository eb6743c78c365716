/**
 * Seals and signs. One exchange with each sealing key for as long as the app runs; nothing of a draft stays here. It comes
 * with the library for HPKE, and is therefore loaded after the first picture.
 */
import type { SealingKey } from '../domain/place.ts';
import type { Draft, Identity } from '../domain/submission.ts';
import { sealedLine } from '../seal/record.ts';
import { startSession, type SealingSession } from '../seal/session.ts';
import type { KeyPair } from '../seal/sign.ts';

export interface Sealing {
  /** Does the public-key step, so that the first record need not wait for it. */
  begin(key: SealingKey): Promise<void>;
  line(draft: Draft, identity: Identity, key: SealingKey, keys: KeyPair | null): Promise<string>;
}

export function createSealing(): Sealing {
  let current: { key: SealingKey; session: Promise<SealingSession> } | null = null;

  function sessionFor(key: SealingKey): Promise<SealingSession> {
    if (current?.key.id === key.id && current.key.key === key.key) return current.session;
    const session = startSession(key);
    const mine = { key, session };
    current = mine;
    session.catch(() => {
      if (current === mine) current = null; // The next one tries again.
    });
    return session;
  }

  return {
    async begin(key) {
      await sessionFor(key);
    },
    async line(draft, identity, key, keys) {
      return sealedLine(draft, identity, await sessionFor(key), keys);
    },
  };
}
