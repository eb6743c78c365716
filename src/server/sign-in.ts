/**
 * The steps of signing in, the same for a person that there is and for one that there is not: the same reply, the same
 * work, the same rows written. Every try is counted before it is judged (store/throttle.ts).
 */
import type { Context } from 'hono';
import type { AppEnv, Deps } from './deps.ts';
import { checkPassword, hashPassword, isBusy, NOBODY } from './password-hash.ts';
import { matchingStep, plainCode } from './second-factor.ts';
import { browserToken } from './session-cookie.ts';
import { type Credentials, findByName, rehashPassword } from './store/accounts.ts';
import { readPendingSecret, readSecondFactor, useRecoveryCode, useStep } from './store/accounts-second-factor.ts';
import { isKnownBrowser } from './store/sessions-known.ts';
import { beginTry, dropTry, endTry, forgetOldTries, type Key } from './store/throttle.ts';
import { addressOf, proofKeys, signInKeys } from './throttle.ts';

export type Judged<T> =
  { end: 'right'; value: T } | { end: 'wrong' } | { end: 'busy' } | { end: 'wait'; seconds: number };

/** A wait without an end is told as a day: what ends it is a reset, or the person's own browser. */
const seconds = (wait: number) => Math.min(86_400, Math.ceil(wait / 1000));

/** The token of a browser in which this account was signed in to before. */
export function knownBrowser(c: Context<AppEnv>, { db, now }: Pick<Deps, 'db' | 'now'>, account: string) {
  const token = browserToken(c);
  return token !== undefined && isKnownBrowser(db, account, token, now()) ? token : null;
}

/** Whether this is the password of a stored hash; a hash with older parameters is made anew. */
async function judgePassword(db: Deps['db'], found: Credentials | null, password: string) {
  const stored = found?.passwordHash ?? NOBODY;
  const check = await checkPassword(stored, password);
  if (check === 'outdated' && found) {
    const hash = await hashPassword(password);
    if (hash !== null) rehashPassword(db, found.account.id, stored, hash);
  }
  return check;
}

/** Counts a try under `keys`, judges it, and takes it back from them if it was right or could not be judged. */
async function tryOnce<T>(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  keys: readonly Key[],
  judge: () => Promise<Judged<T>>,
): Promise<Judged<T>> {
  const wait = beginTry(db, keys, now());
  if (wait > 0) return { end: 'wait', seconds: seconds(wait) };
  const judged = await judge();
  if (judged.end === 'right') endTry(db, keys);
  if (judged.end === 'busy') dropTry(db, keys);
  return judged;
}

/** The first step. A crowd at the door costs the tablets no write to the disk: who cannot be judged now is not counted either. */
export function signInWith(
  c: Context<AppEnv>,
  deps: Deps,
  given: { signInName: string; password: string },
): Promise<Judged<Credentials>> {
  const { db, office, config, now } = deps;
  if (isBusy()) return Promise.resolve({ end: 'busy' });
  const name = given.signInName.trim().normalize('NFC').toLowerCase();
  const found = findByName(db, office, name);
  const browser = knownBrowser(c, deps, found?.account.id ?? '');
  forgetOldTries(db, now());
  return tryOnce(deps, signInKeys(name, browser, addressOf(c, config)), async () => {
    const check = await judgePassword(db, found, given.password);
    if (check === 'busy') return { end: 'busy' };
    return found && check !== 'wrong' ? { end: 'right', value: found } : { end: 'wrong' };
  });
}

function isCode({ db, now }: Pick<Deps, 'db' | 'now'>, account: string, typed: string): boolean {
  const code = plainCode(typed);
  const factor = readSecondFactor(db, account);
  const step = factor && matchingStep(factor.secret, code, now(), factor.lastStep);
  if (step !== null && useStep(db, account, step)) return true;
  return factor !== null && useRecoveryCode(db, account, code, now());
}

/** A code of the authenticator or a recovery code; each is good once. */
export const proveByCode = (
  c: Context<AppEnv>,
  deps: Deps,
  account: string,
  code: string,
): Promise<Judged<undefined>> =>
  tryOnce(deps, proofKeys(account, knownBrowser(c, deps, account)), () =>
    Promise.resolve(isCode(deps, account, code) ? { end: 'right', value: undefined } : { end: 'wrong' }),
  );

/** A code of the secret that is being set up; right says which, and the step that is used up by it. */
export const provePending = (
  c: Context<AppEnv>,
  deps: Deps,
  account: string,
  typed: string,
): Promise<Judged<{ secret: string; step: number }>> =>
  tryOnce(deps, proofKeys(account, knownBrowser(c, deps, account)), () => {
    const secret = readPendingSecret(deps.db, account);
    const step = secret === null ? null : matchingStep(secret, plainCode(typed), deps.now(), 0);
    return Promise.resolve(
      secret === null || step === null ? { end: 'wrong' } : { end: 'right', value: { secret, step } },
    );
  });

/** The password of somebody who is signed in. */
export const proveByPassword = (
  c: Context<AppEnv>,
  deps: Deps,
  found: Credentials,
  password: string,
): Promise<Judged<undefined>> =>
  tryOnce(deps, proofKeys(found.account.id, knownBrowser(c, deps, found.account.id)), async () => {
    const check = await judgePassword(deps.db, found, password);
    if (check === 'busy') return { end: 'busy' };
    return check === 'wrong' ? { end: 'wrong' } : { end: 'right', value: undefined };
  });
