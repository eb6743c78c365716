/**
 * What works once: the links that set a first password or another one, and the ticket between the two steps of signing in.
 * Only hashes are stored, and a link is used up in the transaction of what it does.
 */
import type { Database } from './engine.ts';
import type { LinkPurpose } from '../../domain/account.ts';
import { newToken, tokenHash } from './sessions.ts';

/** The first account: whoever sets the server up sits before it. */
export const SET_UP_MS = 30 * 60_000;
/** Handed over by a person, so a working day. */
export const HANDED_OVER_MS = 24 * 3_600_000;
const TICKET_MS = 5 * 60_000;
const TICKET_TRIES = 5;

export interface Link {
  purpose: LinkPurpose;
  /** `null` for set-up. */
  account: string | null;
  takesSecondFactor: boolean;
  expiresAt: number;
}

function issue(
  db: Database,
  office: number,
  purpose: string,
  { account, takesSecondFactor, expiresAt }: Omit<Link, 'purpose'>,
) {
  const token = newToken();
  db.prepare(
    `insert into links (token_hash, office_id, purpose, account_id, takes_second_factor, expires_at)
     values (?, ?, ?, ?, ?, ?)`,
  ).run(tokenHash(token), office, purpose, account, takesSecondFactor ? 1 : 0, expiresAt);
  return token;
}

/** Makes those before it void. @returns the token, told this once. */
export function issueSetUp(db: Database, office: number, now: number): string {
  db.prepare(`delete from links where office_id = ? and purpose = 'set-up'`).run(office);
  return issue(db, office, 'set-up', { account: null, takesSecondFactor: false, expiresAt: now + SET_UP_MS });
}

/** Makes those of the account before it void. @returns the token, told this once. */
export function issueLink(
  db: Database,
  office: number,
  link: { purpose: 'invitation' | 'reset'; account: string; takesSecondFactor: boolean; expiresAt: number },
): string {
  dropLinks(db, office, link.account);
  return issue(db, office, link.purpose, link);
}

/** Ends all links and tickets of an account. */
export function dropLinks(db: Database, office: number, account: string): void {
  db.prepare('delete from links where office_id = ? and account_id = ?').run(office, account);
}

/** `null` when there is none such, or it is over, or its account may not be used. */
export function findLink(db: Database, office: number, token: string, now: number): Link | null {
  const row = db
    .prepare<[number, string, number], Omit<Link, 'takesSecondFactor'> & { takes: number }>(
      `select l.purpose, l.account_id as account, l.takes_second_factor as takes, l.expires_at as expiresAt
       from links l left join accounts a on a.office_id = l.office_id and a.id = l.account_id
       where l.office_id = ? and l.token_hash = ? and l.purpose <> 'ticket' and l.expires_at > ? and a.disabled_at is null`,
    )
    .get(office, tokenHash(token), now);
  if (!row) return null;
  const { takes, ...link } = row;
  return { ...link, takesSecondFactor: takes === 1 };
}

/** Uses a link up. @returns false when another request was first. */
export const useLink = (db: Database, office: number, token: string): boolean =>
  db.prepare('delete from links where office_id = ? and token_hash = ?').run(office, tokenHash(token)).changes === 1;

/** For somebody whose password was right. @returns the ticket. */
export function issueTicket(db: Database, office: number, account: string, now: number): string {
  db.prepare('delete from links where office_id = ? and expires_at <= ?').run(office, now);
  return issue(db, office, 'ticket', { account, takesSecondFactor: false, expiresAt: now + TICKET_MS });
}

/** Counts a try with a ticket. @returns its account, or `null` when it is over. */
export function tryTicket(db: Database, office: number, ticket: string, now: number): string | null {
  const use = db
    .prepare<[string, number, number], string>(
      `update links set tries = tries + 1 where token_hash = ? and office_id = ? and purpose = 'ticket'
       and expires_at > ? and tries < ${TICKET_TRIES} returning account_id`,
    )
    .pluck();
  return use.get(tokenHash(ticket), office, now) ?? null;
}
