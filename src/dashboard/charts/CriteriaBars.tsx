/**
 * Bars on one scale from 0 to 100, the goal as one line through all of them, each with its interval and its n. It is a
 * table whose second column is drawn, so that a screen reader and a narrow phone get the same rows.
 */
import { toNumber } from '../../domain/fraction.ts';
import type { CriterionFigure } from '../../domain/summary.ts';
import { withCriterion } from '../overview/narrow.ts';
import { usePage } from '../overview/page.ts';
import { VerdictText } from '../overview/Verdict.tsx';
import { Link } from '../shell/Link.tsx';
import { Explain } from './Explain.tsx';
import { criterionFacts, intervalFacts } from './explain-facts.ts';

const at = (percent: number) => `${percent}%`;
export const GRID = [0, 25, 50, 75, 100];

/** Grid, bar and goal are three layers, so that the bar keeps its height and the goal line runs from row to row. */
function Bar({ figure, goal }: { figure: CriterionFigure; goal: number }) {
  const { index, interval, verdict } = figure;
  return (
    <div class="bar" aria-hidden="true">
      <svg class="bar-layer" focusable="false">
        {GRID.map((x) => (
          <line key={x} class="grid-line" x1={at(x)} x2={at(x)} y1="0" y2="100%" />
        ))}
      </svg>
      <svg class="bar-body" focusable="false">
        {index && <rect class={`bar-fill bar-${verdict}`} x="0" width={at(toNumber(index))} height="18" />}
        {interval && (
          <g class="whisker">
            <line class="whisker-halo" x1={at(interval.low)} x2={at(interval.high)} y1="9" y2="9" />
            <line x1={at(interval.low)} x2={at(interval.high)} y1="9" y2="9" />
            <line x1={at(interval.low)} x2={at(interval.low)} y1="4" y2="14" />
            <line x1={at(interval.high)} x2={at(interval.high)} y1="4" y2="14" />
          </g>
        )}
      </svg>
      <svg class="bar-layer" focusable="false">
        <line class="goal-line" x1={at(goal)} x2={at(goal)} y1="0" y2="100%" />
      </svg>
    </div>
  );
}

function Row({ figure }: { figure: CriterionFigure }) {
  const page = usePage();
  const { summary, words, format, labels, view, results } = page;
  const name = labels.criterion(figure.id);
  const hidden = results.hidden.criteria.includes(figure.id);
  const bounds = figure.interval && format.interval(figure.interval, 2);
  return (
    <tr>
      <th scope="row">
        {view.criterion === figure.id ? name : <Link to={withCriterion(view, figure.id)}>{name}</Link>}
      </th>
      <td class="bar-cell">
        <Bar figure={figure} goal={summary.goal} />
      </td>
      <td class="number strong">
        {figure.index ? (
          <Explain label={name} facts={() => criterionFacts(page, figure)}>
            {format.index(figure.index)}
          </Explain>
        ) : hidden ? (
          words.hidden
        ) : (
          words.noData
        )}
      </td>
      <td class="number range">
        {bounds ? (
          <Explain label={`${words.interval}, ${name}`} facts={() => intervalFacts(page, figure, false)}>
            {`${bounds.low} – ${bounds.high}`}
          </Explain>
        ) : (
          '–'
        )}
      </td>
      <td class="number base">
        <span class="base-label" aria-hidden="true">
          n{' '}
        </span>
        {hidden ? '–' : format.count(figure.base)}
      </td>
      <td class="verdict-cell">{!hidden && <VerdictText figure={figure} />}</td>
    </tr>
  );
}

export function CriteriaBars() {
  const { summary, words, format, method } = usePage();
  return (
    <section class="block" aria-labelledby="criteria-title">
      <h2 id="criteria-title">{words.criteriaTitle}</h2>
      <p class="note">
        {words.criteriaNote(format.goal)} {method === 'mean5' && words.meanFromTwenty}
      </p>
      <table class="bars">
        <thead>
          <tr>
            <th scope="col">{words.criterion}</th>
            <th scope="col" class="bar-head">
              <span class="visually-hidden">{words.chart}</span>
              <span class="scale" aria-hidden="true">
                {GRID.map((x) => (
                  <span key={x} class={`scale-mark scale-${x}`} style={{ left: at(x) }}>
                    {format.percent(String(x))}
                  </span>
                ))}
                <span class="scale-goal" style={{ left: at(summary.goal) }}>
                  {words.goalIs(format.goal)}
                </span>
              </span>
            </th>
            <th scope="col" class="number">
              {words.index}
            </th>
            <th scope="col" class="number">
              {words.interval}
            </th>
            <th scope="col" class="number">
              <abbr title={words.baseLong}>{words.base}</abbr>
            </th>
            <th scope="col">{words.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {summary.criteria.map((figure) => (
            <Row key={figure.id} figure={figure} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
