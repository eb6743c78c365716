/** Second factors at rest: the secret sealed, recovery codes hashed, and what was used is used up in the same statement. */
import type { Database } from './engine.ts';
import { keyedName, seal, unseal } from './secret.ts';

/** Keeps a new secret until a code of it has been seen. */
export function setPendingSecret(db: Database, account: string, secret: string): void {
  const sealed = seal(db, 'second-factor', account, secret);
  db.prepare('update accounts set totp_pending = ? where id = ?').run(sealed, account);
}

function readSecret(db: Database, account: string, column: 'totp' | 'totp_pending'): string | null {
  const read = `select ${column} from accounts where id = ?`;
  const sealed = db.prepare<[string], string | null>(read).pluck().get(account);
  return sealed ? unseal(db, 'second-factor', account, sealed) : null;
}
export const readPendingSecret = (db: Database, account: string): string | null =>
  readSecret(db, account, 'totp_pending');

/** The secret in force, and the last step of which a code was used. */
export function readSecondFactor(db: Database, account: string): { secret: string; lastStep: number } | null {
  const secret = readSecret(db, account, 'totp');
  const step = db.prepare<[string], number>('select totp_step from accounts where id = ?').pluck().get(account);
  return secret === null ? null : { secret, lastStep: step ?? 0 };
}

/** Puts a secret in force. @param step that of the code that confirmed it. */
export function setSecondFactor(db: Database, account: string, secret: string, step: number): void {
  const sealed = seal(db, 'second-factor', account, secret);
  db.prepare('update accounts set totp = ?, totp_pending = null, totp_step = ? where id = ?').run(
    sealed,
    step,
    account,
  );
}

/** @returns false when a code of this step or a later one was used before: also of two requests at once one wins. */
export const useStep = (db: Database, account: string, step: number): boolean =>
  db.prepare('update accounts set totp_step = ? where id = ? and totp_step < ?').run(step, account, step).changes === 1;

export function removeSecondFactor(db: Database, account: string): void {
  db.prepare('update accounts set totp = null, totp_pending = null, totp_step = 0 where id = ?').run(account);
  db.prepare('delete from recovery_codes where account_id = ?').run(account);
}

/** Replaces all codes of the account. */
export function setRecoveryCodes(db: Database, account: string, codes: readonly string[]): void {
  db.prepare('delete from recovery_codes where account_id = ?').run(account);
  const insert = db.prepare('insert into recovery_codes (account_id, code_hash) values (?, ?)');
  for (const code of codes) insert.run(account, keyedName(db, 'recovery', `${account} ${code}`));
}

export const useRecoveryCode = (db: Database, account: string, code: string, now: number): boolean =>
  db
    .prepare('update recovery_codes set used_at = ? where account_id = ? and code_hash = ? and used_at is null')
    .run(now, account, keyedName(db, 'recovery', `${account} ${code}`)).changes === 1;

export const countRecoveryCodes = (db: Database, account: string): number =>
  Number(
    db.prepare('select count(*) from recovery_codes where account_id = ? and used_at is null').pluck().get(account),
  );
