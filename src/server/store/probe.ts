/** One small durable write, to find out whether there can be any: what it leaves behind says when that was tried last. */
import type { Database } from './engine.ts';
import { SETTING } from '../../domain/office-settings.ts';
import { saveSetting } from './office-settings.ts';

/** @throws when the file cannot be written now. @param now milliseconds since 1970 */
export function probeStore(db: Database, office: number, now: number): void {
  db.transaction(() => saveSetting(db, office, SETTING.triedToWrite, now)).immediate();
}
