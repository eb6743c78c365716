/** A connection beside the server's own, wherever the answers are (open-store.ts). */
import { openConnection } from './connection.ts';
import type { Database } from './engine.ts';
import { joinPostgres } from './postgres/open.ts';

export interface StoreAt {
  dataDir: string;
  /** `null`: a data file in that folder. */
  databaseUrl: string | null;
}

/**
 * For what must not hold it up: the thread that stores ballots, and an import with many rows. On
 * a store that the server has already opened. @param office `offices.id` @throws when it is not there, or not written durably.
 */
export const joinStore = ({ dataDir, databaseUrl }: StoreAt, office: number): Database =>
  databaseUrl === null ? openConnection(dataDir) : joinPostgres({ dataDir, databaseUrl }, office);
