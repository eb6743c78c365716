/** A database of its own for each data folder, on the PostgreSQL of this run (postgres-server.ts). */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { connectPostgres, type PostgresDatabase } from '../../src/server/store/postgres/connection.ts';
import { PostgresError } from '../../src/server/store/postgres/link.ts';
import { makeTables } from '../../src/server/store/postgres/open.ts';

/** Where the tests of a store run on PostgreSQL this time: vite.config.ts runs them once on each engine. */
export const ON_POSTGRES = process.env['TEST_ENGINE'] === 'postgres';

const at = (server: string, name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href;
const TEMPLATE = 'hai_long_empty';

function make(server: PostgresDatabase, command: string): boolean {
  try {
    server.exec(command);
    return true;
  } catch (error) {
    // It is there already, or another worker is just making it.
    if (error instanceof PostgresError && ['42P04', '23505'].includes(error.code)) return false;
    throw error;
  }
}

/** Its tables are made once, and copied for each database. */
function template(server: PostgresDatabase, url: string): void {
  server.exec('select pg_advisory_lock(1)');
  if (make(server, `create database ${TEMPLATE}`)) {
    const db = connectPostgres(at(url, TEMPLATE), '');
    makeTables(db);
    db.close();
  }
  server.exec('select pg_advisory_unlock(1)');
}

/** @returns its address; made empty where there is none yet */
export function databaseOf(dataDir: string): string {
  const url = process.env['TEST_POSTGRES'];
  if (url === undefined) throw new Error('PostgreSQL was not started');
  const name = `t_${createHash('sha256').update(dataDir).digest('hex').slice(0, 24)}`;
  const server = connectPostgres(url, join(dataDir, 'server'));
  try {
    template(server, url);
    make(server, `create database ${name} template ${TEMPLATE}`);
  } finally {
    server.close();
  }
  return at(url, name);
}
