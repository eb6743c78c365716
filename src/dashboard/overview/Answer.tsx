/** The answer before all evidence: the index, its interval, both verdicts, and from how many ballots. */
import { SMALL_SAMPLE } from '../../domain/summary.ts';
import { SMALLEST_SHOWN } from '../../domain/suppression.ts';
import { Explain } from '../charts/Explain.tsx';
import { criterionFacts, intervalFacts, overallFacts } from '../charts/explain-facts.ts';
import { Ruler } from '../charts/Ruler.tsx';
import { Base } from './Base.tsx';
import { Link } from '../shell/Link.tsx';
import { ChangeLine } from './Change.tsx';
import { Finding } from './Finding.tsx';
import { FlaggedLine } from './Flagged.tsx';
import { withCriterion } from './narrow.ts';
import { isHidden } from './page-of.ts';
import { usePage } from './page.ts';
import { VerdictSign } from './Verdict.tsx';

/** What stands over the answer: on the overview the title of the page, elsewhere a part of it. */
type Heading = 'h1' | 'h2';

function Index({ heading: Title }: { heading: Heading }) {
  const page = usePage();
  const { summary, words, format, periodText, method, results } = page;
  const { index, interval } = summary.overall;
  const bounds = interval && format.interval(interval);
  return (
    <div class="answer-index">
      <Title class="answer-title">
        {words.overall} <span class="answer-period">{periodText}</span>
      </Title>
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
          <Explain label={words.interval} facts={() => intervalFacts(page, summary.overall, true)}>
            {words.between(bounds.low, bounds.high)}
          </Explain>{' '}
          <span class="quiet">({words.confidence})</span>
        </p>
      )}
      {index !== null && interval && <Ruler index={index} interval={interval} />}
      <FlaggedLine />
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
  const page = usePage();
  const { summary, words, format, labels, view } = page;
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
          {low.map((figure) => {
            const name = labels.criterion(figure.id);
            return (
              <li key={figure.id}>
                <Link to={withCriterion(view, figure.id)}>{name}</Link>{' '}
                <strong>
                  <Explain label={name} facts={() => criterionFacts(page, figure)}>
                    {figure.index && format.index(figure.index)}
                  </Explain>
                </strong>
              </li>
            );
          })}
        </ul>
      )}
      {missing > 0 && <p class="verdict-why quiet">{words.unjudged(format.count(missing))}</p>}
    </div>
  );
}

/** @param heading `h2` on a page with a title of its own, which says in its own way what is wrong. */
export function Answer({ heading = 'h1' }: { heading?: Heading }) {
  return (
    <section class="answer">
      {heading === 'h1' && <Finding />}
      <Index heading={heading} />
      <div class="answer-verdicts">
        <OverallVerdict />
        <CriteriaVerdict />
      </div>
      <Base />
    </section>
  );
}
