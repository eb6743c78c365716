/** Browsers in which an account was signed in to before, by a token of their own: strangers' failed tries do not lock them out. */
import type { Database } from './engine.ts';
import { newToken, tokenHash } from './sessions.ts';

/** How long a browser stays known without signing in. Browsers keep no cookie for longer than 400 days. */
export const KNOWN_MS = 400 * 86_400_000;
const MOST = 20;

export const isKnownBrowser = (db: Database, account: string, token: string, now: number): boolean =>
  db
    .prepare('select 1 from known_browsers where account_id = ? and token_hash = ? and seen_at > ?')
    .get(account, tokenHash(token), now - KNOWN_MS) !== undefined;

/** @param given the browser's token, if it has one; it is taken over only where it is known. @returns its token. */
export function rememberBrowser(db: Database, account: string, given: string | undefined, now: number): string {
  const token = given !== undefined && isKnownBrowser(db, account, given, now) ? given : newToken();
  db.prepare(
    `insert into known_browsers (token_hash, account_id, seen_at) values (?, ?, ?)
     on conflict (account_id, token_hash) do update set seen_at = excluded.seen_at`,
  ).run(tokenHash(token), account, now);
  db.prepare(
    `delete from known_browsers where account_id = ? and token_hash not in
     (select token_hash from known_browsers where account_id = ? order by seen_at desc limit ${MOST})`,
  ).run(account, account);
  return token;
}

/** After a reset: whoever had the account before is a stranger. */
export function forgetBrowsers(db: Database, account: string): void {
  db.prepare('delete from known_browsers where account_id = ?').run(account);
}
