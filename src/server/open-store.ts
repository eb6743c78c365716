/** Where the answers are: in a data file, or, with DATABASE_URL, in PostgreSQL. Nothing else asks which. */
import type { Config } from './config.ts';
import { openUpdated } from './backup/before-update.ts';
import type { OpenRefusal } from './store/database.ts';
import type { Database } from './store/engine.ts';
import { openPostgres } from './store/postgres/open.ts';

/** `office` is the row of `offices` that this process serves. `backup`: what was made before an update. */
export type StoreOpening =
  | { ok: true; db: Database; office: number; backup: string | null }
  | { ok: false; code: OpenRefusal; message: string; backup: string | null };

/** Another process may have it open too: the commands run beside the server. @param now milliseconds since 1970. */
export async function openStore(config: Config, now: number): Promise<StoreOpening> {
  const { databaseUrl } = config;
  if (databaseUrl === null) return openUpdated(config, now);
  return { ...openPostgres({ ...config, databaseUrl }, now), backup: null };
}
