/** Outside the opening hours: a dark, calm screen. Whoever is there all the same can still rate. */
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';
import { weekday } from '../../domain/period.ts';
import type { Closed as Hours } from '../hours.ts';

export function Closed(props: { reopens: Hours['reopens']; language: Language; onBegin: () => void }) {
  const { reopens, language, onBegin } = props;
  const words = KIOSK_WORDS[language];
  return (
    <div class="ending closed drift">
      <h1 class="ending-title" data-heading tabIndex={-1}>
        {words.closed}
      </h1>
      {reopens && <p class="lead">{words.reopens(words.weekdays[weekday(reopens.day)] ?? '', reopens.time)}</p>}
      <button type="button" class="button" onClick={onBegin}>
        {words.rateAnyway}
      </button>
    </div>
  );
}
