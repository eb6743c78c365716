/**
 * The index, its interval and the goal on one short scale whose ends are written on it. The words above say the same; it
 * is decoration.
 */
import { toNumber, type Fraction } from '../../domain/fraction.ts';
import type { Interval } from '../../domain/summary.ts';
import { usePage } from '../overview/page.ts';
import { axisFrom } from '../overview/trend.ts';

export function Ruler({ index, interval: { low, high } }: { index: Fraction; interval: Interval }) {
  const { summary, words, format } = usePage();
  const from = axisFrom([low, summary.goal]);
  const place = (percent: number) => (100 * (percent - from)) / (100 - from);
  const at = (percent: number) => `${place(percent)}%`;
  const goal = at(summary.goal);
  return (
    <div class="ruler" aria-hidden="true">
      {/* Moved back by the same share of its own width, so that it never hangs over an end. */}
      <span class="ruler-goal" style={{ left: goal, transform: `translateX(-${goal})` }}>
        {words.goalIs(format.goal)}
      </span>
      <svg class="ruler-line" focusable="false">
        <rect class="ruler-track" x="0" y="14" width="100%" height="2" />
        <rect class="ruler-span" x={at(low)} y="8" width={`${place(high) - place(low)}%`} height="14" rx="3" />
        <line class="goal-line" x1={goal} x2={goal} y1="0" y2="30" />
        <circle class="ruler-point" cx={at(toNumber(index))} cy="15" r="6.5" />
      </svg>
      <span class="ruler-end">{format.percent(String(from))}</span>
      <span class="ruler-end">{format.percent('100')}</span>
    </div>
  );
}
