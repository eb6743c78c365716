/**
 * Who may send: only a tablet with a token, as often as its own allowance lets it. Tablets behind one address do not
 * take from each other, for an office has a single one.
 */
import type { Context } from 'hono';
import { bearer } from './access.ts';
import type { AppEnv, Deps } from './deps.ts';
import { problem } from './errors.ts';
import { createDeviceFinder, type Device } from './store/devices.ts';

interface Allowance {
  tokens: number;
  at: number;
  inFlight: number;
}

export type DeviceGate = (
  c: Context<AppEnv>,
  /** Runs for a known tablet only. */
  handle: (device: Device) => Response | Promise<Response>,
) => Promise<Response>;

export function createDeviceGate({ db, office, limits, now }: Deps): DeviceGate {
  const find = createDeviceFinder(db, office);
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

  return async (c, handle) => {
    const token = bearer(c);
    if (token === null) return problem(c, 'no-token');
    const device = find(token);
    if (!device) return problem(c, 'unknown-token');
    if (device.revoked) return problem(c, 'device-revoked');
    const allowance = allowanceOf(device.id);
    if (allowance.inFlight >= limits.inFlight) return problem(c, 'too-many', { 'Retry-After': '1' });
    if (allowance.tokens < 1) {
      const seconds = Math.ceil((1 - allowance.tokens) / perMs / 1000);
      return problem(c, 'too-many', { 'Retry-After': String(seconds) });
    }
    allowance.tokens -= 1;
    allowance.inFlight += 1;
    try {
      return await handle(device);
    } finally {
      allowance.inFlight -= 1;
    }
  };
}
