/**
 * Typing paper ballots in: a batch is one stack of paper from one day and counter, and its ballots are numbered from 1 in
 * the order of the stack. A ballot that was counted is never edited; with double entry nothing counts before two people
 * have typed the same.
 */
import * as z from 'zod/mini';
import { isDay } from './period.ts';
import { Counter } from './place.ts';
import { Answer, SubmissionId } from './submission.ts';
import { Survey } from './survey.ts';

const Id = z.string().check(z.maxLength(40));
const Day = z.string().check(z.refine(isDay));
const Count = z.int().check(z.minimum(0));

/** The largest stack; more is another batch. */
export const BATCH_SIZE = 1000;

/** `paper`: the citizen filled it in. `assisted`: a member of the team wrote down what the citizen said. */
export const PaperChannel = z.literal(['paper', 'assisted']);
export type PaperChannel = z.infer<typeof PaperChannel>;

/**
 * open: being typed. waiting: typed once, a second person is awaited. second: being typed again. differences: typed twice,
 * and somebody has to decide where the two differ. done: nothing more is typed.
 */
export const BatchState = z.literal(['open', 'waiting', 'second', 'differences', 'done']);
export type BatchState = z.infer<typeof BatchState>;

/** The first or the second time that a stack is typed. */
export const Pass = z.literal([1, 2]);
export type Pass = z.infer<typeof Pass>;

/** What a person says about a stack before typing. The id is made once, by the page, so that a retry opens no second one. */
export const NewBatch = z.strictObject({
  id: SubmissionId,
  day: Day,
  counter: Id,
  field: z.nullable(Id),
  stage: z.nullable(Id),
  channel: PaperChannel,
  /** Sheets in the stack, counted by hand. */
  size: z.nullable(z.int().check(z.minimum(1), z.maximum(BATCH_SIZE))),
  double: z.boolean(),
});
export type NewBatch = z.infer<typeof NewBatch>;

export const Batch = z.object({
  ...NewBatch.shape,
  counterName: z.string(),
  /** The version that held on that day. */
  survey: z.int(),
  state: BatchState,
  /** The name of who opened it. */
  openedBy: z.string(),
  /** Ballots typed the first and the second time. */
  typed: z.tuple([Count, Count]),
  counted: Count,
  /** Ballots that somebody has to decide about; 0 while the stack is being typed. */
  differences: Count,
  /** What the person who asks may type now. `same-person`: who has typed the stack once does not type it again. */
  mayType: z.union([Pass, z.literal(['nothing', 'same-person'])]),
});
export type Batch = z.infer<typeof Batch>;
export const BatchList = z.object({ batches: z.array(Batch) });

/** What stands on a sheet. */
export const BallotContent = z.strictObject({
  answers: z.array(Answer).check(z.maxLength(20)),
  remark: z.nullable(z.string()),
});
export type BallotContent = z.infer<typeof BallotContent>;

/** One sheet as it was typed; the id is made once, by the page. */
export const TypedBallot = z.strictObject({ id: SubmissionId, pass: Pass, ...BallotContent.shape });
export type TypedBallot = z.infer<typeof TypedBallot>;

/** `number`: the place that the ballot has been given in the stack. */
export const TypedReply = z.object({ number: z.int(), typed: z.tuple([Count, Count]) });
export type TypedReply = z.infer<typeof TypedReply>;

/** A ballot that was typed, as the person who types sees it again. */
export const RecentBallot = z.object({
  number: z.int(),
  /** The submission that it is counted as, or `null` where it is not counted yet. */
  submission: z.nullable(z.string()),
  content: BallotContent,
});
export type RecentBallot = z.infer<typeof RecentBallot>;

/** One number of the stack about which the two typings do not agree. `null`: typed by one of them only. */
export const BatchDifference = z.object({
  number: z.int(),
  first: z.nullable(BallotContent),
  second: z.nullable(BallotContent),
});
export type BatchDifference = z.infer<typeof BatchDifference>;

export const BatchDetail = z.object({
  batch: Batch,
  survey: Survey,
  /** The last ones of the typing that this person may go on with, newest first. */
  recent: z.array(RecentBallot),
  differences: z.array(BatchDifference),
});
export type BatchDetail = z.infer<typeof BatchDetail>;

/** `none`: there is no such sheet in the stack. `typed`: neither was right, and here is what stands on it. */
export const Decision = z.strictObject({
  number: z.int().check(z.minimum(1)),
  choose: z.literal(['first', 'second', 'none', 'typed']),
  typed: z.optional(z.strictObject({ id: SubmissionId, ...BallotContent.shape })),
});
export type Decision = z.infer<typeof Decision>;

export const CloseBatch = z.strictObject({ pass: Pass });

/** What a person needs to open a batch or to map the columns of a file: the survey of a day, and all counters. */
export const PaperSetup = z.object({
  survey: Survey,
  counters: z.array(z.object({ ...Counter.shape, retired: z.boolean() })),
});
export type PaperSetup = z.infer<typeof PaperSetup>;
