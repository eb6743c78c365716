/**
 * Who a request is from. A tablet with a key signs each request over a nonce of ours and the body as it came; only one that
 * could not keep a key has a token. Neither clock is asked.
 */
import { hash } from 'node:crypto';
import type { Context } from 'hono';
import { PROOF_SCHEME, proofText, readProof } from '../domain/device-proof.ts';
import type { RequestProblem } from '../domain/problem.ts';
import { BODY_BYTES } from '../domain/wire.ts';
import { bearer } from './access.ts';
import { readBytes } from './body.ts';
import type { AppEnv, Deps } from './deps.ts';
import type { Nonces } from './nonces.ts';
import { createKeyFinder, fitsKey } from './store/device-keys.ts';
import { createDeviceFinder, type Device } from './store/devices.ts';

export interface Sender extends Device {
  /** `ended-token`: the token that it had before its first key; taken only where the route says so. */
  by: 'key' | 'token' | 'ended-token';
}
export type Proof = { ok: true; sender: Sender } | { ok: false; code: RequestProblem };

/** Bodies that may be read at once for whoever only says that it is a tablet. */
const MOST_UNPROVED = 200;
const NOTHING = new Uint8Array(0);

const fail = (code: RequestProblem): Proof => ({ ok: false, code });
const known = (device: Device, by: Sender['by']): Proof =>
  device.revoked ? fail('device-revoked') : { ok: true, sender: { ...device, by } };

/** The path with its query, as it stands in the request line. */
const pathOf = (c: Context<AppEnv>): string => {
  const { incoming } = c.env ?? {};
  if (incoming?.url !== undefined) return incoming.url;
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
};

export type Prover = (c: Context<AppEnv>, alsoEndedToken: boolean) => Promise<Proof> | Proof;

/** @returns a function that finds out who sent a request; on the way it reads the body of one that is signed. */
export function createProver({ db, office, now }: Deps, nonces: Nonces): Prover {
  const find = createDeviceFinder(db, office);
  const { forRequests } = createKeyFinder(db, office);
  let unproved = 0;

  async function bodyOf(c: Context<AppEnv>): Promise<Uint8Array | RequestProblem> {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return NOTHING;
    if (unproved >= MOST_UNPROVED) return 'busy';
    unproved += 1;
    try {
      const body = await readBytes(c, BODY_BYTES);
      return body.ok ? body.bytes : body.code;
    } finally {
      unproved -= 1;
    }
  }

  async function proved(c: Context<AppEnv>, header: string): Promise<Proof> {
    const proof = readProof(header);
    if (!proof) return fail('no-token');
    const { nonce, signature } = proof;
    // Before the body is read, and without saying anything about the tablet.
    if (!nonces.isFresh(nonce)) return fail('nonce-stale');
    const device = find.byId(proof.device);
    if (!device) return fail('request-device');
    const keys = forRequests(device.id, now());
    if (keys.length === 0) return fail('request-signature');
    const body = await bodyOf(c);
    if (typeof body === 'string') return fail(body);
    const bodyHash = hash('sha256', body, 'hex');
    const text = proofText({ method: c.req.method, path: pathOf(c), bodyHash, device: device.id, nonce });
    if (!keys.some((key) => fitsKey(key, text, signature))) return fail('request-signature');
    // Only now: a stranger who overhears a nonce must not be able to use it up.
    if (!nonces.take(nonce)) return fail('nonce-stale');
    if (body !== NOTHING) c.set('body', body);
    return known(device, 'key');
  }

  return (c, alsoEndedToken) => {
    const header = c.req.header('Authorization') ?? '';
    if (header.startsWith(`${PROOF_SCHEME} `)) return proved(c, header);
    const token = bearer(c);
    if (token === null) return fail('no-token');
    const device = find.byToken(token);
    if (device) return known(device, 'token');
    const before = alsoEndedToken ? find.byEndedToken(token) : null;
    return before ? known(before, 'ended-token') : fail('unknown-token');
  };
}
