/** `GET /api/openapi.json`: the description of the API. */
import { Hono } from 'hono';
import type { AppEnv } from '../deps.ts';

export function openApiRoutes(version: string): Hono<AppEnv> {
  // Loaded and made for whoever asks first: it took a quarter of the time in which a server starts.
  let document: string | null = null;
  return new Hono<AppEnv>().get('/', async (c) => {
    const { openApiDocument } = await import('../openapi.ts');
    document ??= JSON.stringify(openApiDocument(version));
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
}
