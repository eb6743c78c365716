/**
 * A remark (ý kiến) as the survey team works with it. Its words belong to the ballot and never change; what is done about it is new, seen,
 * in hand or done. The day of a ballot is told, never the time.
 */
import * as z from 'zod/mini';
import { SubmissionId } from './submission.ts';
import { Words } from './survey.ts';
import { Day } from './working-days.ts';

export const RemarkStatus = z.literal(['new', 'seen', 'in-hand', 'done']);
export type RemarkStatus = z.infer<typeof RemarkStatus>;

/** In code points, as a person counts. */
export const NOTE_LIMIT = 2000;
export const TAG_LIMIT = 40;
const withinPoints = (limit: number) =>
  z.refine<string>((text) => text.length <= limit || Array.from(text).length <= limit);
const Sentence = z.string().check(z.trim(), withinPoints(NOTE_LIMIT));

/** A short free word of the office: small letters, single spaces. */
export const cleanTag = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}|\p{Cf}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
export const Tag = z.string().check(z.overwrite(cleanTag), z.minLength(1), withinPoints(TAG_LIMIT));

const Named = z.object({ id: z.string(), name: z.string() });
/** `soon`: at most five working days are left. */
export const DueState = z.literal(['none', 'open', 'soon', 'overdue']);
export type DueState = z.infer<typeof DueState>;

/** One remark of the list. */
export const RemarkItem = z.object({
  id: SubmissionId,
  day: z.string(),
  counter: Named,
  field: z.nullable(Words),
  stage: z.nullable(Words),
  channel: z.string(),
  /** Personal data masked. */
  words: z.string(),
  /** Something in the words looks like personal data. */
  personal: z.boolean(),
  lowest: z.nullable(z.int()),
  status: RemarkStatus,
  assignee: z.nullable(Named),
  due: z.nullable(z.string()),
  dueState: DueState,
  tags: z.array(z.string()),
  isVoid: z.boolean(),
});
export type RemarkItem = z.infer<typeof RemarkItem>;

/** How many in each status, void ballots left out. */
export const RemarkCounts = z.object({
  new: z.int(),
  seen: z.int(),
  'in-hand': z.int(),
  done: z.int(),
  overdue: z.int(),
});
export type RemarkCounts = z.infer<typeof RemarkCounts>;

export const RemarkList = z.object({
  remarks: z.array(RemarkItem),
  /** Where the next page begins: `after` of the next request; `null` at the end. */
  next: z.nullable(z.string()),
  /** How many the filter finds; `null` on a later page. */
  found: z.nullable(z.int()),
  counts: RemarkCounts,
});
export type RemarkList = z.infer<typeof RemarkList>;

/** One answer of the ballot. `level` is `null` for "Không biết". */
export const BallotAnswer = z.object({
  criterion: Words,
  level: z.nullable(z.int()),
  levelWords: Words,
  reasons: z.array(Words),
});
export type BallotAnswer = z.infer<typeof BallotAnswer>;

export const RemarkNote = z.object({ id: z.int(), author: z.string(), at: z.int(), text: z.string() });
export type RemarkNote = z.infer<typeof RemarkNote>;

/** One remark opened. The words stand as they were written. */
export const RemarkDetail = z.object({
  ...RemarkItem.shape,
  answers: z.array(BallotAnswer),
  notes: z.array(RemarkNote),
  outcome: z.string(),
  /** Counts the changes; a change names the version that it was made to. */
  version: z.int(),
});
export type RemarkDetail = z.infer<typeof RemarkDetail>;

export const TagCount = z.object({ tag: z.string(), count: z.int() });

/** What there is to choose from. */
export const RemarkOptions = z.object({
  counters: z.array(Named),
  fields: z.array(z.object({ id: z.string(), label: Words })),
  criteria: z.array(z.object({ id: z.string(), label: Words })),
  people: z.array(Named),
  tags: z.array(TagCount),
});
export type RemarkOptions = z.infer<typeof RemarkOptions>;

/** What is not named stays. A remark that is done has an outcome. */
export const RemarkChange = z.strictObject({
  version: z.int(),
  status: z.optional(RemarkStatus),
  /** accounts.id */
  assignee: z.optional(z.nullable(z.string())),
  due: z.optional(z.nullable(Day)),
  outcome: z.optional(Sentence),
});
export type RemarkChange = z.infer<typeof RemarkChange>;

export const RemarkNoteBody = z.strictObject({ text: Sentence.check(z.minLength(1)) });
export const RemarkTagBody = z.strictObject({
  add: z.array(Tag).check(z.maxLength(10)),
  remove: z.array(Tag).check(z.maxLength(10)),
});
/** Where `to` is there already, both become one. */
export const TagRename = z.strictObject({ from: Tag, to: Tag });
export const TagRenamed = z.object({ remarks: z.int(), tags: z.array(TagCount) });
export const RemarkExportSize = z.object({ count: z.int() });
