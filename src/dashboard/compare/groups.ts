/**
 * Groups as points of a funnel: a share of people who each count once. Over all criteria that is the share of ballots that
 * are satisfied throughout, since the answers of one person hang together and would make the funnel too narrow.
 */
import { type Fraction, toNumber } from '../../domain/fraction.ts';
import { funnelPlace, type FunnelPlace } from '../../domain/funnel.ts';
import { shareOf } from '../../domain/summary-parts.ts';
import type { Group } from '../../domain/suppression.ts';
import { base, type CriterionTally, type Tally } from '../../domain/tally.ts';

export interface Share {
  satisfied: number;
  valid: number;
}
export interface FunnelPoint extends Share {
  id: string;
  index: Fraction;
  /** The same in percent, for drawing. */
  percent: number;
  place: FunnelPlace;
}
export interface FunnelData {
  mean: Fraction;
  points: FunnelPoint[];
  /** Ids of groups that are too small to be shown. */
  hidden: string[];
}

const ofCriterion = (one: CriterionTally): Share => ({ satisfied: one.levels[3] + one.levels[4], valid: base(one) });

/** `null` is hidden. @param criterion `null` is all: the ballots. */
function shareIn({ shown }: Pick<Group, 'shown'>, criterion: string | null, at: number): Share | null {
  if (criterion === null) return shown.ballots;
  const one = shown.criteria[at];
  return one ? ofCriterion(one) : null;
}

/** @returns `null` where the whole has no answers. */
export function funnelOf(groups: readonly Group[], total: Tally, criterion: string | null): FunnelData | null {
  const at = total.criteria.findIndex(({ id }) => id === criterion);
  const whole = shareIn({ shown: total }, criterion, at);
  const mean = whole && shareOf(whole.satisfied, whole.valid);
  if (!mean) return null;
  const points: FunnelPoint[] = [];
  const hidden: string[] = [];
  for (const group of groups) {
    const share = shareIn(group, criterion, at);
    const figure = share && shareOf(share.satisfied, share.valid);
    if (!share) hidden.push(group.id);
    else if (figure) {
      const percent = toNumber(figure.index);
      const place = funnelPlace(percent, share.valid, toNumber(mean.index));
      points.push({ id: group.id, ...share, index: figure.index, percent, place });
    }
  }
  return { mean: mean.index, points, hidden };
}
