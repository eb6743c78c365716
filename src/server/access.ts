/**
 * Who is "the machine itself", and what comes from another site. Both fail closed: whatever hints at a proxy in between makes a request
 * a remote one, for then the address of the socket says nothing about the person.
 */
import type { Context } from 'hono';
import type { Config } from './config.ts';
import type { AppEnv } from './deps.ts';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
// The name must be a local one too: another name that points at 127.0.0.1 is a web page reaching in (DNS rebinding).
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const PROXY_HEADERS = ['forwarded', 'via', 'x-real-ip'];

/** True for a request made on this machine, with nothing in between. Behind a proxy (PUBLIC_ORIGIN) nothing is local. */
export function isLocal(c: Context<AppEnv>, { publicOrigin }: Pick<Config, 'publicOrigin'>): boolean {
  const incoming = c.env?.incoming;
  if (!incoming || publicOrigin !== null) return false;
  // What comes encrypted to this process comes by the door of the local network (lan/start.ts).
  if ('encrypted' in incoming.socket) return false;
  if (!LOOPBACK.test(incoming.socket.remoteAddress ?? '') || !LOCAL_HOST.test(incoming.headers.host ?? ''))
    return false;
  // An nginx that rewrites Host and adds no header is only told by its HTTP/1.0, and since 1.30 not even by that: behind
  // any proxy PUBLIC_ORIGIN must be set, and the README says so.
  if (incoming.httpVersion === '1.0') return false;
  return !Object.keys(incoming.headers).some((name) => PROXY_HEADERS.includes(name) || name.startsWith('x-forwarded'));
}

/** The token of `Authorization: Bearer …`, or `null`. */
export function bearer(c: Context<AppEnv>): string | null {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? null;
}

/**
 * Holds an unsafe request against where the browser says that it comes from. Programs that are no browser send neither
 * header. The address is compared with the configured origin or with Host, never with the request's own URL.
 */
export function isCrossSite(c: Context<AppEnv>, { publicOrigin }: Pick<Config, 'publicOrigin'>): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = c.req.header('Origin');
  if (origin === undefined || origin === publicOrigin) return false;
  return !URL.canParse(origin) || new URL(origin).host !== c.req.header('Host');
}
