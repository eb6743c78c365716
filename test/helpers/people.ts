/** A browser with its cookies at the dashboard, and people who sign in with it. */
import { codeAt, stepAt } from '../../src/server/second-factor.ts';
import { setPassword } from '../../src/server/store/accounts.ts';
import { setSecondFactor } from '../../src/server/store/accounts-second-factor.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { hashPassword } from '../../src/server/password-hash.ts';
import type { Role } from '../../src/domain/account.ts';
import type { TestApp } from './server.ts';

export const PASSWORD = 'bốn con vịt đi qua cầu';
export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export interface Answer {
  status: number;
  /** The reply as JSON. */
  body: Record<string, unknown>;
  headers: Headers;
}
export interface TestBrowser {
  cookies: Map<string, string>;
  ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  signIn: (signInName: string, password?: string) => Promise<Answer>;
}

export function openBrowser({ app }: TestApp): TestBrowser {
  const cookies = new Map<string, string>();
  const ask: TestBrowser['ask'] = async (method, path, body, headers = {}) => {
    const Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await app.request(path, {
      method,
      headers: { Cookie, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown>, headers: reply.headers };
  };
  return {
    cookies,
    ask,
    signIn: (signInName, password = PASSWORD) => ask('POST', '/api/session', { signInName, password }),
  };
}

/** A person who has used the invitation; an administrator with `SECRET` as second factor. @returns the account's id. */
export async function addPerson(server: TestApp, signInName: string, role: Role, factor = role === 'administrator') {
  const { db, deps } = server;
  const id = addAccount(db, deps.office, { signInName, name: `Người ${signInName}`, role }, deps.now());
  const hash = await hashPassword(PASSWORD);
  if (hash === null) throw new Error('too many hashes at once for a test');
  setPassword(db, deps.office, id, hash, false);
  if (factor) setSecondFactor(db, deps.office, id, SECRET, 0);
  return id;
}

export const codeNow = (server: TestApp, secret = SECRET): string => codeAt(secret, stepAt(server.deps.now()));

/** Both steps. */
export async function signInFully(server: TestApp, browser: TestBrowser, signInName: string): Promise<Answer> {
  const first = await browser.signIn(signInName);
  if (first.body.state !== 'second-factor') return first;
  return browser.ask('POST', '/api/session/second-factor', { ticket: first.body.ticket, code: codeNow(server) });
}
