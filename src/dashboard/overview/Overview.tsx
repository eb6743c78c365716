/** First the answer, then the evidence, then how it was worked out. */
import { Breakdowns } from '../charts/Breakdowns.tsx';
import { CriteriaBars } from '../charts/CriteriaBars.tsx';
import { Levels } from '../charts/Levels.tsx';
import { Reasons } from '../charts/Reasons.tsx';
import { Trend } from '../charts/Trend.tsx';
import { Answer } from './Answer.tsx';
import { Method } from './Method.tsx';
import { Missing } from './Missing.tsx';

export function Overview() {
  return (
    <>
      <Missing />
      <Answer />
      <CriteriaBars />
      <Levels />
      <Trend />
      <Reasons />
      <Breakdowns />
      <Method />
    </>
  );
}
