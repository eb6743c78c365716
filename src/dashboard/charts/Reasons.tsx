/** The ranking of reasons: over all criteria, then for each. Counts of choices, on bars that start at 0. */
import type { ReasonTally } from '../../domain/results.ts';
import { usePage } from '../overview/page.ts';
import { withCriterion as onlyReason } from '../overview/narrow.ts';
import { Link } from '../shell/Link.tsx';
import { Explain } from './Explain.tsx';
import { reasonFacts } from './explain-facts.ts';

/** How many the ranking over all criteria shows; the lists by criterion show every one. */
const FIRST = 8;

const ranked = (reasons: readonly ReasonTally[]) =>
  reasons.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);

function Ranking({
  reasons,
  most,
  withCriterion,
}: {
  reasons: readonly ReasonTally[];
  most: number;
  withCriterion: boolean;
}) {
  const page = usePage();
  const { labels, format, view, words } = page;
  return (
    <ol class="ranking">
      {reasons.map(({ criterion, reason, count }) => (
        <li key={`${criterion}/${reason}`}>
          <span class="rank-name">
            <Link to={`/dashboard/why${onlyReason(view, criterion, reason)}`}>{labels.reason(criterion, reason)}</Link>
            {withCriterion && <span class="rank-criterion">{labels.criterion(criterion)}</span>}
          </span>
          <span class="rank-count">
            <Explain
              label={labels.reason(criterion, reason)}
              facts={() => reasonFacts(page, criterion, count)}
              to={{ text: words.explain.onlyThis, address: `/dashboard/why${onlyReason(view, criterion, reason)}` }}
            >
              {format.count(count)}
            </Explain>
          </span>
          <svg class="rank-bar" aria-hidden="true" focusable="false">
            <rect class="rank-fill" width={`${(100 * count) / most}%`} height="100%" />
          </svg>
        </li>
      ))}
    </ol>
  );
}

export function Reasons() {
  const { results, words, format, labels } = usePage();
  const all = ranked(results.reasons);
  const most = all[0]?.count ?? 1;
  const first = all.slice(0, FIRST);
  const byCriterion = results.total.criteria
    .map(({ id }) => ({ id, list: all.filter(({ criterion }) => criterion === id) }))
    .filter(({ list }) => list.length > 0);
  return (
    <section class="block" aria-labelledby="reasons-title">
      <h2 id="reasons-title">{words.reasonsTitle}</h2>
      {all.length === 0 ? (
        <p class="quiet">{words.noReasons}</p>
      ) : (
        <>
          <p class="note">{words.reasonsNote}</p>
          <div class="reasons">
            <div class="reasons-overall">
              <h3>{words.reasonsOverall}</h3>
              <Ranking reasons={first} most={most} withCriterion />
              {all.length > first.length && (
                <p class="note">{words.reasonsShown(format.count(first.length), format.count(all.length))}</p>
              )}
            </div>
            <div class="reasons-by">
              {byCriterion.map(({ id, list }) => (
                <div class="reasons-one" key={id}>
                  <h3>{labels.criterion(id)}</h3>
                  <Ranking reasons={list} most={most} withCriterion={false} />
                </div>
              ))}
            </div>
          </div>
        </>
      )}
    </section>
  );
}
