/** Tallies: whole counts, from which every figure is worked out. Unknown and blank are counted, and are never in a base. */
import * as z from 'zod/mini';
import { asksReasons, criteriaAt, type Survey } from './survey.ts';
import type { Submission } from './submission.ts';

const Count = z.int().check(z.minimum(0));

/** One criterion: answers at level 1 to 5, "Không biết", and ballots on which it was asked and left blank. */
export const CriterionTally = z.object({
  id: z.string(),
  levels: z.tuple([Count, Count, Count, Count, Count]),
  unknown: Count,
  blank: Count,
});
export type CriterionTally = z.infer<typeof CriterionTally>;

/** Ballots, those left before the end, those with a valid answer, and those whose every valid answer is 4 or 5. */
export const BallotTally = z.object({ all: Count, left: Count, valid: Count, satisfied: Count });
export type BallotTally = z.infer<typeof BallotTally>;

export const Tally = z.object({ ballots: BallotTally, criteria: z.array(CriterionTally) });
export type Tally = z.infer<typeof Tally>;

export const emptyCriterion = (id: string): CriterionTally => ({ id, levels: [0, 0, 0, 0, 0], unknown: 0, blank: 0 });
export const emptyBallots = (): BallotTally => ({ all: 0, left: 0, valid: 0, satisfied: 0 });

/** V: the answers that count, n1 + … + n5. */
export const base = ({ levels }: Pick<CriterionTally, 'levels'>): number => levels.reduce((sum, n) => sum + n, 0);

/** What one submission adds; `reasons` are pairs of criterion and reason. */
export function tallyOf(submission: Pick<Submission, 'answers' | 'stage' | 'end'>, survey: Survey) {
  const reasons: { criterion: string; reason: string }[] = [];
  const ballots: BallotTally = { all: 1, left: submission.end === 'left' ? 1 : 0, valid: 0, satisfied: 0 };
  let lowest = Infinity;
  const criteria = criteriaAt(survey, submission.stage).map(({ id }) => {
    const tally = emptyCriterion(id);
    const answer = submission.answers.find(({ criterion }) => criterion === id);
    if (!answer) tally.blank = 1;
    else if (answer.level === 'unknown') tally.unknown = 1;
    else {
      tally.levels[answer.level - 1] = 1;
      lowest = Math.min(lowest, answer.level);
      if (asksReasons(answer.level)) for (const reason of answer.reasons ?? []) reasons.push({ criterion: id, reason });
    }
    return tally;
  });
  if (lowest !== Infinity) ballots.valid = 1;
  if (lowest === 4 || lowest === 5) ballots.satisfied = 1;
  return { ballots, criteria, reasons };
}
