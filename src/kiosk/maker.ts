/**
 * How a draft becomes the line that is stored, chained and sent. It is made once; every retry sends these bytes. Answers are
 * sealed to the newest key that the server told; only a tablet that was never told one keeps them as they are.
 */
import type { DeviceSettings } from '../domain/place.ts';
import { canonicalBody, type Draft, type Identity } from '../domain/submission.ts';
import type { KeyPair } from '../seal/sign.ts';
import type { Sealing } from './sealing.ts';

/** @returns one line of JSON, without a line break. */
export type MakeLine = (draft: Draft, identity: Identity) => Promise<string>;

/** For a tablet that knows of no sealing key: the canonical body as it is. */
export const plainLine: MakeLine = (draft, identity) => Promise.resolve(canonicalBody(draft, identity));

/** Who makes the records: what it was told, and the keys with which it signs. */
interface Signer {
  settings(): Pick<DeviceSettings, 'sealing'> | null;
  credentials(): { device: string; keys: KeyPair | null } | null;
}
export interface Maker {
  line: MakeLine;
  /** Loads what sealing needs and begins the session, after the first picture and before anybody can finish. */
  prepare(): Promise<void>;
}

const loadSealing = () => import('./sealing.ts').then(({ createSealing }) => createSealing());

/** @param device asked for each record: it is made after the maker. */
export function createMaker(device: () => Signer, load: () => Promise<Sealing> = loadSealing): Maker {
  let sealing: Promise<Sealing> | null = null;
  const get = (): Promise<Sealing> => {
    sealing ??= load().catch((error: unknown) => {
      sealing = null; // The save that needs it asks again.
      throw error;
    });
    return sealing;
  };

  return {
    async line(draft, identity) {
      const key = device().settings()?.sealing;
      if (!key) return plainLine(draft, identity);
      const who = device().credentials();
      // A record names the device whose key signs it; while a tablet is being connected again the two can differ.
      const keys = who?.device === identity.device ? who.keys : null;
      return (await get()).line(draft, identity, key, keys);
    },
    async prepare() {
      const key = device().settings()?.sealing;
      if (key) await (await get()).begin(key);
    },
  };
}
