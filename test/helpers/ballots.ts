/** Valid submissions and batches, the same for the same seed. */
import { createHash } from 'node:crypto';
import { canonicalBody, type Draft, NO_PREVIOUS, type Submission } from '../../src/domain/submission.ts';
import type { Survey } from '../../src/domain/survey.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { BatchReply, batchText, type Envelope } from '../../src/domain/wire.ts';
import { drawDraft, randomFrom } from './drafts.ts';

export const hashOf = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('hex');

export interface Ballot {
  submission: Submission;
  body: string;
  hash: string;
}
export interface BallotMaker {
  /** The next record of this tablet; `change` replaces what was drawn. */
  next: (change?: Partial<Draft>) => Ballot;
  many: (count: number, change?: Partial<Draft>) => Ballot[];
}

/** A tablet that makes records, with a gapless sequence and a chain of hashes. */
export function ballotMaker(
  device: string,
  seed: number,
  {
    survey = SIX_CRITERIA,
    answeredAt = Date.now(),
    counters = ['quay-1', 'quay-2', 'quay-3'],
    epoch = 1,
  }: {
    survey?: Survey;
    answeredAt?: number;
    counters?: string[];
    epoch?: number;
  } = {},
): BallotMaker {
  const random = randomFrom(seed);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  let seq = 0;
  let prev = NO_PREVIOUS;

  const draw = () => drawDraft(random, { survey, counters, answeredAt });
  const next = (change: Partial<Draft> = {}): Ballot => {
    seq += 1;
    const id = `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    const draft = { ...draw(), ...change };
    const identity = { id, device, epoch, seq, prev };
    const body = canonicalBody(draft, identity);
    prev = hashOf(body);
    return { submission: { v: 1, ...identity, ...draft }, body, hash: prev };
  };
  return { next, many: (count, change) => Array.from({ length: count }, () => next(change)) };
}

export const NDJSON = 'application/x-ndjson';

/** The text of a batch. Bodies may be anything, also what is no record. */
export function batchOf(bodies: readonly string[], change: Partial<Envelope> = {}): string {
  const envelope: Envelope = { wire: 1, nonce: 'nonce-1234', sentAt: Date.now(), records: bodies.length, ...change };
  return batchText(envelope, bodies);
}

type Ask = (path: string, init: RequestInit) => Response | Promise<Response>;

/** @param ask `app.request`, or `fetch` with the address of a server before the path. */
export const postBatch = async (ask: Ask, token: string, body: BodyInit): Promise<Response> =>
  ask('/api/submissions', {
    method: 'POST',
    headers: { 'Content-Type': NDJSON, Authorization: `Bearer ${token}` },
    body,
  });

/** Sends a batch that must be answered with receipts. */
export async function sendBatch(ask: Ask, token: string, body: BodyInit): Promise<BatchReply> {
  const reply = await postBatch(ask, token, body);
  const text = await reply.text();
  if (reply.status !== 200) throw new Error(`${reply.status} ${text}`);
  return BatchReply.parse(JSON.parse(text));
}
