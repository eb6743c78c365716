/**
 * The overall index over time, with a gap where days are hidden, the goal as a line, and the number of ballots under it.
 * The axis need not start at 0 for points, so the page says where it does. All figures stand in the table below it.
 */
import { toNumber } from '../../domain/fraction.ts';
import { daysIn } from '../../domain/period.ts';
import { usePage } from '../overview/page.ts';
import { type View, viewSearch } from '../overview/view.ts';
import { Link } from '../shell/Link.tsx';
import { axisFrom, ticksOf, trendOf, type Trend as TrendData, type TrendPoint } from '../overview/trend.ts';
import { Explain } from './Explain.tsx';
import { overallFacts, partOf } from './explain-facts.ts';
import { Figures } from './Figures.tsx';
import { Points } from './Points.tsx';

const WHISKERS_UP_TO = 31;

function placesOf({ span, points }: TrendData, goal: number) {
  const width = daysIn(span);
  const few = points.length <= WHISKERS_UP_TO;
  const values = points.flatMap(({ figure }) =>
    figure?.index ? [toNumber(figure.index), ...(few && figure.interval ? [figure.interval.low] : [])] : [],
  );
  const from = axisFrom([goal, ...values]);
  const day = (text: string) => daysIn({ from: span.from, to: text }) - 1;
  type Days = Pick<TrendPoint, 'from' | 'to'>;
  const left = ({ from: first, to }: Days) => (100 * ((day(first) + day(to)) / 2 + 0.5)) / width;
  const top = (percent: number) => (100 * (100 - percent)) / (100 - from);
  return {
    from,
    few,
    x: (days: Days) => `${left(days)}%`,
    y: (percent: number) => `${top(percent)}%`,
    at: (days: Days, percent: number) => ({ x: left(days), y: top(percent) }),
  };
}
type Places = ReturnType<typeof placesOf>;

function Point({ point, places: { x, y, few } }: { point: TrendPoint; places: Places }) {
  const figure = point.figure;
  if (!figure?.index)
    return (
      <text class="hidden-mark" x={x(point)} y="100%" dy="-6">
        ×
      </text>
    );
  return (
    <g>
      {few && figure.interval && (
        <line
          class="trend-whisker"
          x1={x(point)}
          x2={x(point)}
          y1={y(figure.interval.low)}
          y2={y(figure.interval.high)}
        />
      )}
      <circle
        class={figure.small ? 'trend-point trend-small' : 'trend-point'}
        cx={x(point)}
        cy={y(toNumber(figure.index))}
        r="4"
      />
    </g>
  );
}

const pointDays = ({ from, to }: TrendPoint, day: (text: string) => string) =>
  from === to ? day(from) : `${day(from)} – ${day(to)}`;

/** The address of the page for the days of one point. */
const daysOnly = (view: View, { from, to }: TrendPoint): string =>
  viewSearch({ ...view, span: from === to ? { name: 'today', at: from } : { name: 'range', from, to } });

/** The points that have a figure, for whoever presses one. */
function TrendPoints({ trend, places: { at } }: { trend: TrendData; places: Places }) {
  const page = usePage();
  const { format, words, view } = page;
  const points = trend.points.flatMap((point) => {
    const { summary, ballots } = point;
    const index = summary?.overall.index;
    if (!summary || !index) return [];
    const days = pointDays(point, format.day);
    return [
      {
        ...at(point, toNumber(index)),
        label: `${words.overallShort}, ${days}`,
        text: `${days}: ${format.percent(format.index(index))}, ${words.ballotsShort} ${format.count(ballots)}`,
        facts: () => [
          { name: words.ballots, value: format.count(ballots) },
          ...overallFacts(partOf(page, summary)),
          ...(point.hiddenDays > 0 ? [{ name: words.trendHiddenMark, value: format.count(point.hiddenDays) }] : []),
        ],
        to: { text: words.explain.onlyDays, address: daysOnly(view, point) },
      },
    ];
  });
  return <Points label={`${words.trendTitle}, ${words.explain.byKeys}`} points={points} />;
}

function Plot({ trend, places }: { trend: TrendData; places: Places }) {
  const { summary, format } = usePage();
  const { x, y, from } = places;
  const levels = Array.from({ length: (100 - from) / 10 + 1 }, (_, i) => from + 10 * i).filter(
    (level) => from > 40 || level % 20 === 0,
  );
  // A number too near the goal's own would be printed over it.
  const apart = (level: number) => Math.abs(level - summary.goal) > (100 - from) * 0.07;
  const next = (i: number) => {
    const point = trend.points[i + 1];
    return point?.figure?.index ? { point, value: toNumber(point.figure.index) } : null;
  };
  return (
    <div class="trend-plot">
      <TrendPoints trend={trend} places={places} />
      {levels.map((level) => (
        <span key={level} class="trend-level" aria-hidden="true" style={{ top: y(level) }}>
          {apart(level) && format.percent(String(level))}
        </span>
      ))}
      <span class="trend-level trend-goal" aria-hidden="true" style={{ top: y(summary.goal) }}>
        {format.goal}
      </span>
      <svg class="trend-svg" aria-hidden="true" focusable="false" overflow="visible">
        {levels.map((level) => (
          <line key={level} class="grid-line" x1="0" x2="100%" y1={y(level)} y2={y(level)} />
        ))}
        <line class="goal-line" x1="0" x2="100%" y1={y(summary.goal)} y2={y(summary.goal)} />
        {trend.points.map((point, i) => {
          const to = next(i);
          return point.figure?.index && to ? (
            <line
              key={point.from}
              class="trend-line"
              x1={x(point)}
              y1={y(toNumber(point.figure.index))}
              x2={x(to.point)}
              y2={y(to.value)}
            />
          ) : null;
        })}
        {trend.points.map((point) => (
          <Point key={point.from} point={point} places={places} />
        ))}
      </svg>
    </div>
  );
}

