/** Second factors at rest: the secret sealed, recovery codes hashed, and what was used is used up in the same statement. */
import type { Database } from './engine.ts';
import { keyedName, seal, unseal } from './secret.ts';

/** Keeps a new secret until a code of it has been seen. */
export function setPendingSecret(db: Database, office: number, account: string, secret: string): void {
  const sealed = seal(db, 'second-factor', account, secret);
  db.prepare('update accounts set totp_pending = ? where office_id = ? and id = ?').run(sealed, office, account);
}

function readSecret(db: Database, office: number, account: string, column: 'totp' | 'totp_pending'): string | null {
  const read = `select ${column} from accounts where office_id = ? and id = ?`;
  const sealed = db.prepare<[number, string], string | null>(read).pluck().get(office, account);
  return sealed ? unseal(db, 'second-factor', account, sealed) : null;
}
export const readPendingSecret = (db: Database, office: number, account: string): string | null =>
  readSecret(db, office, account, 'totp_pending');

/** The secret in force, and the last step of which a code was used. */
export function readSecondFactor(
  db: Database,
  office: number,
  account: string,
): { secret: string; lastStep: number } | null {
  const secret = readSecret(db, office, account, 'totp');
  const read = 'select totp_step from accounts where office_id = ? and id = ?';
  const step = db.prepare<[number, string], number>(read).pluck().get(office, account);
  return secret === null ? null : { secret, lastStep: step ?? 0 };
}

/** Puts a secret in force. @param step that of the code that confirmed it. */
export function setSecondFactor(db: Database, office: number, account: string, secret: string, step: number): void {
  const sealed = seal(db, 'second-factor', account, secret);
  const set = 'update accounts set totp = ?, totp_pending = null, totp_step = ? where office_id = ? and id = ?';
  db.prepare(set).run(sealed, step, office, account);
}

/** @returns false when a code of this step or a later one was used before: also of two requests at once one wins. */
export const useStep = (db: Database, office: number, account: string, step: number): boolean =>
  db
    .prepare('update accounts set totp_step = ? where office_id = ? and id = ? and totp_step < ?')
    .run(step, office, account, step).changes === 1;

export function removeSecondFactor(db: Database, office: number, account: string): void {
  const remove = 'update accounts set totp = null, totp_pending = null, totp_step = 0 where office_id = ? and id = ?';
  db.prepare(remove).run(office, account);
  db.prepare('delete from recovery_codes where office_id = ? and account_id = ?').run(office, account);
}

/** Replaces all codes of the account. */
export function setRecoveryCodes(db: Database, office: number, account: string, codes: readonly string[]): void {
  db.prepare('delete from recovery_codes where office_id = ? and account_id = ?').run(office, account);
  const insert = db.prepare('insert into recovery_codes (office_id, account_id, code_hash) values (?, ?, ?)');
  for (const code of codes) insert.run(office, account, keyedName(db, 'recovery', `${account} ${code}`));
}

export const useRecoveryCode = (db: Database, office: number, account: string, code: string, now: number): boolean =>
  db
    .prepare(
      'update recovery_codes set used_at = ? where office_id = ? and account_id = ? and code_hash = ? and used_at is null',
    )
    .run(now, office, account, keyedName(db, 'recovery', `${account} ${code}`)).changes === 1;

export const countRecoveryCodes = (db: Database, office: number, account: string): number =>
  Number(
    db
      .prepare('select count(*) from recovery_codes where office_id = ? and account_id = ? and used_at is null')
      .pluck()
      .get(office, account),
  );
