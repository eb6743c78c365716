/** A period's figures under keys that explain themselves: what the result page shows, for programs and for the table. */
import { toNumber } from '../../domain/fraction.ts';
import type { Results } from '../../domain/results.ts';
import { criterionWords } from '../../domain/survey-names.ts';
import type { Method, OverallRule } from '../../domain/survey.ts';
import { type Figure, overallFigure, printIndex, summarise } from '../../domain/summary.ts';

export const RULES: readonly OverallRule[] = ['criteriaMean', 'pooled', 'weighted', 'allSatisfied'];

/** Percent with a Vietnamese comma, as it is printed everywhere; `null` without data. */
function plainFigure({ base, index, interval, verdict, certain, small }: Figure, goal: number) {
  return {
    base,
    index: index && toNumber(index),
    shown: index && printIndex(index, goal).replace('.', ','),
    interval,
    verdict,
    certain,
    smallSample: small,
  };
}

/** @param method the survey's unless given; the verdicts are always those of the unrounded figures. */
export function summaryOf(results: Results, method: Method = results.survey.method) {
  const { survey, total, period, office, versions, channels } = results;
  const levels = results.scale.map(({ level, versions: of }) => ({ level, versions: of })).reverse();
  const { goal } = survey;
  const { criteria, below, judged } = summarise(total, survey, method);
  const overall = (rule: OverallRule) => plainFigure(overallFigure(total, survey, method, rule), goal);
  return {
    period: { from: period.from, to: period.to },
    office: { code: office.code, name: office.name },
    surveyVersion: survey.version,
    versions,
    method,
    goal,
    levels,
    ballots: { ...total.ballots },
    channels: Object.fromEntries(channels.map(({ id, ballots }) => [id, ballots])),
    criteria: criteria.map(({ id, tally, ...figure }) => ({
      id,
      name: criterionWords(results, id)?.vi ?? id,
      counts: Object.fromEntries(levels.map(({ level }) => [String(level), tally.levels[level - 1] ?? 0])),
      unknown: tally.unknown,
      blank: tally.blank,
      ...plainFigure(figure, goal),
    })),
    overall: {
      criteriaMean: overall('criteriaMean'),
      pooled: overall('pooled'),
      weighted: overall('weighted'),
      allSatisfied: overall('allSatisfied'),
    },
    criteriaBelow: below,
    criteriaJudged: judged,
  };
}
export type PlainSummary = ReturnType<typeof summaryOf>;
export type PlainFigure = PlainSummary['overall']['pooled'];
