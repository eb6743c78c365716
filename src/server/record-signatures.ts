/**
 * Whether sealed records are from the tablets that they name. A record names the hash of the one before it, so a signature that
 * fits vouches for every record that can be reached from it by those links: a whole run of one tablet costs one check.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordProblem } from '../domain/problem.ts';
import { headText, signedText } from '../domain/sealed-record.ts';
import type { Sealed } from './record.ts';
import type { fitsKey } from './store/device-keys.ts';
import type { Maker, Makers, SentBy } from './store/record-makers.ts';

/** Public-key checks (a tenth of a millisecond each) before other requests get their turn. */
const CHECKS_A_TURN = 8;

/**
 * @param records of one batch in order; `null` where there is none to look at.
 * @returns for each what is wrong, or `null`.
 */
export async function findForgeries(
  records: readonly (Sealed | null)[],
  sender: SentBy,
  makers: Makers,
  fits: typeof fitsKey,
): Promise<(RecordProblem | null)[]> {
  const known = new Map<string, Maker | null>();
  const find = (device: string): Maker | null => {
    const found = known.get(device);
    if (found !== undefined) return found;
    const maker = makers.find(device) ?? standIn();
    known.set(device, maker);
    return maker;
  };
  /**
   * A server that was restored does not know who joined since, but the tablet is enrolled anew and still has its key, or
   * still has none.
   */
  const standIn = (): Maker | null => {
    const own = makers.find(sender.device);
    return own && { mustSign: sender.signs, keys: sender.signs ? own.keys : [] };
  };
  const isKnown = (device: string) => makers.find(device) !== null;

  let checks = 0;
  const isSigned = async ({ record }: Sealed, sig: string, keys: readonly string[]) => {
    const text = Buffer.from(signedText(headText(record), record.sealed));
    for (const key of keys) {
      if (++checks % CHECKS_A_TURN === 0) await nextTurn();
      if (fits(key, text, sig)) return true;
    }
    return false;
  };

  const problems = records.map((): RecordProblem | null => null);
  /** By tablet and epoch: the hash that the record at this place must have, by the word of a signature. */
  const vouched = new Map<string, { seq: number; hash: string }>();
  for (let at = records.length - 1; at >= 0; at--) {
    const sealed = records[at];
    if (!sealed) continue;
    const { device, epoch, seq, prev, sig } = sealed.record;
    const maker = find(device);
    const place = `${device} ${epoch}`;
    const expected = vouched.get(place);
    if (!maker) problems[at] = 'unknown-device';
    else if (sig === null)
      problems[at] =
        maker.mustSign && (!isKnown(device) || makers.mustSign(device, sender)) ? 'signature-missing' : null;
    else if ((expected?.seq === seq && expected.hash === sealed.hash) || (await isSigned(sealed, sig, maker.keys)))
      vouched.set(place, { seq: seq - 1, hash: prev });
    else problems[at] = isKnown(device) ? 'signature-wrong' : 'unknown-device';
  }
  return problems;
}
