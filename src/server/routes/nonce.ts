/** `GET /api/nonce`: for the first signed request of a tablet, and when it has used up those that came with replies. */
import { Hono } from 'hono';
import { NONCE_HEADER } from '../../domain/device-proof.ts';
import type { NonceReply } from '../../domain/wire.ts';
import type { AppEnv } from '../deps.ts';
import type { Nonces } from '../nonces.ts';

const AT_ONCE = 4;

export const nonceRoutes = (nonces: Nonces): Hono<AppEnv> =>
  new Hono<AppEnv>().get('/', (c) => {
    const reply: NonceReply = { nonces: Array.from({ length: AT_ONCE }, nonces.fresh) };
    return c.json(reply, 200, { [NONCE_HEADER]: nonces.fresh() });
  });
