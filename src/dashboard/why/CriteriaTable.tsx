/** Each criterion: how many answers were of level 1 and 2, now and in the period before. Its name narrows the page to it. */
import type { Results } from '../../domain/results.ts';
import { changeOf } from '../../domain/change.ts';
import { toDecimal } from '../../domain/fraction.ts';
import { shareOf } from '../../domain/summary-parts.ts';
import type { CriterionTally } from '../../domain/tally.ts';
import { Scroll } from '../charts/Figures.tsx';
import { withCriterion } from '../overview/narrow.ts';
import { usePage } from '../overview/page.ts';
import { Link } from '../shell/Link.tsx';
import { type Low, lowOf } from './low.ts';
import { LowFigure } from './LowFigure.tsx';
import { useWhyWords } from './useWhy.ts';

const inIt = ({ total, hidden }: Pick<Results, 'total' | 'hidden'>, id: string): Low | null => {
  const one = total.criteria.find((each) => each.id === id);
  return one && !hidden.criteria.includes(id) ? lowOf([one]) : null;
};

function ChangeCell({ now, past, broken }: { now: Low | null; past: Low | null; broken: boolean }) {
  const { format } = usePage();
  const words = useWhyWords();
  const [a, b] = [now && shareOf(now.low, now.valid), past && shareOf(past.low, past.valid)];
  const change = a && b && !broken ? changeOf(a, b) : null;
  if (!change) return <td class="cell-hidden words">{a && b ? words.notCompared : '–'}</td>;
  const sign = change.difference.num > 0n ? '+' : '';
  return (
    <td class={change.real ? 'words strong' : 'words'}>
      {words.points(`${sign}${format.decimal(toDecimal(change.difference, 1))}`)}
      <span class="td-note">{!change.real ? words.chance : change.low > 0 ? words.more : words.less}</span>
    </td>
  );
}

/** @param whole the results over all criteria, also where the page shows only one. */
export function CriteriaTable({ whole }: { whole: Results }) {
  const { labels, view } = usePage();
  const words = useWhyWords();
  const { before } = whole;
  const shares = (one: CriterionTally) => {
    const low = inIt(whole, one.id);
    return low && low.valid > 0 ? low.low / low.valid : -1;
  };
  const rows = [...whole.total.criteria].sort((a, b) => shares(b) - shares(a));
  return (
    <section class="block" aria-labelledby="why-criteria">
      <h2 id="why-criteria">{words.criteriaTitle}</h2>
      <p class="note">{words.criteriaNote}</p>
      <Scroll label={words.criteriaTitle}>
        <table class="plain why-table">
          <thead>
            <tr>
              <th scope="col">{words.criterion}</th>
              <th scope="col" class="number">
                {words.low}
              </th>
              <th scope="col" class="number">
                {words.before}
              </th>
              <th scope="col">{words.change}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id }) => {
              const name = labels.criterion(id);
              const [now, past] = [inIt(whole, id), before && inIt(before, id)];
              return (
                <tr key={id} class={view.criterion === id ? 'row-chosen' : undefined}>
                  <th scope="row">
                    {view.criterion === id ? <strong>{name}</strong> : <Link to={withCriterion(view, id)}>{name}</Link>}
                  </th>
                  <td class="number strong">
                    <LowFigure label={name} of={now} />
                  </td>
                  <td class="number">{before ? <LowFigure label={`${name}, ${words.before}`} of={past} /> : '–'}</td>
                  <ChangeCell now={now} past={past} broken={(before?.breaks.length ?? 0) > 0} />
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
