/**
 * Every reply that is not a success is problem+json (RFC 9457) with a code of domain/problem.ts. What went wrong inside
 * is logged under a number that the reply repeats, and never shown.
 */
import { randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import type { Context } from 'hono';
import { PROOF_SCHEME } from '../domain/device-proof.ts';
import { REQUEST_PROBLEMS, type RequestProblem } from '../domain/problem.ts';
import type { Problem } from '../domain/wire.ts';
import type { AppEnv, Deps } from './deps.ts';
import { PostgresError } from './store/postgres/link.ts';

/** Seconds to wait before the next try, where the reply says that there is one. */
const RETRY_AFTER: Partial<Record<RequestProblem, number>> = {
  'too-slow': 1,
  'too-many': 2,
  storage: 5,
  'not-storing': 5,
  busy: 1,
};

/** How to try again: signed, and not with a token. */
const PROVED: readonly RequestProblem[] = ['nonce-stale', 'request-signature', 'request-device'];

export function problemBody(code: RequestProblem): Problem {
  const [status, vi, en] = REQUEST_PROBLEMS[code];
  return { type: `urn:hai-long:problem:${code}`, status, code, title: en, detail: { vi, en } };
}

/** The whole reply for a code. `headers` are added to it, or replace those that the code brings. */
export function problem(
  c: Context<AppEnv>,
  code: RequestProblem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = problemBody(code);
  c.set('problem', code);
  const retry = RETRY_AFTER[code];
  return c.body(JSON.stringify(body), REQUEST_PROBLEMS[code][0], {
    'Content-Type': 'application/problem+json',
    ...(retry === undefined ? {} : { 'Retry-After': String(retry) }),
    ...(body.status === 401 ? { 'WWW-Authenticate': PROVED.includes(code) ? PROOF_SCHEME : 'Bearer' } : {}),
    ...headers,
  });
}

/** The database of another thread could not do its part now: an error loses its class on the way here. */
export class StorageError extends Error {}

/** The classes of SQLSTATE: no connection, a deadlock, no room, stopped by an operator, no lock in time, an I/O error. */
const LATER = /^(08|40|53|55|57|58|25006|E)/;

/** True when the database could not do its part now (full, busy, read-only, I/O error): the same request may work later. */
export const isStorageError = (error: unknown): boolean =>
  error instanceof StorageError ||
  (error instanceof PostgresError && LATER.test(error.code)) ||
  (error instanceof Sqlite.SqliteError &&
    /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL)/.test(error.code));

/** The last resort for whatever a route throws. */
export const onError =
  ({ log }: Pick<Deps, 'log'>) =>
  (error: Error, c: Context<AppEnv>): Response => {
    const request = randomUUID();
    if (isStorageError(error)) {
      log('storage-error', { request, error: error.message });
      return problem(c, 'storage', { 'X-Request-Id': request });
    }
    log('internal-error', { request, route: `${c.req.method} ${c.req.path}`, error: error.stack ?? error.message });
    return problem(c, 'internal', { 'X-Request-Id': request });
  };
