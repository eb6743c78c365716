/** Counters, fields and months side by side. Nothing is ranked: a funnel tells what is more than chance. */
import { Comparison } from '../../domain/results-comparison.ts';
import { COMPARE_WORDS } from '../../ui/words/compare.ts';
import { PeriodPage } from '../overview/PeriodPage.tsx';
import { useShell } from '../shell/shell.ts';
import './compare.css';
import { Funnel } from './Funnel.tsx';
import { Measure } from './Measure.tsx';
import { Months } from './Months.tsx';

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
          <Measure criteria={comparison.results.total.criteria} />
          <Funnel by="counters" />
          <Funnel by="fields" />
          <Months comparison={comparison} />
        </>
      )}
    </PeriodPage>
  );
}
