/** How the figures came about: what every report must print, and the overall index by each rule side by side. */
import { overallFigure } from '../../domain/summary.ts';
import { OverallRule, type Method as MethodName } from '../../domain/survey.ts';
import { inOrder } from './breakdown.ts';
import { isHidden } from './page-of.ts';
import { usePage } from './page.ts';
import { Explain } from '../charts/Explain.tsx';
import { overallFacts } from '../charts/explain-facts.ts';
import { Scroll } from '../charts/Figures.tsx';
import { Devices } from './Devices.tsx';
import { VerdictText } from './Verdict.tsx';

const METHODS: readonly MethodName[] = ['top2', 'norm', 'mean5'];
const RULES = [...OverallRule.def.values];

function MethodSwitch() {
  const { words, view, method, results, go } = usePage();
  const { survey } = results;
  return (
    <>
      <label class="field screen-only">
        <span class="visually-hidden">{words.method}</span>
        <select
          value={method}
          onChange={({ currentTarget }) => {
            const chosen = METHODS.find((name) => name === currentTarget.value);
            go({ ...view, method: chosen === undefined || chosen === survey.method ? null : chosen });
          }}
        >
          {METHODS.map((name) => (
            <option key={name} value={name} selected={name === method}>
              {name === survey.method ? words.methodDefault(words.methods[name]) : words.methods[name]}
            </option>
          ))}
        </select>
      </label>
      <span class="print-only">{words.methods[method]}: </span>
      <span class="quiet">{words.methodIs[method]}</span>
    </>
  );
}

function Rules() {
  const page = usePage();
  const { results, words, format, method } = page;
  const { total, survey } = results;
  return (
    <div class="rules">
      <h3>{words.rulesTitle}</h3>
      <Scroll label={words.rulesTitle}>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{words.rule}</th>
              <th scope="col" class="number">
                {words.index}
              </th>
              <th scope="col" class="number">
                {words.interval}
              </th>
              <th scope="col">{words.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {RULES.map((rule) => {
              const figure = overallFigure(total, survey, method, rule);
              const bounds = figure.interval && format.interval(figure.interval, 2);
              return (
                <tr key={rule}>
                  <th scope="row">
                    {words.rules[rule]}
                    {rule === survey.overall && <span class="td-note">{words.ruleUsed}</span>}
                  </th>
                  <td class="number strong">
                    {figure.index ? (
                      <Explain
                        label={words.rules[rule]}
                        facts={() => overallFacts({ ...page, summary: { ...page.summary, rule, overall: figure } })}
                      >
                        {format.index(figure.index)}
                      </Explain>
                    ) : (
                      words.noData
                    )}
                  </td>
                  <td class="number range">{bounds ? `${bounds.low} – ${bounds.high}` : '–'}</td>
                  <td>
                    <VerdictText figure={figure} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

export function Method() {
  const { results, summary, words, format, labels, periodText, at } = usePage();
  const { survey, versions, period } = results;
  const sum = (of: 'unknown' | 'blank') => summary.criteria.reduce((total, { tally }) => total + tally[of], 0);
  const facts: { name: string; value: string; note?: string }[] = [
    { name: words.rule, value: words.rules[summary.rule] },
    { name: words.goal, value: words.goalLong(format.goal) },
    {
      name: words.period,
      value: `${periodText} (${format.day(period.from)} – ${format.day(period.to)})`,
    },
    {
      name: words.baseBallots,
      value: `${format.count(summary.ballots.all)}, ${words.ballotsLeft(format.count(summary.ballots.left))}`,
    },
    { name: words.excluded, value: words.excludedIs(format.count(sum('unknown')), format.count(sum('blank'))) },
    {
      name: words.versions,
      value: `${labels.text(survey.title)}, ${words.versionsIs((versions.length > 0 ? versions : [survey.version]).join(', '))}`,
      ...(versions.length > 1 ? { note: words.manyVersions } : {}),
    },
    {
      name: words.channelsUsed,
      value:
        inOrder('channels', results)
          .map(({ id, ballots }) => `${labels.group('channels', id)} ${format.count(ballots)}`)
          .join(', ') || '–',
    },
    { name: words.made, value: format.moment(at) },
  ];
  return (
    <section class="block how" aria-labelledby="how-title">
      <h2 id="how-title">{words.howTitle}</h2>
      <div class="how-columns">
        <dl class="how-facts">
          <div>
            <dt>{words.method}</dt>
            <dd>
              <MethodSwitch />
            </dd>
          </div>
          {facts.map(({ name, value, note }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {value}
                {note && <strong> {note}</strong>}
              </dd>
            </div>
          ))}
        </dl>
        <div>
          {summary.ballots.all > 0 && !isHidden(results) && <Rules />}
          <Devices heading="h3" />
        </div>
      </div>
    </section>
  );
}

/** Stands under every page, also an empty one. */
export function Caution() {
  const { results, words } = usePage();
  return (
    <footer class="caution">
      {results.survey.wordingToConfirm && <p class="to-confirm">{words.toConfirm}</p>}
      <p>{words.caution}</p>
    </footer>
  );
}
