/** `GET /livez`: the process answers. It says nothing else, to anyone. */
import { Hono } from 'hono';
import type { AppEnv } from '../deps.ts';

export const healthRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().get('/', (c) => c.json({ status: 'ok' }));
