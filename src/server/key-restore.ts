/**
 * Puts the keys of a backup back into a data folder whose server stands still. Every step may be done again: a restore that
 * was cut off is finished by the next.
 */
import type { Folder } from './command.ts';
import type { BackupContent } from './key-backup.ts';
import { isPair, listSealingKeys, saveSealingKey, type StoredSealingKey } from './store/sealing-keys.ts';
import { readSecret, replaceSecret, useSecret } from './store/secret.ts';

/** The content of a backup, and the ids of keys that cannot go into it. */
export function backupOf({ db, office, config }: Folder): { content: BackupContent; lost: string[] } {
  const all = listSealingKeys(db, office);
  const keys = all.flatMap((key) => (key.privateKey === null ? [] : [{ ...key, privateKey: key.privateKey }]));
  const lost = all.flatMap(({ id, privateKey }) => (privateKey === null ? [id] : []));
  return { content: { office: config.office.code, secret: readSecret(db).toString('base64'), keys }, lost };
}

export interface Restored {
  /** Ids of keys that could not be used before. */
  keys: string[];
  /** Where the secret went that was in the folder, when another took its place. */
  secretMovedTo: string | null;
}

/**
 * @param keepSecret leaves secret.key as it is: for a folder that has gone on with another one for long, of which only the
 * sealing keys of before are wanted.
 */
export function restoreKeys(
  { db, office, config }: Folder,
  content: BackupContent,
  keepSecret: boolean,
  now: number,
): Restored {
  const present = readSecret(db);
  const target = keepSecret ? present : Buffer.from(content.secret, 'base64');
  const usable = new Map<string, StoredSealingKey & { privateKey: NonNullable<StoredSealingKey['privateKey']> }>();
  const before = listSealingKeys(db, office);
  const lostBefore = new Set(before.flatMap(({ id, privateKey }) => (privateKey === null ? [id] : [])));
  // Under either secret: also what a restore that was cut off has written already.
  useSecret(db, target);
  for (const key of [...before, ...listSealingKeys(db, office)])
    if (key.privateKey !== null) usable.set(key.id, { ...key, privateKey: key.privateKey });
  const known = new Set(before.map(({ id }) => id));
  for (const key of content.keys) {
    if (usable.has(key.id) || !isPair(key.publicKey, key.privateKey)) continue;
    // One that this folder never had is not told: there is a newer one.
    usable.set(key.id, known.has(key.id) ? key : { ...key, retiredAt: key.retiredAt ?? now });
  }
  db.transaction(() => {
    for (const key of usable.values()) saveSealingKey(db, office, key);
  }).immediate();
  const secretMovedTo = keepSecret || db.memory ? null : replaceSecret(config.dataDir, target, now);
  return { keys: [...usable.keys()].filter((id) => lostBefore.has(id) || !known.has(id)), secretMovedTo };
}
