/** Makes the line that is stored, hashed, chained and sent: seals the answers of a draft, and signs the whole. */
import { headText, lineText, signedText } from '../domain/sealed-record.ts';
import { canonicalBody, type Draft, type Identity } from '../domain/submission.ts';
import type { SealingSession } from './session.ts';
import { sign, type KeyPair } from './sign.ts';

/** @param keys of the device; `null` for a tablet that could not keep any: then the line is not signed. */
export async function sealedLine(
  draft: Draft,
  identity: Identity,
  session: SealingSession,
  keys: Pick<KeyPair, 'privateKey'> | null,
): Promise<string> {
  const head = { ...identity, key: session.key, enc: session.enc };
  const sealed = await session.seal(head, canonicalBody(draft, identity));
  const signed = signedText(headText(head), sealed);
  return lineText(signed, keys && (await sign(keys, signed)));
}
