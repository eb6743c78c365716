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
  if (db.prepare('select 1 from paper_files where file_hash = ?').get(hash) !== undefined) {
    const read = db
      .prepare<[string, number], string>('select mapping from paper_mappings where file_hash = ? and office_id = ?')
      .pluck()
      .get(hash, office);
    return (read ?? usual) === mapping ? 'known' : 'other-map';
  }
  return db.prepare('select 1 from paper_files where name = ?').get(name) === undefined ? 'new' : 'same-name';
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
  const unless = 'file_hash = ? and not exists (select 1 from submissions where device_id = ?)';
  const device = paperDevice(source);
  db.transaction(() => {
    db.prepare(`delete from paper_mappings where office_id = ? and ${unless}`).run(office, hash, device);
    db.prepare(`delete from paper_files where ${unless}`).run(hash, device);
  }).immediate();
}
