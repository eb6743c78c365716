/**
 * Whose failed tries are counted together: those on one account, those from one address, and everybody's. A browser in
 * which the person was signed in before is counted alone, so nobody can lock a person out from elsewhere.
 */
import type { Context } from 'hono';
import type { Config } from './config.ts';
import type { AppEnv } from './deps.ts';
import type { Key } from './store/throttle.ts';

/** The peer's address is believed to be a proxy's only within the machine or a private network. */
const PRIVATE = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/i;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The eight groups of an IPv6 address; `null` for anything else. */
function groupsOf(address: string): string[] | null {
  if (!URL.canParse(`http://[${address}]/`)) return null;
  // The URL parser writes every spelling of an address the same way.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  if (tail === undefined) return groups(head);
  const missing = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
}

/** What counts as one address: an IPv4 address, or the first 64 bits of an IPv6 one, which a household has for itself. */
export function networkOf(address: string): string {
  const plain = MAPPED.exec(address)?.[1] ?? address.replace(/%.*$/, '');
  return groupsOf(plain)?.slice(0, 4).join(':') ?? plain;
}

/**
 * Where a request comes from. `X-Forwarded-For` is believed only behind a configured proxy, and of it only the last hop,
 * which that proxy itself wrote: all before it can be made up.
 */
export function addressOf(c: Context<AppEnv>, { publicOrigin }: Pick<Config, 'publicOrigin'>): string {
  const peer = c.env?.incoming?.socket.remoteAddress ?? '';
  const plain = MAPPED.exec(peer)?.[1] ?? peer;
  if (publicOrigin === null || !PRIVATE.test(plain)) return networkOf(peer);
  const hops = c.req.header('X-Forwarded-For')?.split(',') ?? [];
  return networkOf(hops.at(-1)?.trim() || peer);
}

/** @param browser the token of a browser that is known for this account, or `null`. */
export const signInKeys = (name: string, browser: string | null, address: string): Key[] =>
  browser === null
    ? [
        { kind: 'account', name },
        { kind: 'address', name: address },
        { kind: 'everybody', name: '' },
      ]
    : [{ kind: 'browser', name: `${name} ${browser}` }];

/** The second step: counted by account, and apart from strangers in a browser that is known. */
export const proofKeys = (account: string, browser: string | null): Key[] => [
  { kind: 'proof', name: browser === null ? account : `${account} ${browser}` },
];
