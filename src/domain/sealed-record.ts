/**
 * A record as it lies on the tablet's disk and travels: what was answered is sealed to the server's public key, and only
 * what orders the records is in the open. One line of JSON with its keys in this order; the tablet makes it once, and its
 * SHA-256 is the record's hash, which the next record names as `prev`.
 */
import * as z from 'zod/mini';
import { Submission } from './submission.ts';

export const SEALED_VERSION = 2;
/** The longest line: a full remark of 4-byte characters and every reason, padded, sealed and in base64url. */
export const LINE_LIMIT = 26_000;
/** Every sealed text is filled up to a multiple of this, so that its length does not tell whether there is a remark. */
export const PADDING_BYTES = 1024;

const Base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/));
/** ECDSA P-256 over SHA-256, the 64 bytes r and s. The last character holds two bits: written in one way only, as a record has one hash. */
const Signature = z.string().check(z.regex(/^[A-Za-z0-9_-]{85}[AQgw]$/));

const { id, device, epoch, seq, prev } = Submission.shape;
export const SealedRecord = z.strictObject({
  v: z.literal(SEALED_VERSION),
  id,
  device,
  epoch,
  seq,
  prev,
  /** Which of the server's sealing keys it is sealed to. */
  key: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)),
  /** The encapsulated key of the tablet's sealing session (RFC 9180), the same for all records since the app started. */
  enc: Base64Url,
  /** AES-256-GCM: 12 bytes nonce, then the canonical body of the Submission, padded with spaces, then the tag. */
  sealed: Base64Url,
  /** By the device's key over everything before it; `null` from a tablet that could not keep a key. */
  sig: z.nullable(Signature),
});
export type SealedRecord = z.infer<typeof SealedRecord>;

/** What is in the open and bound to what is sealed. */
export type SealedHead = Omit<SealedRecord, 'v' | 'sealed' | 'sig'>;

/** The beginning of the line, without the sealed text: the additional data of the seal. */
export function headText({ id, device, epoch, seq, prev, key, enc }: SealedHead): string {
  return JSON.stringify({ v: SEALED_VERSION, id, device, epoch, seq, prev, key, enc }).slice(0, -1);
}
/** The line up to the signature: what is signed. */
export const signedText = (head: string, sealed: string): string => `${head},"sealed":"${sealed}"`;
/** The whole line. */
export const lineText = (signed: string, sig: string | null): string => `${signed},"sig":${JSON.stringify(sig)}}`;

/** Holds a line against what was read from it: true when the line is the one and only way to write it. */
export const isCanonical = (line: string, record: SealedRecord): boolean =>
  lineText(signedText(headText(record), record.sealed), record.sig) === line;

/** Fills a body up with spaces, which JSON passes over. @param bytes its length in UTF-8. */
export const padded = (body: string, bytes: number): string =>
  body + ' '.repeat((PADDING_BYTES - (bytes % PADDING_BYTES)) % PADDING_BYTES);
