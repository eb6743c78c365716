/**
 * The two cookies of a signed-in browser. `__Host-` binds them to this very origin, over https; browsers make the one
 * exception for http://localhost and 127.0.0.1, where nothing in between could listen.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { AppEnv } from './deps.ts';
import { KNOWN_MS } from './store/sessions-known.ts';

export const SESSION_COOKIE = '__Host-session';
export const BROWSER_COOKIE = '__Host-browser';

const OPTIONS = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const;

export const sessionToken = (c: Context<AppEnv>): string | undefined => getCookie(c, SESSION_COOKIE);
/** Without an age: it goes with the browser. When the session ends is decided by the server. */
export const giveSession = (c: Context<AppEnv>, token: string): void => setCookie(c, SESSION_COOKIE, token, OPTIONS);
export const takeSession = (c: Context<AppEnv>): void => void deleteCookie(c, SESSION_COOKIE, OPTIONS);

export const browserToken = (c: Context<AppEnv>): string | undefined => getCookie(c, BROWSER_COOKIE);
export const giveBrowser = (c: Context<AppEnv>, token: string): void =>
  setCookie(c, BROWSER_COOKIE, token, { ...OPTIONS, maxAge: KNOWN_MS / 1000 });

const BROWSERS = [
  ['Edge', /\bEdg/],
  ['Cốc Cốc', /coc_coc/i],
  ['Samsung Internet', /SamsungBrowser/],
  ['Firefox', /Firefox|FxiOS/],
  ['Chrome', /Chrom(e|ium)|CriOS/],
  ['Safari', /Safari/],
] as const;
const SYSTEMS = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux|CrOS/],
] as const;

/** What a person recognises a browser by in the list of their sessions. Nothing finer is kept. */
export function clientOf(c: Context<AppEnv>): { browser: string | null; system: string | null } {
  const agent = c.req.header('User-Agent') ?? '';
  const find = (table: readonly (readonly [string, RegExp])[]) =>
    table.find(([, pattern]) => pattern.test(agent))?.[0] ?? null;
  return { browser: find(BROWSERS), system: find(SYSTEMS) };
}
