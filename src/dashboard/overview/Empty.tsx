/** No ballots in the period: says so, says when the tablets were last heard of, and what will happen next. */
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { usePage } from './page.ts';
import { Devices } from './Devices.tsx';
import { viewSearch } from './view.ts';

export function Empty() {
  const { session, words: shell } = useShell();
  const { results, words, format, periodText, view, go } = usePage();
  const { period, today } = results;
  const onlyToday = period.from === today && period.to === today;
  return (
    <section class="empty">
      <h1>
        {onlyToday ? words.emptyToday : words.emptyPeriod}{' '}
        <span class="answer-period">{onlyToday ? format.day(today) : periodText}</span>
      </h1>
      <p>{words.emptyHint}</p>
      {session.hasUnits && (
        <p>
          <Link to={`/dashboard/offices${viewSearch(view)}`} class="link">
            {shell.sections.offices}
          </Link>
        </p>
      )}
      <Devices heading="h2" />
      {view.span.name !== 'year' && (
        <button type="button" class="button" onClick={() => go({ ...view, span: { name: 'year', at: null } })}>
          {words.emptyOther}
        </button>
      )}
    </section>
  );
}
