/** How a draft becomes the line that is stored, chained and sent. It is made once; every retry sends these bytes. */
import { canonicalBody, type Draft, type Identity } from '../domain/submission.ts';

/** @returns one line of JSON, without a line break. */
export type MakeLine = (draft: Draft, identity: Identity) => Promise<string>;

/** For a tablet that knows of no sealing key: the canonical body as it is. */
export const plainLine: MakeLine = (draft, identity) => Promise.resolve(canonicalBody(draft, identity));
