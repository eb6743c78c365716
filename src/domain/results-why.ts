/** What the page "why" is given: the results, and the reasons by place and by hour of the week. */
import * as z from 'zod/mini';
import { ReasonTally, Results } from './results.ts';

/** Reasons of one group: only for criteria that the group shows. */
export const GroupReason = z.extend(ReasonTally, { id: z.string() });
export type GroupReason = z.infer<typeof GroupReason>;

/** Answers in one hour of the week (Monday 0:00 is 0). `counts` is `null` where they are too few to be shown. */
export const HourCell = z.object({
  hour: z.int(),
  /** '' is all criteria together. */
  criterion: z.string(),
  counts: z.nullable(z.object({ valid: z.int(), low: z.int() })),
});
export type HourCell = z.infer<typeof HourCell>;

export const HourReason = z.extend(ReasonTally, { hour: z.int() });
export type HourReason = z.infer<typeof HourReason>;

export const Why = z.object({
  results: Results,
  reasonsBefore: z.array(ReasonTally),
  counters: z.array(GroupReason),
  fields: z.array(GroupReason),
  stages: z.array(GroupReason),
  /** `null` where the view is narrowed by more than the counter: hours are kept by counter only. Paper has no hour. */
  hours: z.nullable(z.array(HourCell)),
  hourReasons: z.array(HourReason),
});
export type Why = z.infer<typeof Why>;
