/** From how many ballots the figure comes and what was left out of it, each number with what it is made of. */
import { summarise } from '../../domain/summary.ts';
import { Explain } from '../charts/Explain.tsx';
import type { Fact } from '../charts/ExplainPanel.tsx';
import { inOrder } from './breakdown.ts';
import { type Page, usePage } from './page.ts';
import { addTallies } from './trend.ts';

interface BaseFact {
  name: string;
  value: number;
  note: string;
  facts: readonly Fact[];
}

/** The index as it would be with the void ballots: both figures are told. */
function voidedFact({ results, summary, words, format, method }: Page): BaseFact[] {
  const { voided, total, survey } = results;
  if (voided.ballots.all === 0) return [];
  const both = summarise(addTallies(total, voided), survey, method).overall;
  const known = voided.ballots.valid > 0 && summary.overall.index !== null && both.index !== null;
  const note = known && both.index ? words.voidedWith(format.index(both.index)) : words.voidedNote;
  const facts = [
    { name: words.validBallots, value: format.count(voided.ballots.valid) },
    { name: words.voidedNote, value: format.count(voided.ballots.all) },
    ...(known && summary.overall.index && both.index
      ? [
          { name: words.overallShort, value: format.index(summary.overall.index) },
          { name: words.voidedIncluded, value: format.index(both.index) },
        ]
      : []),
  ];
  return [{ name: words.voided, value: voided.ballots.all, note, facts }];
}

/** How far the ballots reach the sample rule; nothing where the number of transactions is not known. */
function coverageFact({ results, summary, words, format }: Page): BaseFact[] {
  const { coverage } = results;
  if (coverage === null) return [];
  const missing = coverage.needed - summary.ballots.valid;
  const state = missing > 0 ? words.coverageMissing(format.count(missing)) : words.coverageReached;
  const rule = words.coverageIs(format.count(coverage.needed), format.count(coverage.population));
  const facts = [
    { name: words.coverageRule, value: 'n = N ÷ (1 + N × 0,05²)'.replace(',', format.decimal('.')) },
    { name: words.coveragePopulation, value: format.count(coverage.population) },
    { name: words.coverageNeeded, value: format.count(coverage.needed) },
    { name: words.validBallots, value: format.count(summary.ballots.valid) },
  ];
  return [{ name: words.coverage, value: summary.ballots.valid, note: `${rule}: ${state}`, facts }];
}

export function Base() {
  const page = usePage();
  const { summary, words, format, labels, results } = page;
  const { ballots, criteria } = summary;
  const each = (of: 'unknown' | 'blank') =>
    criteria.map(({ id, tally }) => ({ name: labels.criterion(id), value: format.count(tally[of]) }));
  const unknown = criteria.reduce((sum, { tally }) => sum + tally.unknown, 0);
  const blank = criteria.reduce((sum, { tally }) => sum + tally.blank, 0);
  const facts: BaseFact[] = [
    {
      name: words.ballots,
      value: ballots.all,
      note: words.ballotsLeft(format.count(ballots.left)),
      facts: inOrder('channels', results).map(({ id, ballots: n }) => ({
        name: labels.group('channels', id),
        value: format.count(n),
      })),
    },
    {
      name: words.validBallots,
      value: ballots.valid,
      note: words.validNote,
      facts: [
        { name: words.ballots, value: format.count(ballots.all) },
        { name: words.explain.emptyBallots, value: format.count(ballots.all - ballots.valid) },
        { name: words.validBallots, value: format.count(ballots.valid) },
      ],
    },
    { name: words.unknown, value: unknown, note: words.answersOut, facts: each('unknown') },
    { name: words.blank, value: blank, note: words.blanksOut, facts: each('blank') },
    ...coverageFact(page),
    ...voidedFact(page),
  ];
  return (
    <dl class="facts">
      {facts.map(({ name, value, note, facts: parts }) => (
        <div class="fact" key={name}>
          <dt>{name}</dt>
          <dd>
            {/* Another key for another count: what changed is drawn anew and glows for a moment. */}
            <span class="fact-value" key={value}>
              <Explain label={name} facts={() => parts}>
                {format.count(value)}
              </Explain>
            </span>
            <span class="fact-note">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
