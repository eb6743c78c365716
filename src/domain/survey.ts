/**
 * The survey (bộ phiếu): criteria, levels, reasons, fields, stages, wording, method and goal. It is data with a version,
 * never code: a published version does not change, and each answer names the version that it answers.
 */
import * as z from 'zod/mini';

const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
/** The same words in both languages; Vietnamese is the original. */
export const Words = z.strictObject({
  vi: z.string().check(z.minLength(1), z.maxLength(500)),
  en: z.string().check(z.minLength(1), z.maxLength(500)),
});
export type Words = z.infer<typeof Words>;

export const Reason = z.strictObject({ id: Id, label: Words });
export type Reason = z.infer<typeof Reason>;

export const Criterion = z.strictObject({
  id: Id,
  name: Words,
  question: Words,
  /** Share in the `weighted` overall rule; whole or decimal, at least 0. */
  weight: z.number().check(z.minimum(0), z.maximum(1000)),
  /** Stages at which it is asked; empty means at every stage. */
  stages: z.array(Id).check(z.maxLength(10)),
  /** Offered after a level of 1 or 2. */
  reasons: z.array(Reason).check(z.maxLength(8)),
});
export type Criterion = z.infer<typeof Criterion>;

/** 5 is the best, 1 the worst. */
export const Level = z.literal([1, 2, 3, 4, 5]);
export type Level = z.infer<typeof Level>;
export const LEVELS: readonly Level[] = [1, 2, 3, 4, 5];

export const Method = z.literal(['top2', 'norm', 'mean5']);
export type Method = z.infer<typeof Method>;
export const OverallRule = z.literal(['criteriaMean', 'pooled', 'weighted', 'allSatisfied']);
export type OverallRule = z.infer<typeof OverallRule>;

const Choice = z.strictObject({ id: Id, label: Words });
export type Choice = z.infer<typeof Choice>;
const unique = <T extends { id: string }>(list: readonly T[]) =>
  new Set(list.map((one) => one.id)).size === list.length;

export const Survey = z
  .strictObject({
    version: z.int().check(z.minimum(1)),
    title: Words,
    invitation: Words,
    /** True until the commune has confirmed the wording from its official ballot. */
    wordingToConfirm: z.boolean(),
    /** Percent to reach; at most two decimals. */
    goal: z.number().check(z.minimum(0), z.maximum(100), z.multipleOf(0.01)),
    method: Method,
    overall: OverallRule,
    /** Which end of the scale is shown first. It never changes within a version. */
    order: z.literal(['best-first', 'worst-first']),
    /** The levels that are offered. The ends always are: a 5 is the best and a 1 the worst of every survey. */
    levels: z.strictObject({
      1: Words,
      2: z.optional(Words),
      3: z.optional(Words),
      4: z.optional(Words),
      5: Words,
    }),
    unknown: Words,
    otherReason: Words,
    stages: z.array(Choice).check(z.maxLength(4), z.refine(unique)),
    fields: z.array(Choice).check(z.maxLength(12), z.refine(unique)),
    criteria: z.array(Criterion).check(z.minLength(1), z.maxLength(12), z.refine(unique)),
  })
  .check(
    z.refine((survey) => {
      const stages = new Set(survey.stages.map((stage) => stage.id));
      return survey.criteria.every((criterion) => criterion.stages.every((stage) => stages.has(stage)));
    }, 'a criterion names a stage that the survey does not have'),
    z.refine(
      (survey) =>
        survey.criteria.every(({ reasons }) => unique(reasons) && reasons.every(({ id }) => id !== OTHER_REASON)),
      'reason ids must differ, and "other" is always offered by itself',
    ),
  );
export type Survey = z.infer<typeof Survey>;

/** The reason that every criterion offers besides its own. */
export const OTHER_REASON = 'other';
/** The levels that a survey, or a draft of one, offers, the worst first. */
export const levelsOf = <Label>({ levels }: { levels: Partial<Record<Level, Label | undefined>> }) =>
  LEVELS.flatMap((level) => {
    const label = levels[level];
    return label === undefined ? [] : [{ level, label }];
  });
/** Levels after which reasons are offered. */
export const asksReasons = (level: Level | 'unknown' | undefined): boolean => level === 1 || level === 2;

/** The criteria asked at a stage, in order. Without a stage (a counter that skips it) all are asked. */
export function criteriaAt(survey: Survey, stage: string | null): Criterion[] {
  return survey.criteria.filter(({ stages }) => stage === null || stages.length === 0 || stages.includes(stage));
}
