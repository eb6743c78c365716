/** The ballots of a view that were pointed out, and the figure without them: both are told, and neither is the true one. */
import * as z from 'zod/mini';
import { Tally } from './tally.ts';

/** How many ballots have a flag of a kind (domain/signal.ts); `far-from-peers` counts a counter and a week instead. */
export const FlaggedKind = z.object({ kind: z.string(), count: z.int() });
export type FlaggedKind = z.infer<typeof FlaggedKind>;

export const Flagged = z.object({
  /** Ballots with at least one flag; void ones are not among them. How many says nothing about what was answered. */
  ballots: z.int(),
  /**
   * What all others say. `null` where that is not told: nothing is flagged, or so few that the difference from the total
   * would tell what single people answered.
   */
  without: z.nullable(Tally),
  /** Of the whole office only; empty in a narrowed view. A ballot may have flags of several kinds. */
  kinds: z.array(FlaggedKind),
});
export type Flagged = z.infer<typeof Flagged>;