function BallotColumns({ trend, places: { x } }: { trend: TrendData; places: Places }) {
  const { format } = usePage();
  const most = Math.max(1, ...trend.points.map(({ ballots }) => ballots));
  const wide = Math.min(14, Math.max(2, 420 / daysIn(trend.span)) * (trend.grain === 'day' ? 1 : 4));
  const ticks = ticksOf(trend.span);
  return (
    <>
      <svg class="trend-columns" aria-hidden="true" focusable="false" overflow="visible">
        {trend.points.map((point) => (
          <svg key={point.from} x={x(point)} overflow="visible">
            <rect
              class="column"
              x={-wide / 2}
              width={wide}
              y={`${100 - (100 * point.ballots) / most}%`}
              height={`${(100 * point.ballots) / most}%`}
            />
          </svg>
        ))}
        <line class="axis-line" x1="0" x2="100%" y1="100%" y2="100%" />
      </svg>
      <div class="trend-ticks" aria-hidden="true">
        {ticks.map((day, i) => (
          <span key={day} class={i % 2 === 0 ? 'tick' : 'tick tick-minor'} style={{ left: x({ from: day, to: day }) }}>
            {format.shortDay(day)}
          </span>
        ))}
      </div>
    </>
  );
}

function TrendTable({ trend }: { trend: TrendData }) {
  const page = usePage();
  const { words, format, view } = page;
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{words.time}</th>
          <th scope="col" class="number">
            {words.ballotsShort}
          </th>
          <th scope="col" class="number">
            {words.overallShort}
          </th>
          <th scope="col" class="number">
            {words.interval}
          </th>
        </tr>
      </thead>
      <tbody>
        {trend.points.map((point) => {
          const { figure, summary } = point;
          const bounds = figure?.interval && format.interval(figure.interval, 2);
          return (
            <tr key={point.from}>
              <th scope="row">
                <Link to={daysOnly(view, point)}>{pointDays(point, format.day)}</Link>
              </th>
              <td class="number">{format.count(point.ballots)}</td>
              <td class="number strong">
                {summary && figure?.index ? (
                  <Explain
                    label={`${words.overallShort}, ${pointDays(point, format.day)}`}
                    facts={() => overallFacts(partOf(page, summary))}
                  >
                    {format.index(figure.index)}
                  </Explain>
                ) : figure === null ? (
                  words.hidden
                ) : (
                  words.noData
                )}
              </td>
              <td class="number range">{bounds ? `${bounds.low} – ${bounds.high}` : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function Trend() {
  const { results, words, format, method, summary } = usePage();
  const { days, period, today, survey } = results;
  // One day has no course of time.
  if (period.from === period.to) return null;
  const trend = trendOf(days, period, today, survey, method);
  const places = placesOf(trend, summary.goal);
  const most = Math.max(0, ...trend.points.map(({ ballots }) => ballots));
  const grain = { day: words.trendDay, week: words.trendWeek, month: words.trendMonth }[trend.grain];
  const axis = places.from > 0 ? words.trendAxis(format.percent(String(places.from))) : words.trendAxisZero;
  return (
    <section class="block" aria-labelledby="trend-title">
      <div class="keep">
        <h2 id="trend-title">{words.trendTitle}</h2>
        <p class="note">
          {grain} {axis} {words.trendGoal(format.goal)}
          {trend.points.some(({ figure }) => figure?.small) && ` ${words.trendSmall}`}
          {trend.hiddenDays > 0 && ` ${words.trendHidden(format.count(trend.hiddenDays))}`}
          {trend.points.some(({ figure }) => figure === null) && ` ${words.trendCross}`}
        </p>
        {trend.points.some(({ figure }) => figure !== null) ? (
          <div class="trend">
            <Plot trend={trend} places={places} />
            <p class="trend-caption" aria-hidden="true">
              {words.trendBallots(format.count(most))}
            </p>
            <BallotColumns trend={trend} places={places} />
          </div>
        ) : (
          <p class="quiet">{days.length === 0 ? words.noDays : words.noTrend}</p>
        )}
      </div>
      <Figures title={words.trendTable}>
        <TrendTable trend={trend} />
      </Figures>
    </section>
  );
}
