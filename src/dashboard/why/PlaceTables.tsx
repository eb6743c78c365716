/** Where people are not satisfied: each counter, field and stage with its share of low answers and its reasons. */
import type { GroupReason, Why } from '../../domain/results-why.ts';
import { Scroll } from '../charts/Figures.tsx';
import { inOrder } from '../overview/breakdown.ts';
import { DIMENSION_OF, narrowTo } from '../overview/narrow.ts';
import { usePage } from '../overview/page.ts';
import { Link } from '../shell/Link.tsx';
import { lowOfGroup } from './low.ts';
import { LowFigure } from './LowFigure.tsx';
import { useWhyWords } from './useWhy.ts';

const PARTS = ['counters', 'fields', 'stages'] as const;
const TOP = 3;

/** The most chosen reasons of a group, or how often the one that the page is narrowed to was chosen. */
function ReasonsCell({ reasons }: { reasons: readonly GroupReason[] }) {
  const { format, labels, view } = usePage();
  if (view.reason !== null) {
    const count = reasons.find(({ reason }) => reason === view.reason)?.count ?? 0;
    return <td class="number strong">{format.count(count)}</td>;
  }
  const top = [...reasons].sort((a, b) => b.count - a.count).slice(0, TOP);
  return (
    <td class="place-reasons words">
      {top.length === 0
        ? '–'
        : top.map(({ criterion, reason, count }) => (
            <span key={`${criterion}/${reason}`} class="place-reason">
              {labels.reason(criterion, reason)} <span class="quiet">{format.count(count)}</span>
            </span>
          ))}
    </td>
  );
}

export function PlaceTables({ why }: { why: Why }) {
  const { results, labels, view, words: common } = usePage();
  const words = useWhyWords();
  const mine = (list: readonly GroupReason[], id: string) =>
    list.filter((one) => one.id === id && (view.criterion === null || one.criterion === view.criterion));
  const heading =
    view.criterion !== null && view.reason !== null
      ? words.placesReason(labels.reason(view.criterion, view.reason))
      : words.topReasons;
  return (
    <section class="block" aria-labelledby="why-places">
      <h2 id="why-places">{words.placesTitle}</h2>
      <p class="note">{words.placesNote}</p>
      <Scroll label={words.placesTitle}>
        <table class="plain why-table">
          <thead>
            <tr>
              <th scope="col">{words.group}</th>
              <th scope="col" class="number">
                {words.low}
              </th>
              <th scope="col" class={view.reason === null ? undefined : 'number'}>
                {heading}
              </th>
            </tr>
          </thead>
          {PARTS.map((by) => (
            <tbody key={by}>
              <tr class="row-part">
                <th scope="rowgroup" colSpan={3}>
                  {common.by[by]}
                </th>
              </tr>
              {inOrder(by, results).map((group) => {
                const name = labels.group(by, group.id);
                const narrowed = view.narrowing[DIMENSION_OF[by]] !== undefined;
                return (
                  <tr key={group.id}>
                    <th scope="row">
                      {narrowed ? name : <Link to={narrowTo(view, DIMENSION_OF[by], group.id)}>{name}</Link>}
                    </th>
                    <td class="number strong">
                      <LowFigure label={name} of={lowOfGroup(group)} />
                    </td>
                    <ReasonsCell reasons={mine(why[by], group.id)} />
                  </tr>
                );
              })}
            </tbody>
          ))}
        </table>
      </Scroll>
    </section>
  );
}
