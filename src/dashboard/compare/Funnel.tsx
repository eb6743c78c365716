/** The funnel plot of counters or fields, and everything of it in the table below. */
import { toNumber } from '../../domain/fraction.ts';
import { controlLimits } from '../../domain/funnel.ts';
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import { Explain } from '../charts/Explain.tsx';
import { Scroll } from '../charts/Figures.tsx';
import { inOrder } from '../overview/breakdown.ts';
import { DIMENSION_OF, narrowTo } from '../overview/narrow.ts';
import { type Page, usePage } from '../overview/page.ts';
import { Link } from '../shell/Link.tsx';
import { FunnelPlot } from './FunnelPlot.tsx';
import { pointFacts } from './point-facts.ts';
import { funnelOf, type FunnelPoint } from './groups.ts';

type By = 'counters' | 'fields';

function factsOf(page: Page, by: By, point: FunnelPoint) {
  const group = page.results[by].find(({ id }) => id === point.id);
  return pointFacts(page, group, point);
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
        <Explain label={name} facts={() => factsOf(page, by, point)}>
          {format.percent(format.share(point.index))}
        </Explain>
      </td>
      <td class="number range">{`${bounds.low} – ${bounds.high}`}</td>
      <td class={point.place === 'inside' ? 'words quiet' : 'words strong'}>{words.places[point.place]}</td>
    </tr>
  );
}

export function Funnel({ by }: { by: By }) {
  const page = usePage();
  const { results, format, labels, language, view, words: common } = page;
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
          <FunnelPlot
            data={data}
            label={words.funnelTitle[by]}
            mean={words.mean(format.percent(format.share(data.mean)))}
            pointOf={(point) => ({
              label: labels.group(by, point.id),
              facts: () => factsOf(page, by, point),
              to: { text: common.explain.onlyThis, address: narrowTo(view, DIMENSION_OF[by], point.id) },
            })}
          />
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
