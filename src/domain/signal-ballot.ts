/** A ballot as the signals of staff entry look at it: where it stands in its tablet's sequence, when, how long, and what. */
import type { Submission } from './submission.ts';

type Said = Pick<
  Submission,
  'id' | 'device' | 'epoch' | 'seq' | 'channel' | 'end' | 'answeredAt' | 'tookMs' | 'answers' | 'counter'
>;
export interface SeenBallot extends Said {
  /** When it was answered, by the corrected clock, ms since 1970; `null` where nobody knows. */
  at: number | null;
}

export const msPerAnswer = ({ tookMs, answers }: Pick<SeenBallot, 'tookMs' | 'answers'>): number =>
  tookMs / Math.max(1, answers.length);
