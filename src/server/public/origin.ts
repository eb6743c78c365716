/** The address under which others reach this server: as it was configured, else as the browser that asks now has it. */
import type { Context } from 'hono';
import type { Config } from '../config.ts';
import type { AppEnv } from '../deps.ts';

export function originOf(c: Context<AppEnv>, { publicOrigin }: Pick<Config, 'publicOrigin'>): string {
  if (publicOrigin !== null) return publicOrigin;
  const guess = `http://${c.req.header('Host') ?? 'localhost'}`;
  return URL.canParse(guess) ? new URL(guess).origin : 'http://localhost';
}
