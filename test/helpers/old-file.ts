/** A data file as an earlier version of the program left it: the tables of that level, with the rows of a file of today. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { databaseFile } from '../../src/server/store/connection.ts';
import { MIGRATIONS } from '../../src/server/store/schema.ts';

/** Replaces the file of a folder, which nobody may have open, by one of the first `level` migrations. */
export function backToLevel(dataDir: string, level: number): void {
  const today = join(dataDir, 'today.db');
  const copy = new Sqlite(databaseFile(dataDir));
  copy.exec(`vacuum into '${today}'`);
  copy.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${databaseFile(dataDir)}${end}`, { force: true });
  const old = new Sqlite(databaseFile(dataDir));
  old.pragma('foreign_keys = off');
  for (const sql of MIGRATIONS.slice(0, level)) old.exec(sql);
  old.pragma(`user_version = ${level}`);
  old.exec(`attach '${today}' as today`);
  const tables = old.prepare<[], string>("select name from main.sqlite_master where type = 'table'").pluck().all();
  for (const table of tables.filter((name) => !name.startsWith('sqlite_'))) {
    const columns = old.prepare<[string], string>("select name from pragma_table_info(?, 'main')").pluck().all(table);
    old.exec(`insert into main.${table} (${columns.join(', ')}) select ${columns.join(', ')} from today.${table}`);
  }
  old.exec('detach today');
  old.close();
  rmSync(today);
}

/** Everything in a data file: its version, what it is made of, and every row. */
export function contentOf(dataDir: string): string[] {
  const db = new Sqlite(databaseFile(dataDir), { readonly: true });
  try {
    const tables = db.prepare<[], string>("select name from sqlite_master where type = 'table' order by name").pluck();
    const rows = (table: string) => db.prepare<[], unknown[]>(`select * from "${table}"`).raw().all();
    const objects = db.prepare<[], string>('select sql from sqlite_master order by name').pluck().all();
    return [
      `level ${Number(db.pragma('user_version', { simple: true }))}`,
      ...objects.map(String),
      ...tables.all().flatMap((table) => rows(table).map((row) => `${table} ${JSON.stringify(row)}`)),
    ];
  } finally {
    db.close();
  }
}
