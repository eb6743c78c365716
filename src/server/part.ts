/** Names a part of the work on a request. Where no trace is recorded (tracing/) it costs nothing. */
import type { Context } from 'hono';
import type { AppEnv } from './deps.ts';
import type { PartName } from './span.ts';

export function part<T>(c: Context<AppEnv>, name: PartName, work: () => T): T {
  const span = c.get('span');
  return span ? span.part(name, work) : work();
}
