/** The reasons, most frequent first, held against the period before on the same number of answers. */
import type { ReasonTally, Results } from '../../domain/results.ts';
import type { Why } from '../../domain/results-why.ts';
import { shareOf } from '../../domain/summary-parts.ts';
import { Explain } from '../charts/Explain.tsx';
import { reasonFacts } from '../charts/explain-facts.ts';
import { Scroll } from '../charts/Figures.tsx';
import { withCriterion } from '../overview/narrow.ts';
import { usePage } from '../overview/page.ts';
import { Link } from '../shell/Link.tsx';
import { lowOf } from './low.ts';
import { useWhyWords } from './useWhy.ts';

const FIRST = 15;

const validIn = ({ total, hidden }: Pick<Results, 'total' | 'hidden'>, id: string): number | null => {
  const one = total.criteria.find((each) => each.id === id);
  return one && !hidden.criteria.includes(id) ? lowOf([one]).valid : null;
};

function Row({ one, why, most }: { one: ReasonTally; why: Why; most: number }) {
  const page = usePage();
  const { labels, format, view } = page;
  const { criterion, reason, count } = one;
  const { before } = why.results;
  const past = why.reasonsBefore.find((each) => each.criterion === criterion && each.reason === reason)?.count ?? 0;
  const per100 = (times: number, valid: number | null) => {
    const share = valid === null ? null : shareOf(times, valid);
    return share ? format.share(share.index) : '–';
  };
  const chosen = view.reason === reason && view.criterion === criterion;
  const name = labels.reason(criterion, reason);
  return (
    <tr class={chosen ? 'row-chosen' : undefined}>
      <th scope="row">
        {chosen ? <strong>{name}</strong> : <Link to={withCriterion(view, criterion, reason)}>{name}</Link>}
        {view.criterion === null && <span class="td-note">{labels.criterion(criterion)}</span>}
        <svg class="rank-bar" aria-hidden="true" focusable="false">
          <rect class="rank-fill" width={`${(100 * count) / most}%`} height="100%" />
        </svg>
      </th>
      <td class="number strong">
        <Explain label={name} facts={() => reasonFacts(page, criterion, count)}>
          {format.count(count)}
        </Explain>
      </td>
      <td class="number">{per100(count, validIn(why.results, criterion))}</td>
      <td class="number">{before ? per100(past, validIn(before, criterion)) : '–'}</td>
    </tr>
  );
}

export function ReasonsTable({ why }: { why: Why }) {
  const { results, format, words: common } = usePage();
  const words = useWhyWords();
  const shown = results.reasons.slice(0, FIRST);
  return (
    <section class="block" aria-labelledby="why-reasons">
      <h2 id="why-reasons">{words.reasonsTitle}</h2>
      {shown.length === 0 ? (
        <p class="quiet">{words.noReasons}</p>
      ) : (
        <>
          <p class="note">{words.reasonsNote}</p>
          <Scroll label={words.reasonsTitle}>
            <table class="plain why-table">
              <thead>
                <tr>
                  <th scope="col">{words.reason}</th>
                  <th scope="col" class="number">
                    {words.count}
                  </th>
                  <th scope="col" class="number">
                    {words.per100}
                  </th>
                  <th scope="col" class="number">
                    {words.before}
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <Row key={`${one.criterion}/${one.reason}`} one={one} why={why} most={shown[0]?.count ?? 1} />
                ))}
              </tbody>
            </table>
          </Scroll>
          {results.reasons.length > FIRST && (
            <p class="note">{common.reasonsShown(format.count(FIRST), format.count(results.reasons.length))}</p>
          )}
        </>
      )}
    </section>
  );
}
