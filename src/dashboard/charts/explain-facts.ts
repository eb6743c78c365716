/** What stands behind a figure: what was divided by what, and what was left out. */

import type { Group } from '../../domain/suppression.ts';
import { openTally } from '../../domain/suppression.ts';
import { summarise, type CriterionFigure, type Figure, type Summary } from '../../domain/summary.ts';
import { partsOf, shareOf } from '../../domain/summary-parts.ts';
import type { Page } from '../overview/page.ts';
import type { Fact } from './ExplainPanel.tsx';

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

/** The same page over a part of it: what the void ballots of the whole say is no fact of the part. */
export const partOf = <P extends Of>(of: P, summary: Summary): P => ({
  ...of,
  summary,
  results: { ...of.results, voided: { ...of.results.voided, ballots: { all: 0, left: 0, valid: 0, satisfied: 0 } } },
});

/** Of the overall index of one group; `null` where any of it is hidden. */
export function groupFacts<P extends Of>(of: P, group: Group): Fact[] | null {
  const open = openTally(group);
  return open && overallFacts(partOf(of, summarise(open, of.results.survey, of.method)));
}

/** How an interval came about. */
export function intervalFacts({ words, format }: Of, { base, interval }: Figure, overall: boolean): Fact[] {
  const bounds = interval && format.interval(interval, 2);
  return [
    { name: words.interval, value: bounds ? `${bounds.low} – ${bounds.high}` : words.noData },
    { name: words.baseLong, value: format.count(base) },
    { name: words.explain.how, value: overall ? words.explain.intervalOverall : words.explain.intervalOne },
  ];
}

/** How often a reason was chosen, held against the answers that were asked for one. */
export function reasonFacts({ words, format, labels, results }: Of, criterion: string, count: number): Fact[] {
  const tally = results.total.criteria.find(({ id }) => id === criterion);
  const low = tally && !results.hidden.criteria.includes(criterion) ? tally.levels[0] + tally.levels[1] : 0;
  const share = shareOf(count, low);
  return [
    { name: words.criterion, value: labels.criterion(criterion) },
    { name: words.explain.chosen, value: format.count(count) },
    ...(share
      ? [
          { name: words.explain.lowAnswers, value: format.count(low) },
          {
            name: words.explain.chosenPer,
            value: `${format.count(count)} ÷ ${format.count(low)} = ${format.share(share.index)}`,
          },
        ]
      : []),
    { name: words.explain.leftOut, value: words.explain.manyReasons },
  ];
}

/** How many chose a level, out of all valid answers to the criterion. @param level 1 to 5 */
export function levelFacts(
  { words, format }: Of,
  { tally, base }: CriterionFigure,
  level: number,
  share: string,
): Fact[] {
  const count = format.count(tally.levels[level - 1] ?? 0);
  return [
    { name: words.explain.levelAnswers, value: count },
    { name: words.baseLong, value: format.count(base) },
    { name: words.explain.quotient, value: `${count} ÷ ${format.count(base)} = ${format.percent(share)}` },
    { name: words.explain.leftOut, value: words.excludedIs(format.count(tally.unknown), format.count(tally.blank)) },
  ];
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
