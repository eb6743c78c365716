/**
 * Counts to figures: index, interval and verdict. The only place with a percentage; whatever a person sees, on the result
 * page, in a report or on the command line, comes from here.
 */
import { add, compare, fraction, fromDecimal, over, times, toDecimal, toNumber, type Fraction } from './fraction.ts';
import type { Method, OverallRule, Survey } from './survey.ts';
import { base, type BallotTally, type CriterionTally, type Tally } from './tally.ts';

/** Below this many valid answers a figure is marked "cỡ mẫu nhỏ". */
export const SMALL_SAMPLE = 30;
const Z95 = 1.959963984540054;

/** Percent, 0 to 100. */
export interface Interval {
  low: number;
  high: number;
}
export type Verdict = 'met' | 'notMet' | 'noData';

export interface Figure {
  /** Valid answers (a criterion) or ballots with a valid answer (overall). */
  base: number;
  /** Percent, unrounded and exact; `null` without data: not 0, not 100, and in no mean. */
  index: Fraction | null;
  interval: Interval | null;
  verdict: Verdict;
  /** False while the goal lies inside the interval: chance could turn the verdict. */
  certain: boolean;
  small: boolean;
}
export interface CriterionFigure extends Figure {
  id: string;
  tally: CriterionTally;
}
export interface Summary {
  method: Method;
  rule: OverallRule;
  goal: number;
  ballots: BallotTally;
  criteria: CriterionFigure[];
  overall: Figure;
  /** Criteria with data, and how many of them are below the goal: the second reading of "trên 06 tiêu chí". */
  judged: number;
  below: number;
}

/**
 * Wilson score interval, 95 %, in percent (E. B. Wilson 1927).
 * @param share proportion between 0 and 1. For a mean of scores on [0, 1] the interval is on the safe side, because the
 * variance of such a score is never above share·(1 − share).
 */
export function wilson(share: number, n: number): Interval {
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, (centre - half) * 100), high: Math.min(100, (centre + half) * 100) };
}

const sum = (tally: CriterionTally, score: (level: number) => number) =>
  tally.levels.reduce((total, n, i) => total + score(i + 1) * n, 0);

/** Index of one criterion in percent, exactly; `null` when V = 0. */
export function indexOf(tally: CriterionTally, method: Method): Fraction | null {
  const valid = base(tally);
  if (valid === 0) return null;
  switch (method) {
    case 'top2':
      return fraction(100 * sum(tally, (level) => (level >= 4 ? 1 : 0)), valid);
    case 'norm':
      return fraction(100 * sum(tally, (level) => level - 1), 4 * valid);
    case 'mean5':
      return fraction(100 * sum(tally, (level) => level), 5 * valid);
  }
}

/** `mean5` runs from 20 to 100, so its interval is that of the same scores on 0 to 100, moved. */
function intervalOf(tally: CriterionTally, method: Method): Interval | null {
  const index = indexOf(tally, method === 'mean5' ? 'norm' : method);
  if (!index) return null;
  const interval = wilson(toNumber(index) / 100, base(tally));
  return method === 'mean5' ? { low: 20 + 0.8 * interval.low, high: 20 + 0.8 * interval.high } : interval;
}

/** Share of each level, 1 to 5, among the valid answers, in percent, exactly; `null` when V = 0. */
export function levelShares(tally: CriterionTally): Fraction[] | null {
  const valid = base(tally);
  return valid === 0 ? null : tally.levels.map((n) => fraction(100 * n, valid));
}

function figure(index: Fraction | null, interval: Interval | null, n: number, goal: number): Figure {
  const verdict = index === null ? 'noData' : compare(index, fromDecimal(goal)) >= 0 ? 'met' : 'notMet';
  const certain = interval !== null && (interval.low >= goal || interval.high < goal);
  return { base: n, index, interval, verdict, certain, small: n < SMALL_SAMPLE };
}

/** Mean of the parts by their weights; parts without data, or without weight, take no part. */
function weightedMean(parts: { index: Fraction | null; interval: Interval | null; weight: Fraction }[]) {
  let total = fraction(0);
  let weights = fraction(0);
  const interval = { low: 0, high: 0 };
  for (const part of parts) {
    if (!part.index || !part.interval || part.weight.num === 0n) continue;
    total = add(total, times(part.index, part.weight));
    weights = add(weights, part.weight);
    interval.low += part.interval.low * toNumber(part.weight);
    interval.high += part.interval.high * toNumber(part.weight);
  }
  if (weights.num === 0n) return { index: null, interval: null };
  const scale = toNumber(weights);
  return { index: over(total, weights), interval: { low: interval.low / scale, high: interval.high / scale } };
}

/**
 * The overall index by a rule. Its interval is the mean of the criteria's bounds by the same weights: one citizen answers
 * all six, so the criteria rise and fall together, and only this width holds whatever their correlation is.
 */
export function overallFigure(tally: Tally, survey: Survey, method: Method, rule: OverallRule): Figure {
  const { ballots } = tally;
  if (rule === 'allSatisfied') {
    const some = ballots.valid > 0;
    const index = some ? fraction(100 * ballots.satisfied, ballots.valid) : null;
    return figure(
      index,
      some ? wilson(ballots.satisfied / ballots.valid, ballots.valid) : null,
      ballots.valid,
      survey.goal,
    );
  }
  const weightOf = (one: CriterionTally): Fraction => {
    if (rule === 'pooled') return fraction(base(one));
    if (rule === 'criteriaMean') return fraction(1);
    return fromDecimal(survey.criteria.find(({ id }) => id === one.id)?.weight ?? 0);
  };
  const mean = weightedMean(
    tally.criteria.filter(isAsked(survey)).map((one) => ({
      index: indexOf(one, method),
      interval: intervalOf(one, method),
      weight: weightOf(one),
    })),
  );
  return figure(mean.index, mean.interval, ballots.valid, survey.goal);
}

/** A criterion that only an older version has is shown, and takes no part in what is said of the whole. */
const isAsked = (survey: Survey) => {
  const ids = new Set(survey.criteria.map(({ id }) => id));
  return ({ id }: { id: string }) => ids.has(id);
};

/** Everything that is shown for one tally. `method` and `rule` are the survey's unless given. */
export function summarise(
  tally: Tally,
  survey: Survey,
  method: Method = survey.method,
  rule: OverallRule = survey.overall,
): Summary {
  const criteria = tally.criteria.map((one) => ({
    ...figure(indexOf(one, method), intervalOf(one, method), base(one), survey.goal),
    id: one.id,
    tally: one,
  }));
  return {
    method,
    rule,
    goal: survey.goal,
    ballots: tally.ballots,
    criteria,
    overall: overallFigure(tally, survey, method, rule),
    judged: criteria.filter(isAsked(survey)).filter(({ verdict }) => verdict !== 'noData').length,
    below: criteria.filter(isAsked(survey)).filter(({ verdict }) => verdict === 'notMet').length,
  };
}

/**
 * An index as it is printed: two decimals, half up, with a point; more decimals where rounding would put it on the other
 * side of the goal (84.996 against 85 is "84.996", never "85.00").
 */
export function printIndex(index: Fraction, goal: number, decimals = 2): string {
  const target = fromDecimal(goal);
  const side = Math.sign(compare(index, target));
  for (let places = decimals; ; places++) {
    const text = toDecimal(index, places);
    const [whole = '', part = ''] = text.split('.');
    const shown = fraction(BigInt(whole + part), 10n ** BigInt(part.length));
    if (Math.sign(compare(shown, target)) === side || places >= decimals + 15) return text;
  }
}
