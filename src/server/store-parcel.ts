/**
 * What travels between the thread that serves and the thread that stores. Whatever is handed over is copied value by value, and objects
 * with all their names: so records go as one list of plain values, and what can be read from a body again stays behind.
 */
import type { Submission } from '../domain/submission.ts';
import type { Survey } from '../domain/survey.ts';
import type { Accepted, Checked, Outcome, Refused } from './store/submissions.ts';

type Carried = Omit<Accepted, 'ok' | 'submission' | 'survey'>;
const FIELDS = [
  'hash',
  'body',
  'sealed',
  'day',
  'hour',
  'sentAt',
  'receivedAt',
  'note',
] as const satisfies (keyof Carried)[];
type Value = Carried[(typeof FIELDS)[number]];

export interface Packed {
  /** The fields of each good record, one after the other. */
  good: Value[];
  /** The others, each with its place among all. */
  refused: (Refused & { at: number })[];
}

export function pack(records: readonly Checked[]): Packed {
  const packed: Packed = { good: [], refused: [] };
  for (const [at, record] of records.entries())
    if (record.ok) for (const field of FIELDS) packed.good.push(record[field]);
    // Copied: a line is a part of its request's body, which would travel with it as a whole.
    else packed.refused.push({ ...record, body: Uint8Array.from(record.body), at });
  return packed;
}

/** @param surveyOf the survey of a version. @returns the records in the order in which they were packed. */
export function unpack({ good, refused }: Packed, surveyOf: (version: number) => Survey): Checked[] {
  const records: Checked[] = [];
  let next = 0;
  const total = good.length / FIELDS.length + refused.length;
  for (let at = 0, from = 0; at < total; at++) {
    const bad = refused[next];
    if (bad?.at === at) {
      const { at: _, ...record } = bad;
      records.push(record);
      next += 1;
      continue;
    }
    const [hash, body, sealed, day, hour, sentAt, receivedAt, note] = good.slice(from, (from += FIELDS.length));
    const carried = { hash, body, sealed, day, hour, sentAt, receivedAt, note } as Carried; // as `pack` lays them out
    const submission = JSON.parse(carried.body) as Submission; // checked where it came in
    records.push({ ok: true, submission, survey: surveyOf(submission.survey), ...carried });
  }
  return records;
}

/** Each outcome that there is, once, and which of them it is for each record. */
export interface PackedOutcomes {
  kinds: Outcome[];
  which: Uint8Array;
}

export function packOutcomes(outcomes: readonly Outcome[]): PackedOutcomes {
  const kinds: Outcome[] = [];
  const known = new Map<string, number>();
  const which = Uint8Array.from(outcomes, (outcome) => {
    const detail = outcome.status === 'stored' ? outcome.note : outcome.status === 'refused' ? outcome.code : '';
    const name = `${outcome.status} ${detail}`;
    let at = known.get(name);
    if (at === undefined) {
      known.set(name, (at = kinds.length));
      kinds.push(outcome);
    }
    return at;
  });
  return { kinds, which };
}

export const unpackOutcomes = ({ kinds, which }: PackedOutcomes): Outcome[] =>
  Array.from(which, (at) => {
    const outcome = kinds[at];
    if (!outcome) throw new Error('an outcome that nobody has named');
    return outcome;
  });
