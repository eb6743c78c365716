/** The answer before all evidence: the index, its interval, both verdicts, and from how many ballots. */
import { SMALL_SAMPLE } from '../../domain/summary.ts';
import { Ruler } from '../charts/Ruler.tsx';
import { usePage } from '../page.ts';
import { VerdictSign } from './Verdict.tsx';

function Index() {
  const { summary, words, format, periodText, method } = usePage();
  const { index, interval } = summary.overall;
  const bounds = interval && format.interval(interval);
  return (
    <div class="answer-index">
      <h1 class="answer-title">
        {words.overall} <span class="answer-period">{periodText}</span>
      </h1>
      {index === null ? (
        <p class="answer-none">{words.verdicts.noData}</p>
      ) : (
        <p class="answer-figure">
          {format.index(index)}
          <span class="answer-percent">{format.percent('')}</span>
        </p>
      )}
      {bounds && (
        <p class="answer-interval">
          {words.between(bounds.low, bounds.high)} <span class="quiet">({words.confidence})</span>
        </p>
      )}
      {index !== null && interval && <Ruler index={index} interval={interval} />}
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

function Base() {
  const { summary, words, format } = usePage();
  const { ballots, criteria } = summary;
  const unknown = criteria.reduce((sum, { tally }) => sum + tally.unknown, 0);
  const blank = criteria.reduce((sum, { tally }) => sum + tally.blank, 0);
  const facts = [
    { name: words.ballots, value: ballots.all, note: words.ballotsLeft(format.count(ballots.left)) },
    { name: words.validBallots, value: ballots.valid, note: words.validNote },
    { name: words.unknown, value: unknown, note: words.answersOut },
    { name: words.blank, value: blank, note: words.blanksOut },
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
      <Index />
      <div class="answer-verdicts">
        <OverallVerdict />
        <CriteriaVerdict />
      </div>
      <Base />
    </section>
  );
}
