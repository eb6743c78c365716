/** A JSON body as a schema has it, or the code of what is wrong with it. */
import type { Context } from 'hono';
import type { ZodMiniType } from 'zod/mini';
import type { RequestProblem } from '../domain/problem.ts';
import { readBody } from './body.ts';
import type { AppEnv } from './deps.ts';
import { parseJson } from './strict-json.ts';

/** Bytes; settings with everything at its longest fit in. */
const LARGEST = 65_536;

export type Parsed<T> = { ok: true; value: T } | { ok: false; code: RequestProblem };

export async function parsedBody<T>(c: Context<AppEnv>, schema: ZodMiniType<T>): Promise<Parsed<T>> {
  const body = await readBody(c, 'application/json', LARGEST);
  if (!body.ok) return body;
  const value = parseJson(new TextDecoder().decode(body.bytes));
  if (value === undefined) return { ok: false, code: 'malformed' };
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'wrong-type' };
}
