/** What a signed-in browser is told and given: the session with its cookies, and the reply about it. */
import type { Context } from 'hono';
import type { SessionReply } from '../domain/account.ts';
import { dayHour } from '../domain/period.ts';
import type { AppEnv, Deps } from './deps.ts';
import { problem } from './errors.ts';
import { browserToken, clientOf, giveBrowser, giveSession } from './session-cookie.ts';
import type { Judged } from './sign-in.ts';
import { noteSignIn } from './store/accounts.ts';
import { readOffice } from './store/office.ts';
import { hasUnits } from './store/offices.ts';
import { findSession, openSession, renewSession, type SignedIn } from './store/sessions.ts';
import { rememberBrowser } from './store/sessions-known.ts';

export function sessionReply({ db, office, config: { zone }, now }: Deps, signedIn: SignedIn): SessionReply {
  const { account, freshUntil, needsSecondFactor } = signedIn;
  const today = dayHour(now(), zone).day;
  return {
    account,
    office: readOffice(db, office),
    zone,
    today,
    freshUntil,
    needsSecondFactor,
    hasUnits: hasUnits(db, office),
  };
}

function told(deps: Deps, token: string): SessionReply {
  const found = findSession(deps.db, deps.office, token, deps.now());
  if (!found) throw new Error('a session that was just made does not hold');
  return sessionReply(deps, found);
}

/** Signs a person in: a new session with a new id, whatever cookie the browser sent. Call it within a transaction. */
export function startSession(c: Context<AppEnv>, deps: Deps, account: string): SessionReply {
  const { db, office, now, audit } = deps;
  const token = openSession(db, office, account, now(), clientOf(c));
  noteSignIn(db, office, account, now());
  audit({ actor: account, action: 'session.sign-in', object: account });
  giveBrowser(c, rememberBrowser(db, office, account, browserToken(c), now()));
  giveSession(c, token);
  return told(deps, token);
}

/** A new id for the session of somebody who has just proved who they are. */
export function freshenSession(c: Context<AppEnv>, deps: Deps, { session }: SignedIn): SessionReply {
  const token = renewSession(deps.db, deps.office, session, deps.now());
  giveSession(c, token);
  return told(deps, token);
}

/** The reply for a proof that was not right. */
export function refused(
  c: Context<AppEnv>,
  judged: Exclude<Judged<unknown>, { end: 'right' }>,
  wrong: 'sign-in-failed' | 'proof-wrong',
): Response {
  if (judged.end === 'wait') return problem(c, 'too-many', { 'Retry-After': String(judged.seconds) });
  return problem(c, judged.end === 'busy' ? 'busy' : wrong);
}
