/** First the answer, then the evidence, then how it was worked out. */
import { Breakdowns } from '../charts/Breakdowns.tsx';
import { CriteriaBars } from '../charts/CriteriaBars.tsx';
import { Levels } from '../charts/Levels.tsx';
import { Reasons } from '../charts/Reasons.tsx';
import { Trend } from '../charts/Trend.tsx';
import { usePage } from './page.ts';
import { Answer } from './Answer.tsx';
import { Empty } from './Empty.tsx';
import { Caution, Method } from './Method.tsx';

export function Overview() {
  const { summary } = usePage();
  if (summary.ballots.all === 0)
    return (
      <>
        <Empty />
        <Caution />
      </>
    );
  return (
    <>
      <Answer />
      <CriteriaBars />
      <Levels />
      <Trend />
      <Reasons />
      <Breakdowns />
      <Method />
      <Caution />
    </>
  );
}
