/** Who may sign in to an office's dashboard. An account is never deleted: what it did still names it. */
import { randomUUID } from 'node:crypto';
import type { Database } from './engine.ts';
import type { Account, AccountChange, ListedAccount, NewAccount } from '../../domain/account.ts';

/** What is asked of somebody who signs in. */
export interface Credentials {
  account: Account;
  passwordHash: string | null;
  hasSecondFactor: boolean;
}
interface Row extends Account {
  passwordHash: string | null;
  hasSecondFactor: number;
}

const SELECT = `select id, sign_in_name as signInName, name, role, password_hash as passwordHash,
  totp is not null as hasSecondFactor from accounts`;
const credentials = (row: Row | undefined): Credentials | null => {
  if (!row) return null;
  const { passwordHash, hasSecondFactor, ...account } = row;
  return { account, passwordHash, hasSecondFactor: hasSecondFactor === 1 };
};

/** By the name that is typed; `null` also for a disabled account. */
export const findByName = (db: Database, office: number, signInName: string): Credentials | null =>
  credentials(
    db
      .prepare<[number, string], Row>(`${SELECT} where office_id = ? and sign_in_name = ? and disabled_at is null`)
      .get(office, signInName),
  );

/** `null` also for a disabled account. */
export const findById = (db: Database, office: number, id: string): Credentials | null =>
  credentials(
    db
      .prepare<[number, string], Row>(`${SELECT} where office_id = ? and id = ? and disabled_at is null`)
      .get(office, id),
  );

/** @returns the id of the new account. @throws where the name is taken: ask `isNameTaken` in the same transaction. */
export function addAccount(db: Database, office: number, { signInName, name, role }: NewAccount, now: number): string {
  const id = randomUUID();
  db.prepare(
    'insert into accounts (id, office_id, sign_in_name, name, role, created_at) values (?, ?, ?, ?, ?, ?)',
  ).run(id, office, signInName, name, role, now);
  return id;
}

export const isNameTaken = (db: Database, office: number, signInName: string): boolean =>
  db.prepare('select 1 from accounts where office_id = ? and sign_in_name = ?').get(office, signInName) !== undefined;

/** @param short true when it is long enough only together with a second factor. */
export function setPassword(db: Database, office: number, id: string, hash: string, short: boolean): void {
  const set = 'update accounts set password_hash = ?, password_short = ? where office_id = ? and id = ?';
  db.prepare(set).run(hash, short ? 1 : 0, office, id);
}
/** The same password, hashed with newer parameters; not if it was changed meanwhile. */
export function rehashPassword(db: Database, office: number, id: string, before: string, hash: string): void {
  const set = 'update accounts set password_hash = ? where office_id = ? and id = ? and password_hash = ?';
  db.prepare(set).run(hash, office, id, before);
}

export function noteSignIn(db: Database, office: number, id: string, now: number): void {
  db.prepare('update accounts set last_sign_in_at = ? where office_id = ? and id = ?').run(now, office, id);
}

interface ListedRow extends Omit<ListedAccount, 'secondFactor' | 'hasPassword'> {
  secondFactor: number;
  hasPassword: number;
}
const LISTED = `select id, sign_in_name as signInName, name, role, created_at as createdAt, disabled_at as disabledAt,
  last_sign_in_at as lastSignInAt, totp is not null as secondFactor, password_hash is not null as hasPassword,
  (select max(expires_at) from links where links.office_id = accounts.office_id and account_id = accounts.id
    and purpose <> 'ticket' and expires_at > @now) as linkUntil
  from accounts where office_id = @office`;
const listed = ({ secondFactor, hasPassword, ...row }: ListedRow): ListedAccount => ({
  ...row,
  secondFactor: secondFactor === 1,
  hasPassword: hasPassword === 1,
});

/** By name. */
export const listAccounts = (db: Database, office: number, now: number): ListedAccount[] =>
  db
    .prepare<[{ office: number; now: number }], ListedRow>(`${LISTED} order by disabled_at is not null, name, id`)
    .all({ office, now })
    .map(listed);

export function readAccount(db: Database, office: number, id: string, now: number): ListedAccount | null {
  const row = db
    .prepare<[{ office: number; now: number; id: string }], ListedRow>(`${LISTED} and id = @id`)
    .get({ office, now, id });
  return row ? listed(row) : null;
}

/** Whoever could still set everything up if this account could not: an administrator who has a password. */
export const hasOtherAdministrator = (db: Database, office: number, id: string): boolean =>
  db
    .prepare(
      `select 1 from accounts where office_id = ? and id <> ? and role = 'administrator'
       and password_hash is not null and disabled_at is null limit 1`,
    )
    .get(office, id) !== undefined;

/** True while nobody can sign in: then the start of the server prints a link. */
export const hasNoAccount = (db: Database, office: number): boolean =>
  db.prepare('select 1 from accounts where office_id = ? and password_hash is not null limit 1').get(office) ===
  undefined;

export function changeAccount(
  db: Database,
  office: number,
  id: string,
  { name, role, disabled }: AccountChange,
  now: number,
): void {
  const set = (sql: string, value: string | number | null) =>
    db.prepare(`update accounts set ${sql} where office_id = ? and id = ?`).run(value, office, id);
  if (name !== undefined) set('name = ?', name);
  if (role !== undefined) set('role = ?', role);
  if (disabled !== undefined) set('disabled_at = ?', disabled ? now : null);
}
