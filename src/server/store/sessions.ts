/**
 * Who is signed in. Only the hash of a session's token is stored. A session ends after 30 minutes without a request, after
 * 8 hours, when it is ended, and with its account; that is decided here and not by the cookie.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from './engine.ts';
import type { Account } from '../../domain/account.ts';

export const IDLE_MS = 30 * 60_000;
export const LONGEST_MS = 8 * 3_600_000;
/** How long a proof of who is there holds for what is delicate. */
export const FRESH_MS = 10 * 60_000;
/** A session's last request is written down at most this often. */
const TOUCH_MS = 60_000;

/** A session that holds now. */
export interface SignedIn {
  /** The session's id; it stays when the token changes. */
  session: string;
  account: Account;
  /** Milliseconds since 1970. */
  freshUntil: number;
  needsSecondFactor: boolean;
}
/** Such as "Chrome" and "Android". */
export interface Client {
  browser: string | null;
  system: string | null;
}
export interface ListedSession extends Client {
  id: string;
  createdAt: number;
  lastSeenAt: number;
}

/** SHA-256: a token has 256 bits of chance, so nothing slower is needed. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
export const newToken = (): string => randomBytes(32).toString('base64url');

/** A session from the future is one from before the server's clock was set back: it must not live longer by that. */
const CLOCK_STEP_MS = 10 * 60_000;
const HOLDS = `s.created_at + ${LONGEST_MS} > @now and s.created_at - ${CLOCK_STEP_MS} <= @now
  and s.last_seen_at + ${IDLE_MS} > @now and a.disabled_at is null`;

/** @param touch false for a request that no person made: it does not keep the session alive. */
export function findSession(db: Database, office: number, token: string, now: number, touch = true): SignedIn | null {
  const row = db
    .prepare<
      [{ hash: string; office: number; now: number }],
      Account & { session: string; freshUntil: number; lastSeenAt: number; needs: number }
    >(
      `select a.id, a.sign_in_name as signInName, a.name, a.role, s.id as session, s.fresh_until as freshUntil,
         s.last_seen_at as lastSeenAt, a.totp is null and (a.role = 'administrator' or a.password_short = 1) as needs
       from sessions s join accounts a on a.office_id = s.office_id and a.id = s.account_id
       where s.office_id = @office and s.token_hash = @hash and ${HOLDS}`,
    )
    .get({ hash: tokenHash(token), office, now });
  if (!row) return null;
  const { session, freshUntil, lastSeenAt, needs, ...account } = row;
  if (touch && lastSeenAt < now - TOUCH_MS)
    db.prepare('update sessions set last_seen_at = ? where office_id = ? and id = ?').run(now, office, session);
  return { session, account, freshUntil, needsSecondFactor: needs === 1 };
}

/** True while a session may still be told something, as a person with at least the rights it had: any change of role ends it. */
export const sessionHolds = (db: Database, office: number, session: string, now: number): boolean =>
  db
    .prepare(
      `select 1 from sessions s join accounts a on a.office_id = s.office_id and a.id = s.account_id
       where s.office_id = @office and s.id = @session and ${HOLDS}`,
    )
    .get({ office, session, now }) !== undefined;

/** @returns the token, told this once. */
export function openSession(
  db: Database,
  office: number,
  account: string,
  now: number,
  { browser, system }: Client = { browser: null, system: null },
): string {
  const token = newToken();
  const over = 'delete from sessions where office_id = ? and (created_at <= ? or last_seen_at <= ?)';
  db.prepare(over).run(office, now - LONGEST_MS, now - IDLE_MS);
  db.prepare(
    `insert into sessions (office_id, id, token_hash, account_id, created_at, last_seen_at, fresh_until, browser, system)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(office, randomUUID(), tokenHash(token), account, now, now, now + FRESH_MS, browser, system);
  return token;
}

/** A new token for a session whose person has just proved who they are; the one before opens nothing any more. */
export function renewSession(db: Database, office: number, session: string, now: number): string {
  const token = newToken();
  const renew = 'update sessions set token_hash = ?, fresh_until = ?, last_seen_at = ? where office_id = ? and id = ?';
  db.prepare(renew).run(tokenHash(token), now + FRESH_MS, now, office, session);
  return token;
}

/** Newest first; those that hold. */
export const listSessions = (db: Database, office: number, account: string, now: number): ListedSession[] =>
  db
    .prepare<[{ office: number; account: string; now: number }], ListedSession>(
      `select s.id, s.browser, s.system, s.created_at as createdAt, s.last_seen_at as lastSeenAt
       from sessions s join accounts a on a.office_id = s.office_id and a.id = s.account_id
       where s.office_id = @office and s.account_id = @account and ${HOLDS}
       order by s.created_at desc, s.id`,
    )
    .all({ office, account, now });

/** @returns false when the account has no such session. */
export const endSession = (db: Database, office: number, account: string, session: string): boolean =>
  db.prepare('delete from sessions where office_id = ? and account_id = ? and id = ?').run(office, account, session)
    .changes === 1;

/** Ends all of an account, but for one. @returns how many. */
export const endSessions = (db: Database, office: number, account: string, except = ''): number =>
  db.prepare('delete from sessions where office_id = ? and account_id = ? and id <> ?').run(office, account, except)
    .changes;
