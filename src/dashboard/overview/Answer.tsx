/** The answer before all evidence: the index, its interval, both verdicts, and from how many ballots. */
import { SMALL_SAMPLE, summarise } from '../../domain/summary.ts';
import { SMALLEST_SHOWN } from '../../domain/suppression.ts';
import { Explain } from '../charts/Explain.tsx';
import { overallFacts } from '../charts/explain-facts.ts';
import { Ruler } from '../charts/Ruler.tsx';
import { ChangeLine } from './Change.tsx';
import { Finding } from './Finding.tsx';
import { isHidden } from './page-of.ts';
import { type Page, usePage } from './page.ts';
import { addTallies } from './trend.ts';
import { VerdictSign } from './Verdict.tsx';

interface Fact {
  name: string;
  value: number;
  note: string;
}

function Index() {
  const page = usePage();
  const { summary, words, format, periodText, method, results } = page;
  const { index, interval } = summary.overall;
  const bounds = interval && format.interval(interval);
  return (
    <div class="answer-index">
      <h1 class="answer-title">
        {words.overall} <span class="answer-period">{periodText}</span>
      </h1>
      {index === null ? (
        <p class="answer-none">{isHidden(results) ? words.tooFewHere : words.verdicts.noData}</p>
      ) : (
        <p class="answer-figure">
          <Explain label={words.overall} facts={() => overallFacts(page)}>
            {format.index(index)}
            <span class="answer-percent">{format.percent('')}</span>
          </Explain>
        </p>
      )}
      {isHidden(results) && <p class="quiet">{words.tooFewWhy(format.count(SMALLEST_SHOWN))}</p>}
      {bounds && (
        <p class="answer-interval">
          {words.between(bounds.low, bounds.high)} <span class="quiet">({words.confidence})</span>
        </p>
      )}
      {index !== null && interval && <Ruler index={index} interval={interval} />}
      <ChangeLine />
      <p class="answer-method quiet">
        {words.methods[method]} · {words.rules[summary.rule]}
      </p>
    </div>
  );
}

function OverallVerdict() {
  const { summary, words, format } = usePage();
  const { overall } = summary;
  const unsure = overall.index !== null && !overall.certain;
  return (
    <div class="verdict">
      <h2 class="verdict-reading">{words.readingOverall}</h2>
      <p class="verdict-words">
        <VerdictSign sign={overall.verdict} />
        <span>
          {words.verdicts[overall.verdict]}
          {unsure && (
            <span class="verdict-also">
              <VerdictSign sign="unsure" />
              {words.unsure}
            </span>
          )}
        </span>
      </p>
      {overall.index !== null && (
        <p class="verdict-why quiet">{unsure ? words.unsureWhy(format.goal) : words.sureWhy(format.goal)}</p>
      )}
      {overall.index !== null && overall.small && (
        <p class="verdict-why">
          <strong>{words.small}.</strong> {words.smallWhy(format.count(SMALL_SAMPLE))}
        </p>
      )}
    </div>
  );
}

function CriteriaVerdict() {
  const { summary, words, format, labels } = usePage();
  const { below, judged, criteria } = summary;
  const low = criteria.filter(({ verdict }) => verdict === 'notMet');
  const missing = criteria.length - judged;
  return (
    <div class="verdict">
      <h2 class="verdict-reading">{words.readingCriteria}</h2>
      <p class="verdict-words">
        <VerdictSign sign={judged === 0 ? 'noData' : below > 0 ? 'notMet' : 'met'} />
        <span>
          {judged === 0
            ? words.verdicts.noData
            : words.someBelow(format.count(below), format.count(judged), format.goal)}
        </span>
      </p>
      {low.length > 0 && (
        <ul class="verdict-list">
          {low.map(({ id, index }) => (
            <li key={id}>
              <span>{labels.criterion(id)}</span> <strong>{index && format.index(index)}</strong>
            </li>
          ))}
        </ul>
      )}
      {missing > 0 && <p class="verdict-why quiet">{words.unjudged(format.count(missing))}</p>}
    </div>
  );
}

/** The index as it would be with the void ballots: both figures are told. */
function voidedFact({ results, summary, words, format, method }: Page): Fact[] {
  const { voided, total, survey } = results;
  if (voided.ballots.all === 0) return [];
  const both = summarise(addTallies(total, voided), survey, method).overall;
  const known = voided.ballots.valid > 0 && summary.overall.index !== null && both.index !== null;
  const note = known && both.index ? words.voidedWith(format.index(both.index)) : words.voidedNote;
  return [{ name: words.voided, value: voided.ballots.all, note }];
}

/** How far the ballots reach the sample rule; nothing where the number of transactions is not known. */
function coverageFact({ results, summary, words, format }: Page): Fact[] {
  const { coverage } = results;
  if (coverage === null) return [];
  const missing = coverage.needed - summary.ballots.valid;
  const state = missing > 0 ? words.coverageMissing(format.count(missing)) : words.coverageReached;
  const rule = words.coverageIs(format.count(coverage.needed), format.count(coverage.population));
  return [{ name: words.coverage, value: summary.ballots.valid, note: `${rule}: ${state}` }];
}

function Base() {
  const page = usePage();
  const { summary, words, format } = page;
  const { ballots, criteria } = summary;
  const unknown = criteria.reduce((sum, { tally }) => sum + tally.unknown, 0);
  const blank = criteria.reduce((sum, { tally }) => sum + tally.blank, 0);
  const facts: Fact[] = [
    { name: words.ballots, value: ballots.all, note: words.ballotsLeft(format.count(ballots.left)) },
    { name: words.validBallots, value: ballots.valid, note: words.validNote },
    { name: words.unknown, value: unknown, note: words.answersOut },
    { name: words.blank, value: blank, note: words.blanksOut },
    ...coverageFact(page),
    ...voidedFact(page),
  ];
  return (
    <dl class="facts">
      {facts.map(({ name, value, note }) => (
        <div class="fact" key={name}>
          <dt>{name}</dt>
          <dd>
            {/* Another key for another count: what changed is drawn anew and glows for a moment. */}
            <span class="fact-value" key={value}>
              {format.count(value)}
            </span>
            <span class="fact-note">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Answer() {
  return (
    <section class="answer">
      <Finding />
      <Index />
      <div class="answer-verdicts">
        <OverallVerdict />
        <CriteriaVerdict />
      </div>
      <Base />
    </section>
  );
}
