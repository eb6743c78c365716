/** Both figures in one line: with all ballots, and without those that look as if staff had entered them. */
import { SIGNAL_WORDS } from '../../ui/words/signals.ts';
import { Link } from '../shell/Link.tsx';
import { usePage } from './page.ts';
import { viewSearch } from './view.ts';

export function FlaggedLine() {
  const { view, language, results, figures, format } = usePage();
  const words = SIGNAL_WORDS[language];
  const { flagged } = results;
  if (flagged.ballots === 0) return null;
  const ballots = format.count(flagged.ballots);
  const list = (
    <Link class="screen-only" to={`/dashboard/signals${viewSearch(view)}`}>
      {words.details}
    </Link>
  );
  const { without, all } = figures;
  const [now, other] = view.withoutFlagged ? [without, all] : [all, without];
  if (!now?.overall.index || !other?.overall.index)
    return (
      <p class="flagged-line quiet">
        {words.lineHidden(ballots)} {list}
      </p>
    );
  const index = format.percent(format.index(other.overall.index));
  return (
    <p class={view.withoutFlagged ? 'flagged-line flagged-out' : 'flagged-line'}>
      {view.withoutFlagged ? words.lineWithout(ballots, index) : words.line(ballots, index)}{' '}
      <Link class="screen-only" to={viewSearch({ ...view, withoutFlagged: !view.withoutFlagged })}>
        {view.withoutFlagged ? words.showAll : words.showWithout}
      </Link>{' '}
      {list}
      {view.withoutFlagged && <span class="flagged-note quiet">{words.onlyAbove}</span>}
    </p>
  );
}
