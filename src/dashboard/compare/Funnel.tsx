/** The funnel plot of counters or fields: curves as SVG, points and names as text over it, and everything in the table below. */
import { toNumber } from '../../domain/fraction.ts';
import { controlLimits, type FunnelLine } from '../../domain/funnel.ts';
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import { Explain } from '../charts/Explain.tsx';
import type { Fact } from '../charts/ExplainPanel.tsx';
import { Scroll } from '../charts/Figures.tsx';
import { Points } from '../charts/Points.tsx';
import { inOrder } from '../overview/breakdown.ts';
import { DIMENSION_OF, narrowTo } from '../overview/narrow.ts';
import { type Page, usePage } from '../overview/page.ts';
import { axisFrom } from '../overview/trend.ts';
import { Link } from '../shell/Link.tsx';
import { type FunnelData, funnelOf, type FunnelPoint } from './groups.ts';

const CURVE = 60;
type By = 'counters' | 'fields';

/** The curve of one limit over the width, where it lies on the plot, as points of a path from 0 to 100. */
function curve(
  mean: number,
  line: FunnelLine,
  end: 'low' | 'high',
  most: number,
  y: (percent: number) => number,
): string {
  return Array.from({ length: CURVE }, (_, i) => (100 * (i + 1)) / CURVE)
    .map((x) => ({ x, y: y(controlLimits(mean, Math.max(1, (most * x) / 100), line)[end]) }))
    .filter((point) => point.y > 0 && point.y < 100)
    .map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x.toFixed(2)} ${point.y.toFixed(2)}`)
    .join('');
}

/** What stands behind one point. */
function pointFacts({ format, language, results, view }: Page, by: By, point: FunnelPoint): Fact[] {
  const words = COMPARE_WORDS[language];
  const [above, below] = [format.count(point.satisfied), format.count(point.valid)];
  const group = results[by].find(({ id }) => id === point.id);
  return [
    { name: words.satisfied, value: above },
    { name: words.valid, value: below },
    { name: words.quotient, value: `${above} ÷ ${below} = ${format.percent(format.share(point.index, 2))}` },
    ...(view.criterion === null && group
      ? [{ name: words.excluded, value: words.excludedBallots(format.count(group.ballots - point.valid)) }]
      : []),
  ];
}

function Plot({ data, by }: { data: FunnelData; by: By }) {
  const page = usePage();
  const { format, language, labels, words: common, view } = page;
  const words = COMPARE_WORDS[language];
  const mean = toNumber(data.mean);
  const most = Math.max(...data.points.map(({ valid }) => valid)) * 1.12;
  const fewest = Math.min(...data.points.map(({ valid }) => valid));
  const from = axisFrom([mean, controlLimits(mean, fewest, 'alarm').low, ...data.points.map(({ percent }) => percent)]);
  const y = (percent: number) => (100 * (100 - percent)) / (100 - from);
  const levels = [from, (from + 100) / 2, 100];
  return (
    <div class="funnel">
      <Points
        label={`${words.funnelTitle[by]}, ${common.explain.byKeys}`}
        points={data.points.map((point) => {
          const name = labels.group(by, point.id);
          return {
            x: (100 * point.valid) / most,
            y: y(point.percent),
            label: name,
            text: `${name}: ${format.percent(format.share(point.index))}, n ${format.count(point.valid)}`,
            facts: () => pointFacts(page, by, point),
            to: { text: common.explain.onlyThis, address: narrowTo(view, DIMENSION_OF[by], point.id) },
          };
        })}
      />
      {levels.map((level) => (
        <span key={level} class="trend-level" aria-hidden="true" style={{ top: `${y(level)}%` }}>
          {format.percent(format.decimal(String(level)))}
        </span>
      ))}
      <svg class="trend-svg" aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" focusable="false">
        {levels.map((level) => (
          <line key={level} class="grid-line" x1="0" x2="100" y1={y(level)} y2={y(level)} />
        ))}
        {(['warning', 'alarm'] as const).flatMap((line) =>
          (['low', 'high'] as const).map((end) => (
            <path key={`${line}${end}`} class={`funnel-${line}`} d={curve(mean, line, end, most, y)} />
          )),
        )}
        <line class="funnel-mean" x1="0" x2="100" y1={y(mean)} y2={y(mean)} />
      </svg>
      <span class="funnel-mean-label" aria-hidden="true" style={{ top: `${y(mean)}%` }}>
        {words.mean(format.percent(format.share(data.mean)))}
      </span>
      {data.points.map(({ id, valid, percent, place }, i) => (
        <span
          key={id}
          aria-hidden="true"
          class={`funnel-point funnel-${place}`}
          style={{ left: `${(100 * valid) / most}%`, top: `${y(percent)}%` }}
        >
          <span class="funnel-number">{i + 1}</span>
        </span>
      ))}
      <span class="funnel-end" aria-hidden="true">
        n {format.count(Math.round(most))}
      </span>
    </div>
  );
}

function Row({ point, by, mean, number }: { point: FunnelPoint; by: By; mean: number; number: number }) {
  const page = usePage();
  const { format, labels, language, view } = page;
  const words = COMPARE_WORDS[language];
  const name = labels.group(by, point.id);
  const limits = controlLimits(mean, point.valid, 'warning');
  const bounds = format.interval(limits);
  return (
    <tr>
      <th scope="row">
        <span class="funnel-key">{number}</span>{' '}
        {view.narrowing[DIMENSION_OF[by]] === undefined ? (
          <Link to={narrowTo(view, DIMENSION_OF[by], point.id)}>{name}</Link>
        ) : (
          name
        )}
      </th>
      <td class="number">{format.count(point.valid)}</td>
      <td class="number strong">
        <Explain label={name} facts={() => pointFacts(page, by, point)}>
          {format.percent(format.share(point.index))}
        </Explain>
      </td>
      <td class="number range">{`${bounds.low} – ${bounds.high}`}</td>
      <td class={point.place === 'inside' ? 'words quiet' : 'words strong'}>{words.places[point.place]}</td>
    </tr>
  );
}

export function Funnel({ by }: { by: By }) {
  const { results, format, labels, language, view, words: common } = usePage();
  const words = COMPARE_WORDS[language];
  const data = funnelOf(inOrder(by, results), results.total, view.criterion);
  if (!data) return null;
  const enough = data.points.length > 1;
  const measure =
    view.criterion === null ? words.allSatisfiedLong : words.criterionLong(labels.criterion(view.criterion));
  const names = data.hidden.map((id) => labels.group(by, id)).join(', ');
  return (
    <section class="block" aria-labelledby={`compare-${by}`}>
      <h2 id={`compare-${by}`}>{words.funnelTitle[by]}</h2>
      {enough ? (
        <>
          <p class="note">
            {words.funnelAxes(measure)}{' '}
            {by === 'counters' && `${words.funnelNote} ${words.funnelLines} ${common.narrowHint}`}
          </p>
          <Plot data={data} by={by} />
        </>
      ) : (
        <p class="quiet">{words.funnelFew}</p>
      )}
      {names !== '' && <p class="note">{words.funnelHidden(names)}</p>}
      {enough && (
        <Scroll label={words.funnelTitle[by]}>
          <table class="plain why-table">
            <thead>
              <tr>
                <th scope="col">{words.group}</th>
                <th scope="col" class="number">
                  {words.n}
                </th>
                <th scope="col" class="number">
                  {words.share}
                </th>
                <th scope="col" class="number">
                  {words.limits}
                </th>
                <th scope="col">{words.place}</th>
              </tr>
            </thead>
            <tbody>
              {data.points.map((point, i) => (
                <Row key={point.id} point={point} by={by} mean={toNumber(data.mean)} number={i + 1} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p class="visually-hidden">{words.mean(format.percent(format.share(data.mean)))}</p>
    </section>
  );
}
