/** Month by month: points with their intervals, a line only between months that may be compared, and marks where not. */
import { toNumber } from '../../domain/fraction.ts';
import type { Comparison } from '../../domain/results-comparison.ts';
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import { Points } from '../charts/Points.tsx';
import { Scroll } from '../charts/Figures.tsx';
import { usePage } from '../overview/page.ts';
import { axisFrom } from '../overview/trend.ts';
import { viewSearch } from '../overview/view.ts';
import { type MonthPoint, monthSeries } from './months.ts';
import { monthFacts, MonthsTable, monthText } from './MonthsTable.tsx';

function Plot({ points, goal }: { points: readonly MonthPoint[]; goal: number }) {
  const page = usePage();
  const { format, language, words: common, view } = page;
  const words = COMPARE_WORDS[language];
  const width = (points.at(-1)?.at ?? 0) + 1;
  const left = (at: number) => (100 * (at + 0.5)) / width;
  const x = (at: number) => `${left(at)}%`;
  const from = axisFrom([goal, ...points.flatMap(({ figure }) => (figure?.interval ? [figure.interval.low] : []))]);
  const top = (percent: number) => (100 * (100 - percent)) / (100 - from);
  const y = (percent: number) => `${top(percent)}%`;
  const levels = Array.from({ length: (100 - from) / 10 + 1 }, (_, i) => from + 10 * i).filter(
    (level) => (from > 40 || level % 20 === 0) && Math.abs(level - goal) > (100 - from) * 0.07,
  );
  const every = Math.ceil(width / 12);
  return (
    <div class="months">
      <div class="trend-plot">
        <Points
          label={`${words.monthsTitle}, ${common.explain.byKeys}`}
          points={points.flatMap((point) => {
            const index = point.figure?.index;
            if (!index) return [];
            const name = monthText(point.month, common);
            return [
              {
                x: left(point.at),
                y: top(toNumber(index)),
                label: name,
                text: `${name}: ${format.percent(format.index(index))}`,
                facts: () => monthFacts(page, point),
                to: {
                  text: common.explain.onlyDays,
                  address: viewSearch({ ...view, span: { name: 'month', at: `${point.month}-01` } }),
                },
              },
            ];
          })}
        />
        {levels.map((level) => (
          <span key={level} class="trend-level" aria-hidden="true" style={{ top: y(level) }}>
            {format.percent(String(level))}
          </span>
        ))}
        <span class="trend-level trend-goal" aria-hidden="true" style={{ top: y(goal) }}>
          {format.goal}
        </span>
        <svg class="trend-svg" aria-hidden="true" focusable="false" overflow="visible">
          {levels.map((level) => (
            <line key={level} class="grid-line" x1="0" x2="100%" y1={y(level)} y2={y(level)} />
          ))}
          <line class="goal-line" x1="0" x2="100%" y1={y(goal)} y2={y(goal)} />
          {points.map(({ month, at, breaks }) =>
            breaks.length > 0 ? (
              <line
                key={month}
                class="month-break"
                x1={`${(100 * at) / width}%`}
                x2={`${(100 * at) / width}%`}
                y1="-6"
                y2="100%"
              />
            ) : null,
          )}
          {points.map((point, i) => {
            const before = points[i - 1]?.figure;
            const index = point.figure?.index;
            return point.joined && before?.index && index ? (
              <line
                key={point.month}
                class="trend-line"
                x1={x(point.at - 1)}
                x2={x(point.at)}
                y1={y(toNumber(before.index))}
                y2={y(toNumber(index))}
              />
            ) : null;
          })}
          {points.map(({ month, at, figure }) =>
            figure?.index ? (
              <g key={month}>
                {figure.interval && (
                  <line
                    class="trend-whisker"
                    x1={x(at)}
                    x2={x(at)}
                    y1={y(figure.interval.low)}
                    y2={y(figure.interval.high)}
                  />
                )}
                <circle
                  class={figure.small ? 'trend-point trend-small' : 'trend-point'}
                  cx={x(at)}
                  cy={y(toNumber(figure.index))}
                  r="4.5"
                />
              </g>
            ) : (
              <text key={month} class="hidden-mark" x={x(at)} y="100%" dy="-6">
                ×
              </text>
            ),
          )}
        </svg>
        {points.map(({ month, at, breaks }) =>
          breaks.length > 0 ? (
            <span
              key={month}
              aria-hidden="true"
              class={at > width * 0.6 ? 'month-mark month-mark-left' : 'month-mark'}
              style={{ left: `${(100 * at) / width}%` }}
            >
              {breaks.map((one) => words.marks[one]).join(', ')}
            </span>
          ) : null,
        )}
      </div>
      <div class="trend-ticks" aria-hidden="true">
        {points
          .filter(({ at }) => at % every === 0)
          .map(({ month, at }, i) => (
            <span key={month} class={i % 2 === 0 ? 'tick' : 'tick tick-minor'} style={{ left: x(at) }}>
              {words.shortMonth(String(Number(month.slice(5))), month.slice(2, 4))}
            </span>
          ))}
      </div>
    </div>
  );
}

export function Months({ comparison }: { comparison: Comparison }) {
  const { view, language, summary, format } = usePage();
  const words = COMPARE_WORDS[language];
  const points = monthSeries(comparison, view.method, view.criterion);
  const narrow = points.length === 0 && Object.keys(view.narrowing).length > 2;
  return (
    <section class="block" aria-labelledby="compare-months">
      <h2 id="compare-months">{words.monthsTitle}</h2>
      {points.length < 2 ? (
        <p class="quiet">{narrow ? words.monthsNarrow : words.monthsFew}</p>
      ) : (
        <>
          <p class="note">
            {words.monthsNote} {words.funnelAxis(format.percent(String(axisFromOf(points, summary.goal))))}
          </p>
          <Plot points={points} goal={summary.goal} />
        </>
      )}
      {points.length > 0 && (
        <Scroll label={words.monthsTitle}>
          <MonthsTable points={points} />
        </Scroll>
      )}
    </section>
  );
}

const axisFromOf = (points: readonly MonthPoint[], goal: number): number =>
  axisFrom([goal, ...points.flatMap(({ figure }) => (figure?.interval ? [figure.interval.low] : []))]);
