/**
 * Deny by default: a request under /api reaches a route only if the operation it asks for is described, and the policy
 * written there lets this person, tablet or program in. Who is turned away though signed in is written to the audit log.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { mayAct, type Role } from '../domain/account.ts';
import type { RequestProblem } from '../domain/problem.ts';
import { bearer } from './access.ts';
import { createDenials } from './denials.ts';
import type { AppEnv, Deps } from './deps.ts';
import { problem } from './errors.ts';
import { OPERATIONS } from './operations.ts';
import type { Operation } from './operations/operation.ts';
import { SESSION_COOKIE, sessionToken } from './session-cookie.ts';
import { findSession, sessionHolds, type SignedIn } from './store/sessions.ts';

export { SESSION_COOKIE };

/** Sent by the dashboard with what it asks for by itself: a page that nobody looks at does not stay signed in. */
export const AUTOMATIC_HEADER = 'X-Automatic';

const PATHS = Object.entries(OPERATIONS)
  .map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replace(/\./g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
    path,
    methods,
  }))
  // A literal path wins over one with a parameter.
  .sort((a, b) => a.path.split(':').length - b.path.split(':').length);

function find(method: string, path: string): { path: string; operation: Operation } | null {
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  for (const one of PATHS) {
    const found = one.pattern.test(path) ? Object.entries(one.methods).find(([key]) => key === name) : undefined;
    if (found) return { path: one.path, operation: found[1] };
  }
  return null;
}

/** The address of the operation that a request asks for, with names in place of what is put into it; `null` where there is none. */
export const templateOf = (method: string, path: string): string | null => find(method, path)?.path ?? null;
/** The operation that a request asks for. */
export const operationFor = (method: string, path: string): Operation | null => find(method, path)?.operation ?? null;

const digest = (text: string) => createHash('sha256').update(text).digest();
const hasToken = (c: Context<AppEnv>, configured: string | null) => {
  const token = bearer(c);
  return configured !== null && token !== null && timingSafeEqual(digest(token), digest(configured));
};
/** Without a token in the settings there is nothing at the address. */
function metricsRefusal(c: Context<AppEnv>, configured: string | null): RequestProblem | null {
  if (configured === null) return 'not-found';
  if (bearer(c) === null) return 'no-token';
  return hasToken(c, configured) ? null : 'unknown-token';
}

/** Who is signed in; only where the operation's policy names a role. */
export function signedIn(c: Context<AppEnv>): SignedIn {
  const found = c.get('signedIn');
  if (!found) throw new Error('this operation has no policy that asks for a person');
  return found;
}

/** For replies that go on: tells whether who asked may still be told. A program with the read token always may. */
export function stillSignedIn(
  c: Context<AppEnv>,
  { db, office, now }: Pick<Deps, 'db' | 'office' | 'now'>,
): () => boolean {
  const session = c.get('signedIn')?.session;
  return () => session === undefined || sessionHolds(db, office, session, now());
}

function refusal(
  { beforeSecondFactor, fresh }: Operation,
  policy: Role,
  session: SignedIn,
  now: number,
): RequestProblem | null {
  if (!mayAct(session.account.role, policy)) return 'not-allowed';
  if (session.needsSecondFactor && beforeSecondFactor !== true) return 'needs-second-factor';
  return fresh && session.freshUntil <= now ? 'not-fresh' : null;
}

export function enforcePolicies({ db, office, config, now, audit, closing }: Deps): MiddlewareHandler<AppEnv> {
  const denied = createDenials({ audit, closing });
  return async (c, next) => {
    const found = find(c.req.method, c.req.path);
    // Not described: `notFound` tells apart what is not there and what takes another method.
    if (!found) return c.req.path.startsWith('/api/') ? c.notFound() : next();
    const { policy, readToken, reply } = found.operation;
    if (policy === 'open' || policy === 'device') return next(); // A tablet is known by its route's gate.
    if (policy === 'metrics') {
      const refused = metricsRefusal(c, config.metricsToken);
      return refused ? problem(c, refused) : next();
    }
    if (readToken && hasToken(c, config.readToken)) return next();
    const token = sessionToken(c);
    // A page opens its stream again by itself when it was cut.
    const touch = c.req.header(AUTOMATIC_HEADER) === undefined && reply.type !== 'text/event-stream';
    const session = token === undefined ? null : findSession(db, office, token, now(), touch);
    if (!session) return problem(c, 'signed-out');
    const refused = refusal(found.operation, policy, session, now());
    if (refused === 'not-allowed') denied(session.account.id, `${c.req.method} ${found.path}`);
    if (refused) return problem(c, refused);
    c.set('signedIn', session);
    return next();
  };
}
