/** The body of an upload as it comes, so that a file of any size needs little memory. */
import type { Context } from 'hono';
import type { AppEnv } from './deps.ts';

/** Whoever stops reading lets go of the rest. */
export async function* chunksOf(c: Context<AppEnv>): AsyncGenerator<Uint8Array> {
  const reader = c.req.raw.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) yield part.value;
  } finally {
    await reader?.cancel();
  }
}
