/** `GET /livez`: the process answers. `GET /readyz`: it also stores. They say nothing else, to anyone. */
import { Hono } from 'hono';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { createReadiness } from '../readiness.ts';

export const liveRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().get('/', (c) => c.json({ status: 'ok' }));

export function readyRoutes(deps: Deps): Hono<AppEnv> {
  const readiness = createReadiness(deps);
  return new Hono<AppEnv>().get('/', async (c) => {
    const unready = await readiness();
    return unready ? problem(c, unready) : c.json({ status: 'ready' });
  });
}
