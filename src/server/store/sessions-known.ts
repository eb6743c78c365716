/** Browsers in which an account was signed in to before, by a token of their own: strangers' failed tries do not lock them out. */
import type { Database } from './engine.ts';
import { newToken, tokenHash } from './sessions.ts';

/** How long a browser stays known without signing in. Browsers keep no cookie for longer than 400 days. */
export const KNOWN_MS = 400 * 86_400_000;
const MOST = 20;

export const isKnownBrowser = (db: Database, office: number, account: string, token: string, now: number): boolean =>
  db
    .prepare('select 1 from known_browsers where office_id = ? and account_id = ? and token_hash = ? and seen_at > ?')
    .get(office, account, tokenHash(token), now - KNOWN_MS) !== undefined;

/** @param given the browser's token, if it has one; it is taken over only where it is known. @returns its token. */
export function rememberBrowser(
  db: Database,
  office: number,
  account: string,
  given: string | undefined,
  now: number,
): string {
  const token = given !== undefined && isKnownBrowser(db, office, account, given, now) ? given : newToken();
  db.prepare(
    `insert into known_browsers (office_id, token_hash, account_id, seen_at) values (?, ?, ?, ?)
     on conflict (office_id, account_id, token_hash) do update set seen_at = excluded.seen_at`,
  ).run(office, tokenHash(token), account, now);
  db.prepare(
    `delete from known_browsers where office_id = ? and account_id = ? and token_hash not in
     (select token_hash from known_browsers where office_id = ? and account_id = ? order by seen_at desc limit ${MOST})`,
  ).run(office, account, office, account);
  return token;
}

/** After a reset: whoever had the account before is a stranger. */
export function forgetBrowsers(db: Database, office: number, account: string): void {
  db.prepare('delete from known_browsers where office_id = ? and account_id = ?').run(office, account);
}
