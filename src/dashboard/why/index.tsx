/** Why people are not satisfied: with what, when, for which reason and where, and the way to what they wrote. */
import { mayAct } from '../../domain/account.ts';
import { Why } from '../../domain/results-why.ts';
import { WHY_WORDS } from '../../ui/words/why.ts';
import { Finding } from '../overview/Finding.tsx';
import { usePage } from '../overview/page.ts';
import { PeriodPage } from '../overview/PeriodPage.tsx';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { CriteriaTable } from './CriteriaTable.tsx';
import { HeatMap } from './HeatMap.tsx';
import { PlaceTables } from './PlaceTables.tsx';
import { ReasonsTable } from './ReasonsTable.tsx';
import { useWhyWords } from './useWhy.ts';
import './why.css';

/** The remarks of ballots that were not satisfied with the same, at the same place, in the same period. */
function RemarksLink() {
  const { session } = useShell();
  const { view, results } = usePage();
  const words = useWhyWords();
  if (!mayAct(session.account.role, 'team')) return null;
  const { counter, field } = view.narrowing;
  const query = new URLSearchParams({ from: results.period.from, to: results.period.to });
  if (view.criterion !== null) query.set('criterion', view.criterion);
  if (counter) query.set('counter', counter);
  if (field) query.set('field', field);
  return (
    <p class="screen-only">
      <Link class="link" to={`/dashboard/remarks?${query.toString()}`}>
        {words.remarks}
      </Link>
    </p>
  );
}

/** The half-day stands among what the page is narrowed by, and only the map of hours follows it. */
function AllHours() {
  const { view, labels } = usePage();
  const words = useWhyWords();
  return view.when ? <p class="note">{words.allHours(labels.halfDay(view.when))}</p> : null;
}

/** Months and hours cost the server more than the overview does. */
const HEAVY_MS = 10_000;

export function Section() {
  const { language } = useShell();
  const words = WHY_WORDS[language];
  return (
    <PeriodPage
      head={{ title: words.title, intro: words.intro }}
      gap={HEAVY_MS}
      schema={Why}
      path="results/why"
      resultsOf={({ results }) => results}
    >
      {(why) => (
        <>
          <Finding here />
          <RemarksLink />
          <AllHours />
          <CriteriaTable whole={why.results} />
          <HeatMap why={why} />
          <ReasonsTable why={why} />
          <PlaceTables why={why} />
        </>
      )}
    </PeriodPage>
  );
}
