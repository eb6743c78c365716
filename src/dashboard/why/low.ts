/** How many answers were of level 1 or 2, of one criterion or of all; `null` where any of it is hidden. */
import { openTally, type Group } from '../../domain/suppression.ts';
import { base, type CriterionTally } from '../../domain/tally.ts';

export interface Low {
  low: number;
  valid: number;
}

export const lowOf = (criteria: readonly CriterionTally[]): Low =>
  criteria.reduce((sum, one) => ({ low: sum.low + one.levels[0] + one.levels[1], valid: sum.valid + base(one) }), {
    low: 0,
    valid: 0,
  });

/** Of one part of a breakdown. */
export function lowOfGroup(group: Group): Low | null {
  const criteria = group.shown.criteria.filter((one) => one !== null);
  // One criterion stands for itself; all together only where nothing at all is hidden.
  if (group.shown.criteria.length > 1) return openTally(group) && lowOf(criteria);
  return criteria.length === group.shown.criteria.length ? lowOf(criteria) : null;
}
