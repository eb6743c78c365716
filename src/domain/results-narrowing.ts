/** What results can be narrowed by, in any combination: a counter, a field, a stage, a channel. '' is "not recorded". */
import * as z from 'zod/mini';

export const DIMENSIONS = ['counter', 'field', 'stage', 'channel'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const Word = z.string().check(z.maxLength(40));
export const Narrowing = z.object({
  counter: z.optional(Word),
  field: z.optional(Word),
  stage: z.optional(Word),
  channel: z.optional(Word),
});
export type Narrowing = z.infer<typeof Narrowing>;

/** The dimensions that are narrowed, in their fixed order. */
export const narrowedBy = (narrowing: Narrowing): Dimension[] =>
  DIMENSIONS.filter((dimension) => narrowing[dimension] !== undefined);
