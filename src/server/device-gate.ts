/**
 * Who may send: only a tablet that shows who it is, as often as its own allowance lets it. Tablets behind one address do not
 * take from each other, for an office has a single one. Every reply brings a nonce for the next request.
 */
import type { Context } from 'hono';
import { NONCE_HEADER } from '../domain/device-proof.ts';
import type { AppEnv, Deps } from './deps.ts';
import { createProver, type Sender } from './device-proof.ts';
import { problem } from './errors.ts';
import type { Nonces } from './nonces.ts';

interface Allowance {
  tokens: number;
  at: number;
  inFlight: number;
}

export type DeviceGate = (
  c: Context<AppEnv>,
  /** Runs for a known tablet only. */
  handle: (sender: Sender) => Response | Promise<Response>,
  options?: { alsoEndedToken: true },
) => Promise<Response>;

export function createDeviceGate(deps: Deps, nonces: Nonces): DeviceGate {
  const { limits, now } = deps;
  const prove = createProver(deps, nonces);
  const allowances = new Map<string, Allowance>();
  const perMs = limits.perMinute / 60_000;

  function allowanceOf(device: string): Allowance {
    const at = now();
    const known = allowances.get(device) ?? { tokens: limits.burst, at, inFlight: 0 };
    // A server clock that was set back must not take the allowance away.
    known.tokens = Math.min(limits.burst, known.tokens + Math.max(0, at - known.at) * perMs);
    known.at = at;
    allowances.set(device, known);
    return known;
  }

  return async (c, handle, options) => {
    c.header(NONCE_HEADER, nonces.fresh());
    const found = prove(c, options?.alsoEndedToken ?? false);
    const proof = found instanceof Promise ? await found : found;
    if (!proof.ok) return problem(c, proof.code);
    const { sender } = proof;
    const allowance = allowanceOf(sender.id);
    if (allowance.inFlight >= limits.inFlight) return problem(c, 'too-many', { 'Retry-After': '1' });
    if (allowance.tokens < 1) {
      const seconds = Math.ceil((1 - allowance.tokens) / perMs / 1000);
      return problem(c, 'too-many', { 'Retry-After': String(seconds) });
    }
    allowance.tokens -= 1;
    allowance.inFlight += 1;
    try {
      return await handle(sender);
    } finally {
      allowance.inFlight -= 1;
    }
  };
}
