/** Importing a file of paper ballots: brought, looked at as a whole, and only then stored. */
import { type Context, Hono } from 'hono';
import type * as z from 'zod/mini';
import { CheckRequest, FILE_BYTES, ImportRequest } from '../../domain/paper-import.ts';
import type { RequestProblem } from '../../domain/problem.ts';
import { readJson } from '../body.ts';
import { chunksOf } from '../body-chunks.ts';
import type { AppEnv, Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { createImports } from '../paper/imports.ts';
import { clearUploads } from '../paper/upload.ts';
import { signedIn } from '../policy.ts';

/** The last part of a path, as people see it: the same form as the command's, for the same file may come both ways. */
function fileName(given: string | undefined): string {
  const name = (given ?? '').split(/[\\/]/).pop() ?? '';
  return name.normalize('NFC').replace(/\p{C}/gu, '').trim().slice(0, 200) || 'phieu';
}

export function paperFileRoutes(deps: Deps): Hono<AppEnv> {
  clearUploads(deps.config.dataDir);
  const imports = createImports(deps);
  const routes = new Hono<AppEnv>();

  const find = (c: Context<AppEnv>) => imports.find(signedIn(c).account.id, c.req.param('id') ?? '');
  const bodyOf = async <T>(c: Context<AppEnv>, schema: z.ZodMiniType<T>): Promise<T | RequestProblem> => {
    const body = await readJson(c);
    if (!body.ok) return body.code;
    if (body.value === undefined) return 'malformed';
    const parsed = schema.safeParse(body.value);
    return parsed.success ? parsed.data : 'wrong-type';
  };

  routes.post('/', async (c) => {
    const encoding = c.req.header('Content-Encoding');
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return problem(c, 'encoding');
    if (c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() !== 'application/octet-stream')
      return problem(c, 'media-type');
    if (Number(c.req.header('Content-Length') ?? 0) > FILE_BYTES) return problem(c, 'too-large');
    const reply = await imports.bring(signedIn(c).account.id, fileName(c.req.query('name')), chunksOf(c));
    return reply === 'too-large' ? problem(c, 'too-large') : c.json(reply);
  });

  routes.get('/:id', (c) => {
    const held = find(c);
    return held ? c.json(held.state) : problem(c, 'not-found');
  });

  routes.delete('/:id', async (c) => {
    const held = find(c);
    return held ? c.json(await imports.cancel(c.req.param('id'), held)) : problem(c, 'not-found');
  });

  routes.post('/:id/check', async (c) => {
    const given = await bodyOf(c, CheckRequest);
    if (typeof given === 'string') return problem(c, given);
    const held = find(c);
    if (!held) return problem(c, 'not-found');
    const reply = await imports.check(held, given);
    return reply === 'running' ? problem(c, 'import-running') : c.json(reply);
  });

  routes.post('/:id/import', async (c) => {
    const given = await bodyOf(c, ImportRequest);
    if (typeof given === 'string') return problem(c, given);
    const held = find(c);
    if (!held) return problem(c, 'not-found');
    const reply = await imports.start(held, given);
    return reply === 'running' ? problem(c, 'import-running') : c.json(reply);
  });

  return routes;
}
