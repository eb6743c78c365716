/** What the page "compare" is given: the groups of the period, and the months up to its end. */
import * as z from 'zod/mini';
import { Results } from './results.ts';
import { Group } from './suppression.ts';
import { Method, OverallRule } from './survey.ts';

export const ComparedMonth = z.object({
  /** yyyy-MM is `group.id`. */
  group: Group,
  versions: z.array(z.int()),
});
export type ComparedMonth = z.infer<typeof ComparedMonth>;

export const Comparison = z.object({
  results: Results,
  /** Oldest first; months without ballots are not in it. */
  months: z.array(ComparedMonth),
  /** The versions that the months name. */
  surveys: z.array(z.object({ version: z.int(), method: Method, overall: OverallRule })),
});
export type Comparison = z.infer<typeof Comparison>;
