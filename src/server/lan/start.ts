/**
 * The door to the local network (`npm start -- --lan`): the whole app encrypted, with a certificate that this server makes itself,
 * and the guide unencrypted beside it. The machine itself goes on as without it.
 */
import type { Server as TlsServer } from 'node:https';
import type { Hono } from 'hono';
import type { LanConfig } from '../config.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { listen } from '../listen.ts';
import { openAuthority } from './authority.ts';
import { createGuide } from './guide.ts';
import { type Reach, reachOf } from './reach.ts';

const DAY = 86_400_000;
/** Milliseconds between two looks at the addresses of the machine, and at the age of the certificate. */
const LOOK = 60_000;
const ANYWHERE = '0.0.0.0';

export interface Lan {
  /** Where tablets open the guide, and the app. */
  guides: string[];
  apps: string[];
  fingerprint: string;
  stop: () => Promise<void>;
}

/** @throws when a port cannot be had, or the authority cannot be read */
export async function startLan(
  app: Hono<AppEnv>,
  { config, now, log }: Pick<Deps, 'config' | 'now' | 'log'>,
  { address, port, guidePort }: LanConfig,
  look: number = LOOK,
): Promise<Lan> {
  const host = reachOf(address, () => false).host;
  const authority = openAuthority(config.dataDir, host, now());
  const reachNow = (): Reach => reachOf(address, authority.permits);
  let reach = reachNow();
  const hostsOf = ({ addresses, names }: Reach) => [...addresses, ...names.filter(authority.permits)];
  let issuedAt = now();
  const where = address ?? ANYWHERE;
  const first = authority.issue(hostsOf(reach), issuedAt);
  const encrypted = await listen(app, { host: where, port }, undefined, first);
  const portOf = ({ url }: { url: string }) => Number(new URL(url).port);
  const ports = { guide: guidePort, app: portOf(encrypted) };
  const guide = createGuide({ authority, hosts: () => hostsOf(reach), ports: () => ports, now });
  const open = await listen(guide, { host: where, port: guidePort }).catch(async (error: unknown) => {
    await encrypted.stop();
    throw error;
  });
  ports.guide = portOf(open);

  const renew = setInterval(() => {
    const found = reachNow();
    const isSame = hostsOf(found).join() === hostsOf(reach).join();
    if (isSame && Math.abs(now() - issuedAt) < DAY) return;
    reach = found;
    issuedAt = now();
    const server = encrypted.server as TlsServer; // opened with a certificate above
    server.setSecureContext(authority.issue(hostsOf(reach), issuedAt));
    log('lan-certificate', { hosts: hostsOf(reach).join(' ') });
  }, look);
  renew.unref();
  if (authority.endsAt - now() < 365 * DAY) log('lan-authority-ends', { at: new Date(authority.endsAt).toISOString() });

  const shown = () => (reach.addresses.length > 0 ? reach.addresses : hostsOf(reach));
  return {
    guides: shown().map((one) => `http://${one}:${ports.guide}`),
    apps: shown().map((one) => `https://${one}:${ports.app}`),
    fingerprint: authority.fingerprint,
    async stop() {
      clearInterval(renew);
      await Promise.all([encrypted.stop(), open.stop()]);
    },
  };
}
