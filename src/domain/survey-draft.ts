/**
 * A survey that is being written: the shape of a survey, with everything allowed to be missing, too long or too many, so
 * that nothing typed is lost before it is right. What stands against publishing it says survey-problems.ts.
 */
import * as z from 'zod/mini';
import { Method, OverallRule, type Survey } from './survey.ts';

const Text = z.string().check(z.maxLength(2000));
export const DraftWords = z.strictObject({ vi: Text, en: Text });
export type DraftWords = z.infer<typeof DraftWords>;

/** `~1`, `~2`…: what is new has its id only from publishing on (survey-ids.ts). */
const NEW = /^~\d{1,6}$/;
export const isNew = (id: string): boolean => NEW.test(id);
const DraftId = z.string().check(z.regex(/^([a-z0-9][a-z0-9-]{0,39}|~\d{1,6})$/));

export const DraftChoice = z.strictObject({ id: DraftId, label: DraftWords });
export type DraftChoice = z.infer<typeof DraftChoice>;
export const DraftCriterion = z.strictObject({
  id: DraftId,
  name: DraftWords,
  question: DraftWords,
  /** `null` while nothing is typed. */
  weight: z.nullable(z.number()),
  stages: z.array(DraftId).check(z.maxLength(40)),
  reasons: z.array(DraftChoice).check(z.maxLength(40)),
});
export type DraftCriterion = z.infer<typeof DraftCriterion>;

export const SurveyDraft = z.strictObject({
  title: DraftWords,
  invitation: DraftWords,
  wordingToConfirm: z.boolean(),
  goal: z.nullable(z.number()),
  method: Method,
  overall: OverallRule,
  order: z.literal(['best-first', 'worst-first']),
  levels: z.strictObject({
    1: DraftWords,
    2: z.optional(DraftWords),
    3: z.optional(DraftWords),
    4: z.optional(DraftWords),
    5: DraftWords,
  }),
  unknown: DraftWords,
  otherReason: DraftWords,
  stages: z.array(DraftChoice).check(z.maxLength(40)),
  fields: z.array(DraftChoice).check(z.maxLength(40)),
  criteria: z.array(DraftCriterion).check(z.maxLength(40)),
});
export type SurveyDraft = z.infer<typeof SurveyDraft>;

/** A published version, or a preset, as the beginning of a draft: all its ids stay. */
export function draftOf(survey: Survey): SurveyDraft {
  const { version: _, ...draft } = survey;
  return draft;
}

/** The next id for something new, different from all that this draft has. */
export function newId(draft: SurveyDraft): string {
  const ids = [
    ...draft.stages,
    ...draft.fields,
    ...draft.criteria,
    ...draft.criteria.flatMap(({ reasons }) => reasons),
  ].map(({ id }) => id);
  const numbers = ids.filter(isNew).map((id) => Number(id.slice(1)));
  return `~${Math.max(0, ...numbers) + 1}`;
}
