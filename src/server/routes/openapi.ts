/** `GET /api/openapi.json`: the description of the API. */
import { Hono } from 'hono';
import type { AppEnv } from '../deps.ts';
import { openApiDocument } from '../openapi.ts';

export function openApiRoutes(version: string): Hono<AppEnv> {
  const document = JSON.stringify(openApiDocument(version));
  return new Hono<AppEnv>().get('/', (c) => c.body(document, 200, { 'Content-Type': 'application/json' }));
}
