/** The half-day that the sentence of the page names, as one figure with its reasons; the heat map frames its hours. */
import type { HalfDay } from '../../domain/insight.ts';
import type { HourCell, HourReason } from '../../domain/results-why.ts';
import { usePage } from '../overview/page.ts';
import { halfDaySum } from './heat.ts';
import { LowFigure } from './LowFigure.tsx';
import { useWhyWords } from './useWhy.ts';

const TOP = 3;

export interface HalfDayLineProps {
  when: HalfDay;
  cells: readonly HourCell[];
  reasons: readonly HourReason[];
}

export function HalfDayLine({ when, cells, reasons }: HalfDayLineProps) {
  const { labels, view, format } = usePage();
  const words = useWhyWords();
  const { low, valid, hiddenCells, hours } = halfDaySum(cells, view.criterion ?? '', when);
  const counts = new Map<string, number>();
  for (const { hour, criterion, reason, count } of reasons) {
    if (!hours.includes(hour) || (view.criterion !== null && criterion !== view.criterion)) continue;
    const name = labels.reason(criterion, reason);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const top = [...counts].sort(([, a], [, b]) => b - a).slice(0, TOP);
  const name = labels.halfDay(when);
  return (
    <p class="heat-half">
      <span class="heat-half-mark" aria-hidden="true" /> {words.halfDay(name)}{' '}
      <strong>
        <LowFigure label={name} of={{ low, valid }} />
      </strong>
      {top.length > 0 && (
        <span class="heat-half-reasons">
          {words.reasonsHere}: {top.map(([reason, count]) => `${reason} (${format.count(count)})`).join(', ')}.
        </span>
      )}
      {hiddenCells > 0 && <span class="quiet"> {words.halfDayHidden(format.count(hiddenCells))}</span>}
    </p>
  );
}
