/** The one sentence of what is wrong, with the way to what is behind it. */
import { viewSearch } from './view.ts';
import { Link } from '../shell/Link.tsx';
import { usePage } from './page.ts';

/** @param here true on the page "why" itself: then only a finding that would narrow it further has a link. */
export function Finding({ here = false }: { here?: boolean }) {
  const { results, words, labels, view } = usePage();
  const { kind, criterion, counter, when } = results.insight;
  if (kind === 'tooFew' || criterion === null) return <p class="finding finding-none quiet">{words.insight.tooFew}</p>;
  const where = [
    ...(counter === null ? [] : [labels.counter(counter)]),
    ...(when === null ? [] : [labels.halfDay(when)]),
  ].join(', ');
  const narrowing = counter === null ? view.narrowing : { ...view.narrowing, counter };
  const to = viewSearch({ ...view, narrowing, criterion, when: when ?? view.when });
  return (
    <p class={`finding finding-${kind}`}>
      <strong class="finding-words">
        {words.insight[kind](labels.criterion(criterion))}
        {where !== '' && words.insight.where(where)}.
      </strong>{' '}
      {(!here || to !== viewSearch(view)) && (
        <span class="screen-only">
          <Link to={`/dashboard/why${to}`}>{words.insight.why}</Link>
        </span>
      )}
    </p>
  );
}
