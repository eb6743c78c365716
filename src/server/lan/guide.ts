/** What the unencrypted door of the local network answers: the guide and the certificate, and nothing of the app. */
import { Hono } from 'hono';
import type { AppEnv } from '../deps.ts';
import { problem } from '../errors.ts';
import { securityHeaders } from '../security-headers.ts';
import type { Authority } from './authority.ts';
import { CERTIFICATE_PATH, guidePage } from './page.ts';

export interface GuideParts {
  authority: Authority;
  /** Hosts under which tablets may have come; the first is told to one that came otherwise. */
  hosts: () => readonly string[];
  /** Of the two doors, as they were opened. */
  ports: () => { guide: number; app: number };
  now: () => number;
}

export function createGuide({ authority, hosts, ports, now }: GuideParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    for (const [name, value] of securityHeaders(null)) c.header(name, value);
    c.header('Cache-Control', 'no-store');
    return next();
  });
  app.get('/', (c) => {
    const asked = (c.req.header('Host') ?? '').replace(/:\d+$/, '').toLowerCase();
    const known = hosts();
    // Never what somebody else wrote into the request: only one of ours is repeated.
    const host = known.find((one) => one === asked) ?? known[0] ?? '';
    const { guide, app: appPort } = ports();
    const about = { guide: `http://${host}:${guide}`, app: `https://${host}:${appPort}`, now: now() };
    const page = guidePage(
      { ...about, fingerprint: authority.fingerprint },
      c.req.query('lang') === 'en' ? 'en' : 'vi',
    );
    return c.body(page.html, 200, page.headers);
  });
  app.get(CERTIFICATE_PATH, (c) =>
    c.body(Uint8Array.from(authority.root), 200, { 'Content-Type': 'application/x-x509-ca-cert' }),
  );
  app.notFound((c) => problem(c, 'not-found'));
  return app;
}
