/**
 * The steps of signing in, the same for a person that there is and for one that there is not: the same reply, the same
 * work, the same rows written. Every try is counted before it is judged (store/throttle.ts).
 */
import type { Context } from 'hono';
import type { AppEnv, Deps } from './deps.ts';
import { checkPassword, hashPassword, isBusy, NOBODY } from './password-hash.ts';
import { matchingStep, plainCode } from './second-factor.ts';
import { browserToken } from './session-cookie.ts';
import { sharedCommit } from './shared-commit.ts';
import { type Credentials, findById, findByName, rehashPassword } from './store/accounts.ts';
import { readPendingSecret, readSecondFactor, useRecoveryCode, useStep } from './store/accounts-second-factor.ts';
import { isKnownBrowser } from './store/sessions-known.ts';
import { beginTry, dropTry, endTry, forgetOldTries, type Key } from './store/throttle.ts';
import { addressOf, proofKeys, signInKeys } from './throttle.ts';

export type Judged<T> =
  { end: 'right'; value: T } | { end: 'wrong' } | { end: 'busy' } | { end: 'wait'; seconds: number };

/** Who is asked, and when. */
type Of = Pick<Deps, 'db' | 'office' | 'now'>;

/** A wait without an end is told as a day: what ends it is a reset, or the person's own browser. */
const seconds = (wait: number) => Math.min(86_400, Math.ceil(wait / 1000));

/** The token of a browser in which this account was signed in to before. */
export function knownBrowser(c: Context<AppEnv>, { db, office, now }: Of, account: string) {
  const token = browserToken(c);
  return token !== undefined && isKnownBrowser(db, office, account, token, now()) ? token : null;
}

/**
 * Whether this is the password of a stored hash; a hash with older parameters is made anew.
 * @returns the hash that proves it from now on, as the value of a right one.
 */
async function judgePassword(
  { db, office }: Pick<Deps, 'db' | 'office'>,
  found: Credentials | null,
  password: string,
): Promise<Judged<string>> {
  const stored = found?.passwordHash ?? NOBODY;
  const check = await checkPassword(stored, password);
  if (check === 'busy') return { end: 'busy' };
  if (!found || check === 'wrong') return { end: 'wrong' };
  const hash = check === 'outdated' ? await hashPassword(password) : null;
  if (hash !== null) rehashPassword(db, office, found.account.id, stored, hash);
  return { end: 'right', value: hash ?? stored };
}

/** A password that was changed, or an account that was ended, while the hash was made, opens nothing. */
const isStillTrue =
  ({ db, office }: Pick<Deps, 'db' | 'office'>) =>
  ({ account, passwordHash }: Credentials): boolean =>
    findById(db, office, account.id)?.passwordHash === passwordHash;

/** Tries that are being counted: each will want a place among those whose password is checked. */
let coming = 0;

/**
 * Counts a try under `keys`, judges it, and takes it back from them if it was right or could not be judged.
 * @param then what follows from a right one, in the transaction that takes it back.
 * @param still asked in that transaction: what was right when it was judged may be over by then.
 */
async function tryOnce<T, R>(
  { db, office, now }: Of,
  keys: readonly Key[],
  judge: () => Judged<T> | Promise<Judged<T>>,
  then: (value: T) => R,
  still: (value: T) => boolean = () => true,
): Promise<Judged<R>> {
  const write = sharedCommit(db);
  coming += 1;
  const begin = () => {
    forgetOldTries(db, office, now());
    return beginTry(db, office, keys, now());
  };
  const wait = await write(begin).finally(() => (coming -= 1));
  if (wait > 0) return { end: 'wait', seconds: seconds(wait) };
  const judged = await judge();
  if (judged.end === 'busy') await write(() => dropTry(db, office, keys));
  if (judged.end !== 'right') return judged;
  return write((): Judged<R> => {
    if (!still(judged.value)) return { end: 'wrong' };
    endTry(db, office, keys);
    return { end: 'right', value: then(judged.value) };
  });
}

/**
 * The first step. A crowd at the door costs the tablets no write to the disk: who cannot be judged now is not counted either.
 * @param then what a right password leads to, in the transaction that ends the try.
 */
export function signInWith<R>(
  c: Context<AppEnv>,
  deps: Deps,
  given: { signInName: string; password: string },
  then: (found: Credentials) => R,
): Promise<Judged<R>> {
  const { db, office, config } = deps;
  if (isBusy(coming)) return Promise.resolve({ end: 'busy' });
  const name = given.signInName.trim().normalize('NFC').toLowerCase();
  const found = findByName(db, office, name);
  const browser = knownBrowser(c, deps, found?.account.id ?? '');
  const judge = async (): Promise<Judged<Credentials>> => {
    const judged = await judgePassword(deps, found, given.password);
    if (judged.end !== 'right') return judged;
    return found ? { end: 'right', value: { ...found, passwordHash: judged.value } } : { end: 'wrong' };
  };
  return tryOnce(deps, signInKeys(name, browser, addressOf(c, config)), judge, then, isStillTrue(deps));
}

function isCode({ db, office, now }: Of, account: string, typed: string): boolean {
  const code = plainCode(typed);
  const factor = readSecondFactor(db, office, account);
  const step = factor && matchingStep(factor.secret, code, now(), factor.lastStep);
  if (step !== null && useStep(db, office, account, step)) return true;
  return factor !== null && useRecoveryCode(db, office, account, code, now());
}

/** A code of the authenticator or a recovery code; each is good once. */
export const proveByCode = <R>(
  c: Context<AppEnv>,
  deps: Deps,
  account: string,
  code: string,
  then: () => R,
): Promise<Judged<R>> =>
  tryOnce(
    deps,
    proofKeys(account, knownBrowser(c, deps, account)),
    () => (isCode(deps, account, code) ? { end: 'right', value: undefined } : { end: 'wrong' }),
    then,
  );

/** A code of the secret that is being set up. @param then is told the secret, and the step that is used up by it. */
export const provePending = <R>(
  c: Context<AppEnv>,
  deps: Deps,
  account: string,
  typed: string,
  then: (proved: { secret: string; step: number }) => R,
): Promise<Judged<R>> => {
  const judge = (): Judged<{ secret: string; step: number }> => {
    const secret = readPendingSecret(deps.db, deps.office, account);
    const step = secret === null ? null : matchingStep(secret, plainCode(typed), deps.now(), 0);
    return secret === null || step === null ? { end: 'wrong' } : { end: 'right', value: { secret, step } };
  };
  return tryOnce(deps, proofKeys(account, knownBrowser(c, deps, account)), judge, then);
};

/** The password of somebody who is signed in. */
export const proveByPassword = <R>(
  c: Context<AppEnv>,
  deps: Deps,
  found: Credentials,
  password: string,
  then: () => R,
): Promise<Judged<R>> => {
  const judge = async (): Promise<Judged<Credentials>> => {
    const judged = await judgePassword(deps, found, password);
    return judged.end === 'right' ? { end: 'right', value: { ...found, passwordHash: judged.value } } : judged;
  };
  const keys = proofKeys(found.account.id, knownBrowser(c, deps, found.account.id));
  return tryOnce(deps, keys, judge, then, isStillTrue(deps));
};
