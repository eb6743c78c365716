/**
 * One record at the door: everything that could make it uncountable is found here, alone, so that no record of a batch
 * touches another. A record that came sealed is judged by the same rules once it is open (sealed-batch.ts).
 */
import { isUtf8 } from 'node:buffer';
import { hash as digest } from 'node:crypto';
import { safeParse } from 'zod/v4/core';
import type { RecordProblem } from '../domain/problem.ts';
import type { SealedRecord } from '../domain/sealed-record.ts';
import { BODY_LIMIT, findProblem, problemAt, type Submission, SubmissionId } from '../domain/submission.ts';
import { countedAt } from './clock.ts';
import type { Catalogue } from './store/catalogue.ts';
import type { Makers } from './store/record-makers.ts';
import { RecordShape } from './store/record-shape.ts';
import type { Checked } from './store/submissions.ts';
import { hasRepeatedKey, parseJson } from './strict-json.ts';

/** What the whole batch has in common. Times in milliseconds since 1970; `sentAt` by the tablet's clock. */
export interface Arrival {
  /** Who sent it, and whether it showed that with a key. */
  device: string;
  signs: boolean;
  sentAt: number;
  receivedAt: number;
  zone: string;
  /** store/record-makers.ts */
  mustSign: Makers['mustSign'];
}

/** A sealed record that was found to be from the tablet that it names. */
export interface Sealed {
  record: SealedRecord;
  /** As it came, and the SHA-256 of that. */
  line: string;
  hash: string;
}

export const idOf = (value: unknown): string | null => {
  if (value === null || typeof value !== 'object' || !('id' in value)) return null;
  const id = SubmissionId.safeParse(value.id);
  return id.success ? id.data : null;
};

const isSame = (inner: Submission, outer: SealedRecord) =>
  inner.id === outer.id &&
  inner.device === outer.device &&
  inner.epoch === outer.epoch &&
  inner.seq === outer.seq &&
  inner.prev === outer.prev;

/**
 * Checks the bytes of one plain line of a batch, or what a sealed one held. Never throws, whatever they are.
 * @param sealed the line that the body came in; then its bytes are what is hashed and kept.
 */
export function checkRecord(body: Uint8Array, arrival: Arrival, catalogue: Catalogue, sealed?: Sealed): Checked {
  const { device, sentAt, receivedAt, zone } = arrival;
  const hash = sealed ? sealed.hash : digest('sha256', body, 'hex');
  const refuse = (code: RecordProblem, value?: unknown): Checked => ({
    ok: false,
    id: sealed ? sealed.record.id : idOf(value),
    device,
    code,
    hash,
    body: sealed ? Buffer.from(sealed.line) : body,
    receivedAt,
  });
  if (body.length > BODY_LIMIT) return refuse('record-too-large');
  if (!isUtf8(body)) return refuse('record-malformed');
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8');
  const value = parseJson(text);
  if (value === undefined) return refuse('record-malformed');
  const parsed = safeParse(RecordShape, value);
  if (!parsed.success) return refuse(problemAt(parsed.error.issues[0]?.path ?? []), value);
  if (hasRepeatedKey(body, value)) return refuse('record-malformed', value);
  const submission = parsed.data;
  if (sealed && !isSame(submission, sealed.record)) return refuse('seal-differs');
  // Paper is typed in from a file; under its name nothing else may take its places.
  if (submission.channel === 'paper' || submission.device.startsWith('paper:')) return refuse('wrong-channel', value);
  const isForeign = submission.device !== device;
  if (!sealed && isForeign && arrival.mustSign(submission.device, arrival)) return refuse('signature-missing', value);
  const survey = catalogue.survey(submission.survey);
  if (!survey) return refuse('unknown-survey', value);
  if (!catalogue.hasCounter(submission.counter)) return refuse('unknown-counter', value);
  const found = findProblem(submission, survey);
  if (found) return refuse(found, value);
  const { day, hour, note: clock } = countedAt(submission.answeredAt, sentAt, receivedAt, zone);
  const isUnsigned = !sealed || sealed.record.sig === null;
  // One note a record: first what moved it to another day, then who sent it. That it is not signed can be read from the line.
  const note = clock ?? (isForeign ? 'other-device' : isUnsigned ? 'unsigned' : null);
  const good = { ok: true, submission, survey, hash, body: text, day, hour, sentAt, receivedAt, note } as const;
  return sealed ? { ...good, sealed: sealed.line } : good;
}
