/** What stands behind a figure: what was divided by what, and what was left out. */

import type { CriterionFigure } from '../../domain/summary.ts';
import { partsOf } from '../../domain/summary-parts.ts';
import type { Page } from '../overview/page.ts';
import type { Fact } from './Explain.tsx';

type Of = Pick<Page, 'words' | 'format' | 'method' | 'summary' | 'results' | 'labels'>;

function quotient(
  { words, format }: Of,
  numerator: string,
  denominator: string,
  index: CriterionFigure['index'],
): Fact {
  const value = index ? `${numerator} ÷ ${denominator} = ${format.percent(format.index(index))}` : words.noData;
  return { name: words.explain.quotient, value };
}

/** Of one criterion. `figure.tally` may be that of a group. */
export function criterionFacts(of: Of, { index, tally }: Pick<CriterionFigure, 'index' | 'tally'>): Fact[] {
  const { words, format, method, results } = of;
  const { numerator, denominator } = partsOf(tally, method);
  const voided = results.voided.ballots.all;
  return [
    { name: words.explain.numerators[method], value: format.count(numerator) },
    { name: words.explain.denominators[method], value: format.count(denominator) },
    quotient(of, format.count(numerator), format.count(denominator), index),
    { name: words.explain.leftOut, value: words.excludedIs(format.count(tally.unknown), format.count(tally.blank)) },
    ...(voided > 0 ? [{ name: words.voided, value: format.count(voided) }] : []),
  ];
}

/** The two terms of the overall index, by the survey's rule. */
function overallTerms({ words, format, method, summary, results }: Of): [Fact, Fact, string, string] {
  const { rule, ballots } = summary;
  const asked = new Set(results.survey.criteria.map(({ id }) => id));
  const parts = summary.criteria.filter(({ id, index }) => index !== null && asked.has(id));
  const fact = (names: Record<typeof rule, string>, value: string): Fact => ({ name: names[rule], value });
  const terms = (numerator: string, denominator: string): [Fact, Fact, string, string] => [
    fact(words.explain.overallNumerators, numerator),
    fact(words.explain.overallDenominators, denominator),
    numerator,
    denominator,
  ];
  if (rule === 'allSatisfied') return terms(format.count(ballots.satisfied), format.count(ballots.valid));
  if (rule === 'pooled') {
    const sums = parts.map(({ tally }) => partsOf(tally, method));
    const sum = (of: 'numerator' | 'denominator') => format.count(sums.reduce((total, one) => total + one[of], 0));
    return terms(sum('numerator'), sum('denominator'));
  }
  const weightOf = (id: string) =>
    rule === 'weighted' ? (results.survey.criteria.find((one) => one.id === id)?.weight ?? 0) : 1;
  const list = parts.map(({ id, index }) => {
    const text = index ? format.index(index) : '';
    return rule === 'weighted' ? `${format.decimal(String(weightOf(id)))} × ${text}` : text;
  });
  const weights = parts.reduce((sum, { id }) => sum + weightOf(id), 0);
  return terms(`(${list.join(' + ')})`, format.decimal(String(weights)));
}

/** Of the overall index. */
export function overallFacts(of: Of): Fact[] {
  const { words, format, summary, results } = of;
  const { overall, ballots, criteria } = summary;
  const [numerator, denominator, above, below] = overallTerms(of);
  const sum = (name: 'unknown' | 'blank') =>
    format.count(criteria.reduce((total, { tally }) => total + tally[name], 0));
  return [
    numerator,
    denominator,
    quotient(of, above, below, overall.index),
    { name: words.explain.leftOut, value: words.excludedIs(sum('unknown'), sum('blank')) },
    { name: words.explain.emptyBallots, value: format.count(ballots.all - ballots.valid) },
    ...(results.voided.ballots.all > 0
      ? [{ name: words.voided, value: format.count(results.voided.ballots.all) }]
      : []),
  ];
}
