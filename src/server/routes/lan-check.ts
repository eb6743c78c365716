/** `GET /lan-check`: what the guide for tablets loads over the encrypted connection, from its own unencrypted address. */
import { Hono } from 'hono';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';

export const lanCheckRoutes = ({ config }: Pick<Deps, 'config'>): Hono<AppEnv> =>
  new Hono<AppEnv>().get('/', (c) => {
    if (config.lan === null) return problem(c, 'not-found');
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
    return c.json({ product: 'hai-long' });
  });
