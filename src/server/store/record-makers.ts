/** The tablets that records name as their maker, also those of an earlier enrolment: what their signatures are held against. */
import type { Database } from './engine.ts';
import { createKeyFinder } from './device-keys.ts';

export interface Maker {
  /** It was enrolled with a key: what is in its name and not signed must come from who holds that key. */
  mustSign: boolean;
  /** Every key that it ever had, newest first. */
  keys: readonly string[];
}
/** Who sent a record, and whether the request was proved with a key. */
export interface SentBy {
  device: string;
  signs: boolean;
}
export interface Makers {
  find: (device: string) => Maker | null;
  /**
   * Whether a record without a signature cannot be this tablet's. A tablet whose database was gone, or that was just being
   * enrolled again, made some; sending them it proves the request with the very key, and so vouches for them.
   */
  mustSign: (device: string, sender: SentBy) => boolean;
}

export function createMakers(db: Database, office: number): Makers {
  const keys = createKeyFinder(db, office);
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
    mustSign(device, sender) {
      if (bornSigning.get(device, office) !== 1) return false;
      if (!sender.signs || device === sender.device) return !sender.signs;
      const own = keys.forRecords(sender.device);
      return !keys.forRecords(device).some((key) => own.includes(key));
    },
  };
}
