/** Ballots one by one, for the administrator who has to take out what was a test, a duplicate or struck out. No time, no words. */
import * as z from 'zod/mini';
import { BallotAnswer } from './remark.ts';
import { SubmissionId } from './submission.ts';
import { Words } from './survey.ts';

export const VoidReason = z.literal(['test', 'duplicate', 'struck-out', 'other']);
export type VoidReason = z.infer<typeof VoidReason>;
export const VOID_REASONS: readonly VoidReason[] = ['test', 'duplicate', 'struck-out', 'other'];

/** `other` says in words why. */
export const VoidBody = z
  .strictObject({ reason: VoidReason, note: z.string().check(z.trim(), z.maxLength(500)) })
  .check(z.refine(({ reason, note }) => reason !== 'other' || note !== ''));
export type VoidBody = z.infer<typeof VoidBody>;

export const VoidMark = z.object({ reason: VoidReason, note: z.string(), by: z.string(), at: z.int() });
export type VoidMark = z.infer<typeof VoidMark>;

export const VoidReply = z.object({ id: SubmissionId });

export const BallotItem = z.object({
  id: SubmissionId,
  day: z.string(),
  counter: z.object({ id: z.string(), name: z.string() }),
  field: z.nullable(Words),
  stage: z.nullable(Words),
  channel: z.string(),
  answers: z.array(BallotAnswer),
  hasRemark: z.boolean(),
  /** Why it does not count; `null` where it does. */
  isVoid: z.nullable(VoidMark),
});
export type BallotItem = z.infer<typeof BallotItem>;

export const BallotList = z.object({
  ballots: z.array(BallotItem),
  /** `after` of the next request; `null` at the end. */
  next: z.nullable(z.string()),
  total: z.int(),
  voids: z.int(),
});
export type BallotList = z.infer<typeof BallotList>;
