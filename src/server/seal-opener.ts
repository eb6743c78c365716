/**
 * Opens what tablets sealed. The public-key step is done once for each session of a tablet, at most two at a time and off
 * this thread; a record then costs an HMAC and a decryption.
 */
import { createDecipheriv, createHmac } from 'node:crypto';
import { headText, type SealedRecord } from '../domain/sealed-record.ts';
import { NONCE_BYTES, recordKeyInfo, sessionSecret } from '../seal/session.ts';
import type { Database } from './deps.ts';
import { findPrivateKey, type PrivateKey } from './store/sealing-keys.ts';

/** Sessions whose secret is kept; a tablet has one for each start of its app. */
const MOST_SESSIONS = 5000;
const AT_ONCE = 2;
/** A point of the curve in base64url. */
const ENC_LENGTH = 87;
const TAG_BYTES = 16;
const SPACE = 0x20;

/** `no-key`: the private half is not here (yet). `broken`: no such session, or other bytes than were sealed. */
export type Session = Buffer | 'no-key' | 'broken';
export interface Opener {
  session: (of: Pick<SealedRecord, 'key' | 'enc'>) => Session | Promise<Session>;
  /** @returns what was sealed, without the padding; `null` when it does not open. */
  open: (record: SealedRecord, session: Buffer) => Uint8Array | null;
}

export function createOpener(db: Database, office: number, mostSessions = MOST_SESSIONS): Opener {
  /** Kept once found: a key never changes. What was not found is looked up again, for it may be restored. */
  const keys = new Map<string, PrivateKey>();
  /** In the order in which they were last used. */
  const sessions = new Map<string, Buffer>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  function privateKey(id: string): PrivateKey | null {
    const found = keys.get(id) ?? findPrivateKey(db, office, id);
    if (found) keys.set(id, found);
    return found;
  }

  function keep(name: string, session: Buffer): void {
    sessions.delete(name);
    sessions.set(name, session);
    for (const [oldest] of sessions) {
      if (sessions.size <= mostSessions) break;
      sessions.delete(oldest);
    }
  }

  async function exchange(name: string, key: PrivateKey, enc: string): Promise<Session> {
    // First come, first served: who sends a hundred sessions at once waits behind everybody's first.
    if (busy >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else busy += 1;
    try {
      const known = sessions.get(name);
      if (known) return known;
      const secret = await sessionSecret(key, enc);
      // HKDF-Extract without salt; what follows for a record is one round of HKDF-Expand.
      const session = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
      keep(name, session);
      return session;
    } catch {
      return 'broken'; // Not a point of the curve.
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  }

  return {
    session({ key: id, enc }) {
      const name = `${id} ${enc}`;
      const known = sessions.get(name);
      if (known) {
        keep(name, known);
        return known;
      }
      if (enc.length !== ENC_LENGTH) return 'broken';
      const key = privateKey(id);
      return key ? exchange(name, key, enc) : 'no-key';
    },
    open(record, session) {
      const bytes = Buffer.from(record.sealed, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const key = createHmac('sha256', session)
        .update(`${recordKeyInfo(record.id)}\x01`)
        .digest();
      const opener = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
      opener.setAAD(Buffer.from(headText(record)));
      opener.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = opener.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        opener.final();
      } catch {
        return null; // Other bytes, another head, or another session.
      }
      let end = text.length;
      while (end > 0 && text[end - 1] === SPACE) end -= 1;
      return text.subarray(0, end);
    },
  };
}
