/** The tablets that records name as their maker, also those of an earlier enrolment: what their signatures are held against. */
import type BetterSqlite3 from 'better-sqlite3';
import { createKeyFinder } from './device-keys.ts';

export interface Maker {
  /** It was enrolled with a key: there is nothing of its own that it did not sign. */
  mustSign: boolean;
  /** Every key that it ever had, newest first. */
  keys: readonly string[];
}
export interface Makers {
  find: (device: string) => Maker | null;
  mustSign: (device: string) => boolean;
}

export function createMakers(db: BetterSqlite3.Database, office: number): Makers {
  const keys = createKeyFinder(db);
  const bornSigning = db
    .prepare<[string, number], number>(
      `select token_hash like 'key:%' and ended_token is null from devices where id = ? and office_id = ?`,
    )
    .pluck();
  return {
    find(device) {
      const born = bornSigning.get(device, office);
      return born === undefined ? null : { mustSign: born === 1, keys: keys.forRecords(device) };
    },
    mustSign: (device) => bornSigning.get(device, office) === 1,
  };
}
