/** What the dashboard and the server tell each other about surveys: versions, the draft, and criteria joined for a report. */
import * as z from 'zod/mini';
import { SurveyDraft } from './survey-draft.ts';
import { Merges } from './survey-merge.ts';
import { Survey } from './survey.ts';

const Day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const Revision = z.int().check(z.minimum(0));

export const SurveyVersion = z.object({
  survey: Survey,
  /** The first day on which it is asked, in the office's zone. */
  validFrom: z.string(),
  /** Milliseconds since 1970. */
  publishedAt: z.int(),
  /** Taken back before its day. */
  withdrawnAt: z.nullable(z.int()),
  /** A name; '' where it was a command. */
  publishedBy: z.string(),
});
export type SurveyVersion = z.infer<typeof SurveyVersion>;

export const DraftState = z.object({
  /** One more with each save; a save names the one that it goes on from. */
  revision: Revision,
  /** The version that held when it was begun. */
  base: z.int(),
  body: SurveyDraft,
  updatedBy: z.string(),
  updatedAt: z.int(),
});
export type DraftState = z.infer<typeof DraftState>;

/** A counter whose field or stage is set beforehand: a version without that field leaves it empty. */
const FixedCounter = z.object({
  id: z.string(),
  name: z.string(),
  field: z.nullable(z.string()),
  stage: z.nullable(z.string()),
});
export type FixedCounter = z.infer<typeof FixedCounter>;

export const SurveysReply = z.object({
  /** yyyy-MM-dd in the office's zone. */
  today: z.string(),
  /** The version that is asked today. */
  current: z.int(),
  /** Newest first. */
  versions: z.array(SurveyVersion),
  draft: z.nullable(DraftState),
  counters: z.array(FixedCounter),
  merges: Merges,
});
export type SurveysReply = z.infer<typeof SurveysReply>;

/** A draft, as it goes on from a revision (0: there was none). */
export const SaveDraft = z.strictObject({ revision: Revision, base: z.int(), body: SurveyDraft });
export type SaveDraft = z.infer<typeof SaveDraft>;
export const SavedDraft = z.object({ revision: Revision, updatedAt: z.int() });
export type SavedDraft = z.infer<typeof SavedDraft>;

export const DiscardDraft = z.strictObject({ revision: Revision });
/** The draft at this revision becomes the next version, from a day on. */
export const PublishDraft = z.strictObject({ revision: Revision, validFrom: Day });
export const PublishedVersion = z.object({ version: z.int() });
export type PublishedVersion = z.infer<typeof PublishedVersion>;
