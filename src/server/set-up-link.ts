/**
 * The way in while nobody can sign in yet: there is no default account, so the start prints a link that works once, for 30
 * minutes, on the screen of whoever starts the server. A new one at each start makes the one before void.
 */
import { print } from './command.ts';
import type { Config } from './config.ts';
import type { Database } from './deps.ts';
import { linkPath } from './link-path.ts';
import { hasNoAccount } from './store/accounts.ts';
import { issueSetUp, SET_UP_MS } from './store/links.ts';

/**
 * Where people open the dashboard. Without a public address over https that is this machine alone: a browser keeps the
 * session's cookie over plain http for localhost only.
 */
export const dashboardOrigin = ({ publicOrigin, port }: Pick<Config, 'publicOrigin' | 'port'>, url?: string): string =>
  publicOrigin ?? `http://localhost:${url === undefined ? port : new URL(url).port || 80}`;

interface Start {
  db: Database;
  office: number;
  config: Config;
  /** Of the socket. */
  url: string;
  now: number;
}

export function printSetUpLink({ db, office, config, url, now }: Start): void {
  if (!hasNoAccount(db, office)) return;
  const link = dashboardOrigin(config, url) + linkPath(issueSetUp(db, office, now));
  print(`Mở một lần để lập tài khoản quản trị / open once to set up the first account (${SET_UP_MS / 60_000} phút):`);
  print(`  ${link}`);
}
