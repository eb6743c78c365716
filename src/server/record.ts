/**
 * One record at the door: its bytes are hashed as they came, and everything that could make it uncountable is found here,
 * alone, so that no record of a batch touches another.
 */
import { isUtf8 } from 'node:buffer';
import { hash as digest } from 'node:crypto';
import { safeParse } from 'zod/v4/core';
import type { RecordProblem } from '../domain/problem.ts';
import { BODY_LIMIT, findProblem, problemAt, SubmissionId } from '../domain/submission.ts';
import { countedAt } from './clock.ts';
import type { Catalogue } from './store/catalogue.ts';
import { RecordShape } from './store/record-shape.ts';
import type { Checked } from './store/submissions.ts';
import { hasRepeatedKey, parseJson } from './strict-json.ts';

/** What the whole batch has in common. Times in milliseconds since 1970; `sentAt` by the tablet's clock. */
export interface Arrival {
  device: string;
  sentAt: number;
  receivedAt: number;
  zone: string;
}

const idOf = (value: unknown): string | null => {
  if (value === null || typeof value !== 'object' || !('id' in value)) return null;
  const id = SubmissionId.safeParse(value.id);
  return id.success ? id.data : null;
};

/** Checks the bytes of one line of a batch. Never throws, whatever they are. */
export function checkRecord(body: Uint8Array, arrival: Arrival, catalogue: Catalogue): Checked {
  const { device, sentAt, receivedAt, zone } = arrival;
  const hash = digest('sha256', body, 'hex');
  const refuse = (code: RecordProblem, value?: unknown): Checked => ({
    ok: false,
    id: idOf(value),
    device,
    code,
    hash,
    body,
    receivedAt,
  });
  if (body.length > BODY_LIMIT) return refuse('record-too-large');
  if (!isUtf8(body)) return refuse('record-malformed');
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8');
  const value = parseJson(text);
  if (value === undefined) return refuse('record-malformed');
  const parsed = safeParse(RecordShape, value);
  if (!parsed.success) return refuse(problemAt(parsed.error.issues[0]?.path ?? []), value);
  if (hasRepeatedKey(body, text, value)) return refuse('record-malformed', value);
  const submission = parsed.data;
  // Paper is typed in from a file; under its name nothing else may take its places.
  if (submission.channel === 'paper' || submission.device.startsWith('paper:')) return refuse('wrong-channel', value);
  const survey = catalogue.survey(submission.survey);
  if (!survey) return refuse('unknown-survey', value);
  if (!catalogue.hasCounter(submission.counter)) return refuse('unknown-counter', value);
  const found = findProblem(submission, survey);
  if (found) return refuse(found, value);
  const { day, hour, note: clock } = countedAt(submission.answeredAt, sentAt, receivedAt, zone);
  // A tablet that was enrolled again still holds what it made before: it counts, and the note says so.
  const note = clock ?? (submission.device === device ? null : 'other-device');
  return { ok: true, submission, survey, hash, body: text, day, hour, sentAt, receivedAt, note };
}
