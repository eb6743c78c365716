/** Counters, fields and months side by side. Nothing is ranked: a funnel tells what is more than chance. */
import { Comparison } from '../../domain/results-comparison.ts';
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import { withCriterion } from '../overview/narrow.ts';
import { usePage } from '../overview/page.ts';
import { PeriodPage } from '../overview/PeriodPage.tsx';
import { useShell } from '../shell/shell.ts';
import './compare.css';
import { Funnel } from './Funnel.tsx';
import { Months } from './Months.tsx';

/** What the groups are compared by: ballots as a whole, or one criterion. */
function Measure({ comparison }: { comparison: Comparison }) {
  const { view, labels, language } = usePage();
  const { go } = useShell();
  const words = COMPARE_WORDS[language];
  return (
    <label class="field compare-measure screen-only">
      <span>{words.measure}</span>
      <select
        class="input"
        value={view.criterion ?? ''}
        onChange={({ currentTarget }) => go(withCriterion(view, currentTarget.value || null))}
      >
        <option value="">{words.allSatisfied}</option>
        {comparison.results.total.criteria.map(({ id }) => (
          <option key={id} value={id} selected={id === view.criterion}>
            {labels.criterion(id)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Months and hours cost the server more than the overview does. */
const HEAVY_MS = 10_000;

export function Section() {
  const { language } = useShell();
  const words = COMPARE_WORDS[language];
  return (
    <PeriodPage
      head={{ title: words.title, intro: words.intro }}
      gap={HEAVY_MS}
      schema={Comparison}
      path="results/comparison"
      resultsOf={({ results }) => results}
    >
      {(comparison) => (
        <>
          <Measure comparison={comparison} />
          <Funnel by="counters" />
          <Funnel by="fields" />
          <Months comparison={comparison} />
        </>
      )}
    </PeriodPage>
  );
}
