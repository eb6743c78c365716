/**
 * What a rule finds: for each object whether it is bad, well again, or neither (too few answers, or within the margin),
 * when an alert stays as it is. A verdict compares unrounded values.
 */
import { MARGIN, type AnswerRule } from './alert-rules.ts';
import type { AlertObject, Measured } from './alert.ts';
import { add, compare, fromDecimal, type Fraction } from './fraction.ts';
import type { Period } from './period.ts';
import { indexOf, levelShares, overallFigure, printIndex } from './summary.ts';
import type { Survey } from './survey.ts';
import { base, emptyCriterion, type CriterionTally, type Tally } from './tally.ts';

export interface Finding {
  object: AlertObject;
  state: 'bad' | 'well' | 'between';
  /** Only of what is bad. */
  measured: Measured | null;
  /** When it last became bad, for what happens at a moment: an alert that was closed before is no longer about it. */
  renewedAt?: number;
}
export interface AnswerFacts {
  survey: Survey;
  period: Period;
  office: Tally;
  /** The counters in use. */
  counters: readonly { id: string; tally: Tally }[];
}

/** All criteria added up, for the share of levels over a whole ballot. */
function pooled({ criteria }: Tally): CriterionTally {
  const sum = emptyCriterion('');
  for (const { levels } of criteria) levels.forEach((n, i) => (sum.levels[i] = (sum.levels[i] ?? 0) + n));
  return sum;
}
const lowShare = (tally: CriterionTally): Fraction | null => {
  const [one, two] = levelShares(tally) ?? [];
  return one && two ? add(one, two) : null;
};

interface Part {
  object: AlertObject;
  value: Fraction | null;
  n: number;
  /** What the rule's minimum is held against. */
  basis: number;
}
function partsOf(rule: AnswerRule, { survey, office, counters }: AnswerFacts): Part[] {
  if (rule.scope === 'criterion')
    return office.criteria.map((tally) => ({
      object: { kind: 'criterion', id: tally.id },
      value: rule.kind === 'index' ? indexOf(tally, survey.method) : lowShare(tally),
      n: base(tally),
      basis: base(tally),
    }));
  const whole = (object: AlertObject, tally: Tally): Part => {
    const basis = tally.ballots.valid;
    if (rule.kind === 'index')
      return { object, value: overallFigure(tally, survey, survey.method, survey.overall).index, n: basis, basis };
    const all = pooled(tally);
    return { object, value: lowShare(all), n: base(all), basis };
  };
  if (rule.scope === 'office') return [whole({ kind: 'office', id: '' }, office)];
  return counters.map(({ id, tally }) => whole({ kind: 'counter', id }, tally));
}

export function answerFindings(rule: AnswerRule, facts: AnswerFacts): Finding[] {
  const limit = rule.kind === 'index' ? (rule.below ?? facts.survey.goal) : rule.above;
  const wellAt = rule.kind === 'index' ? Math.min(100, limit + MARGIN) : Math.max(0, limit - MARGIN);
  // Above 0: on the good side of the border.
  const side = (value: Fraction, border: number) =>
    compare(value, fromDecimal(border)) * (rule.kind === 'index' ? 1 : -1);
  return partsOf(rule, facts).map(({ object, value, n, basis }): Finding => {
    if (value === null || basis < rule.minimum) return { object, state: 'between', measured: null };
    if (side(value, limit) < 0)
      return {
        object,
        state: 'bad',
        measured: { kind: 'share', value: printIndex(value, limit), limit, n, ...facts.period },
      };
    return { object, state: side(value, wellAt) >= 0 ? 'well' : 'between', measured: null };
  });
}
