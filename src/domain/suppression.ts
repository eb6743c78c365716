/**
 * Small groups say too much about single people: in a breakdown a cell with 1 to 4 valid answers is hidden, and so is the
 * next smallest when the hidden one could otherwise be had by subtracting the rest from the total.
 */
import * as z from 'zod/mini';
import { base, BallotTally, CriterionTally, type Tally } from './tally.ts';

export const SMALLEST_SHOWN = 5;

/** One part of a breakdown. `null` is hidden; the number of ballots says nothing about what was answered, and stays. */
export const Group = z.object({
  id: z.string(),
  ballots: z.int(),
  shown: z.object({
    ballots: z.nullable(BallotTally),
    criteria: z.array(z.nullable(CriterionTally)),
  }),
});
export type Group = z.infer<typeof Group>;

/** True for a group of 1 to 4; 0 is not small, since it says nothing about anyone. */
export const isSmall = (base: number, smallest = SMALLEST_SHOWN): boolean => base > 0 && base < smallest;

/**
 * Which of the cells of one column must be hidden.
 * @param bases valid answers per cell; 0 is not hidden, since it says nothing about anyone.
 * @param already cells that are hidden whatever their size; without it the small ones are.
 */
export function hiddenCells(
  bases: readonly number[],
  smallest = SMALLEST_SHOWN,
  already: readonly boolean[] = bases.map((n) => isSmall(n, smallest)),
): boolean[] {
  const hidden = [...already];
  if (!hidden.includes(true)) return hidden;
  const rest = bases
    .map((n, i) => ({ n, i }))
    .filter(({ n, i }) => n > 0 && !hidden[i])
    .sort((a, b) => a.n - b.n || a.i - b.i);
  for (const { i } of rest) {
    const members = bases.filter((_, at) => hidden[at]);
    if (members.length > 1 && members.reduce((sum, n) => sum + n, 0) >= smallest) break;
    hidden[i] = true;
  }
  return hidden;
}

/** Hides the small cells of a breakdown, column by column. Every group lists the same criteria in the same order. */
export function suppress(groups: readonly { id: string; tally: Tally }[]): Group[] {
  const width = groups[0]?.tally.criteria.length ?? 0;
  const columns = Array.from({ length: width }, (_, c) =>
    hiddenCells(groups.map(({ tally }) => (tally.criteria[c] ? base(tally.criteria[c]) : 0))),
  );
  const ballots = hiddenCells(groups.map(({ tally }) => tally.ballots.valid));
  return groups.map(({ id, tally }, g) => groupOf(id, tally, ballots[g] ?? true, (c) => columns[c]?.[g] ?? true));
}

/** One part of a breakdown, given what of it is hidden: its ballots, and each of its criteria by place. */
export const groupOf = (id: string, tally: Tally, ballots: boolean, criterion: (at: number) => boolean): Group => ({
  id,
  ballots: tally.ballots.all,
  shown: {
    ballots: ballots ? null : tally.ballots,
    criteria: tally.criteria.map((one, at) => (criterion(at) ? null : one)),
  },
});

/** The tally of a group if nothing in it is hidden; only then may an overall index be shown, or the rest follows from it. */
export function openTally({ shown }: Group): Tally | null {
  const criteria = shown.criteria.filter((one) => one !== null);
  if (shown.ballots === null || criteria.length < shown.criteria.length) return null;
  return { ballots: shown.ballots, criteria };
}
