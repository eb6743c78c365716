/**
 * A submission (phiếu) is made once, on the tablet, with its id, its place in that tablet's gapless sequence and the hash
 * of the one before. Its canonical body (one line of JSON) is what is stored, hashed and sent; it never changes.
 */
import * as z from 'zod/mini';
import type { RecordProblem } from './problem.ts';
import { asksReasons, criteriaAt, Level, OTHER_REASON, type Survey } from './survey.ts';

export const RECORD_VERSION = 1;
/** In code points, as a person counts. */
export const REMARK_LIMIT = 2000;
/** The longest canonical body in UTF-8 bytes: a full remark of 4-byte characters and every reason of 12 criteria fit. */
export const BODY_LIMIT = 16_384;
/** The `prev` of the first record of an epoch. */
export const NO_PREVIOUS = '0'.repeat(64);

const Id = z.string().check(z.maxLength(40));
/** Milliseconds since 1970 by the clock of the tablet: a claim, 1970 to 2106. */
const Instant = z.int().check(z.minimum(0), z.maximum(4_294_967_295_000));
export const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const SubmissionId = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/** An unanswered criterion has no entry at all: it is blank, never a default. */
export const Answer = z.strictObject({
  criterion: Id,
  level: z.union([Level, z.literal('unknown')]),
  reasons: z.optional(z.array(Id).check(z.maxLength(10))),
});
export type Answer = z.infer<typeof Answer>;

export const Submission = z.strictObject({
  v: z.literal(RECORD_VERSION),
  id: SubmissionId,
  device: z.string().check(z.maxLength(64)),
  /** One life of the tablet's storage; a new one starts its sequence at 1. */
  epoch: z.int().check(z.minimum(1)),
  seq: z.int().check(z.minimum(1)),
  prev: Hash,
  survey: z.int().check(z.minimum(1)),
  counter: Id,
  field: z.nullable(Id),
  stage: z.nullable(Id),
  channel: z.literal(['kiosk', 'assisted', 'paper', 'link']),
  language: z.literal(['vi', 'en']),
  /** `left`: the citizen went away, and the answered criteria were kept. */
  end: z.literal(['finished', 'left']),
  answeredAt: Instant,
  /** From the first tap to the end, by the monotonic clock. */
  tookMs: z.int().check(z.minimum(0), z.maximum(86_400_000)),
  answers: z.array(Answer).check(z.maxLength(20)),
  remark: z.nullable(z.string()),
});
export type Submission = z.infer<typeof Submission>;

/** What a visit has gathered; everything but the identity. */
export type Draft = Omit<Submission, 'v' | 'id' | 'device' | 'epoch' | 'seq' | 'prev'>;
/** Who makes the record, and where it stands in the chain. */
export type Identity = Pick<Submission, 'id' | 'device' | 'epoch' | 'seq' | 'prev'>;

/** The canonical body: one line, keys in the order of the schema. Made once; every retry sends these bytes. */
export function canonicalBody(draft: Draft, identity: Identity): string {
  const { id, device, epoch, seq, prev } = identity;
  const { survey, counter, field, stage, channel, language, end, answeredAt, tookMs, answers, remark } = draft;
  const submission: Submission = {
    v: RECORD_VERSION,
    id,
    device,
    epoch,
    seq,
    prev,
    survey,
    counter,
    field,
    stage,
    channel,
    language,
    end,
    answeredAt,
    tookMs,
    answers,
    remark,
  };
  return JSON.stringify(submission);
}

// NUL and the other control characters, except tab and line feed; U+2028/9 are harmless text.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** A remark as it may be stored: trimmed, NFC, line ends as `\n`, without control characters; `null` if nothing is left. */
export function cleanRemark(text: string): string | null {
  const clean = Array.from(text.replace(/\r\n?/g, '\n').normalize('NFC'))
    .filter((char) => !CONTROL.test(char) && !LONE_SURROGATE.test(char))
    .slice(0, REMARK_LIMIT)
    .join('')
    .trim();
  return clean === '' ? null : clean;
}

/**
 * Holds a record against the survey version that it names.
 * @returns the first problem found, or `null` when the answers can be counted.
 */
export function findProblem(submission: Submission, survey: Survey): RecordProblem | null {
  const { field, stage, remark, answers } = submission;
  if (field !== null && !survey.fields.some(({ id }) => id === field)) return 'unknown-field';
  if (stage !== null && !survey.stages.some(({ id }) => id === stage)) return 'unknown-stage';
  if (remark !== null) {
    if (LONE_SURROGATE.test(remark) || CONTROL.test(remark)) return 'text-invalid';
    if (remark.length > REMARK_LIMIT && Array.from(remark).length > REMARK_LIMIT) return 'text-too-long';
  }
  const asked = criteriaAt(survey, stage);
  const seen = new Set<string>();
  for (const answer of answers) {
    const criterion = asked.find(({ id }) => id === answer.criterion);
    if (!criterion)
      return survey.criteria.some(({ id }) => id === answer.criterion) ? 'criterion-not-asked' : 'unknown-criterion';
    if (seen.has(answer.criterion)) return 'criterion-repeated';
    seen.add(answer.criterion);
    if (answer.level !== 'unknown' && !survey.levels[answer.level]) return 'level-out-of-range';
    const reasons = answer.reasons ?? [];
    const known = (reason: string) => reason === OTHER_REASON || criterion.reasons.some(({ id }) => id === reason);
    if (!reasons.every(known) || new Set(reasons).size < reasons.length) return 'unknown-reason';
    if (reasons.length > 0 && !asksReasons(answer.level)) return 'unknown-reason';
  }
  return null;
}

/** Turns the place where a shape check failed into the code that names it. */
export function problemAt(path: readonly PropertyKey[]): RecordProblem {
  if (path[0] === 'v') return 'record-version';
  if (path[0] === 'answeredAt') return 'time-out-of-range';
  if (path[0] === 'answers' && path[2] === 'level') return 'level-out-of-range';
  return 'record-type';
}
