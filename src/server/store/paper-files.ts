/** What the office knows of a file before it is imported, and how the columns of those that were are read. */
import type { Database } from './engine.ts';
import type { Standing } from '../../domain/paper-import.ts';
import { paperDevice } from './paper.ts';

export interface FileIdentity {
  /** SHA-256 of its bytes, in hex. */
  hash: string;
  name: string;
  /** How its columns are read now, and how they are read where nobody says otherwise (the command). */
  mapping: string;
  usual: string;
}

/** Changes nothing. */
export function standingOf(db: Database, office: number, { hash, name, mapping, usual }: FileIdentity): Standing {
  const has = (column: 'file_hash' | 'name', value: string): boolean =>
    db.prepare(`select 1 from paper_files where office_id = ? and ${column} = ?`).get(office, value) !== undefined;
  if (has('file_hash', hash)) {
    const read = db
      .prepare<[number, string], string>('select mapping from paper_mappings where office_id = ? and file_hash = ?')
      .pluck()
      .get(office, hash);
    return (read ?? usual) === mapping ? 'known' : 'other-map';
  }
  return has('name', name) ? 'same-name' : 'new';
}

/** Said before the first ballot is stored. */
export function keepMapping(db: Database, office: number, { hash, mapping }: FileIdentity): void {
  db.prepare('insert into paper_mappings (file_hash, office_id, mapping) values (?, ?, ?) on conflict do nothing').run(
    hash,
    office,
    mapping,
  );
}

/**
 * After an import that has ended: a file of which nothing was stored is as if it had never been brought, so that it may be read in
 * another way. Call it only while no other import of the same file runs.
 */
export function forgetUnlessStored(db: Database, office: number, hash: string, source: string): void {
  const unless = `office_id = ? and file_hash = ?
    and not exists (select 1 from submissions where office_id = ? and device_id = ? and epoch = 1 and seq = 1)`;
  const device = paperDevice(source);
  db.transaction(() => {
    for (const table of ['paper_mappings', 'paper_files'])
      db.prepare(`delete from ${table} where ${unless}`).run(office, hash, office, device);
  }).immediate();
}
