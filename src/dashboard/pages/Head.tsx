/** Whose results these are, the language, printing, and how fresh the figures are. */
import type { DashboardWords, Language } from '../../ui/dashboard-words.ts';
import type { View } from '../view.ts';

export interface HeadProps {
  view: View;
  words: DashboardWords;
  /** `null` until the first results have come. */
  office: string | null;
  go: (view: View) => void;
}
const LANGUAGES: readonly { id: Language; name: string }[] = [
  { id: 'vi', name: 'Tiếng Việt' },
  { id: 'en', name: 'English' },
];

export function Head({ view, words, office, go }: HeadProps) {
  return (
    <header class="head">
      <p class="head-name">
        <span class="head-office">{office ?? 'Hài Lòng'}</span>
        <span class="head-title">{words.title}</span>
      </p>
      <div class="head-tools screen-only">
        <fieldset class="languages" aria-label={words.language}>
          {LANGUAGES.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              lang={id}
              aria-pressed={view.language === id}
              onClick={() => go({ ...view, language: id })}
            >
              <span class="long">{name}</span> <span class="short">{id.toUpperCase()}</span>
            </button>
          ))}
        </fieldset>
        {office !== null && (
          <button type="button" class="print" onClick={() => window.print()}>
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
              <path d="M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z" />
            </svg>
            <span class="long">{words.print}</span>
          </button>
        )}
      </div>
    </header>
  );
}

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
