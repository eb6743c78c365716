/** The overview: the figure first, then what it is made of. */
import { Results } from '../../domain/results.ts';
import { Overview } from './Overview.tsx';
import { PeriodPage } from './PeriodPage.tsx';

export function Section() {
  return (
    <PeriodPage head={null} schema={Results} path="results" leavesOut resultsOf={(results) => results}>
      {() => <Overview />}
    </PeriodPage>
  );
}
