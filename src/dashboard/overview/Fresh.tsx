/** How fresh the figures are. */
import type { DashboardWords } from '../../ui/dashboard-words.ts';

export interface FreshProps {
  words: DashboardWords;
  /** When the figures were fetched, as people write it. */
  when: string;
  state: 'live' | 'connecting' | 'lost';
}

/** Read out politely: to the minute only, so that a busy counter does not talk all the time. */
export function Fresh({ words, when, state }: FreshProps) {
  return (
    <output class={`fresh fresh-${state} screen-only`}>
      <span class="fresh-mark" aria-hidden="true" />
      {state === 'lost'
        ? words.lost(when)
        : `${words.updated(when)} · ${state === 'live' ? words.live : words.connecting}`}
    </output>
  );
}
