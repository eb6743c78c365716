/** Language, larger text and contrast: in the same place on every screen, and never touching an answer. */
import { KIOSK_WORDS } from '../../ui/kiosk-words.ts';
import type { View } from '../visit.ts';

export function Tools({ view, onView }: { view: View; onView: (view: Partial<View>) => void }) {
  const words = KIOSK_WORDS[view.language];
  const other = view.language === 'vi' ? 'en' : 'vi';
  return (
    <fieldset class="tools" aria-label={words.tools}>
      <button type="button" class="tool" aria-pressed={view.larger} onClick={() => onView({ larger: !view.larger })}>
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <path d="M2 25L9 8L16 25M4.5 19.5H13.5M23 12V22M18 17H28" />
        </svg>
        <span class="tool-label">{words.larger}</span>
      </button>
      <button
        type="button"
        class="tool"
        aria-pressed={view.contrast}
        onClick={() => onView({ contrast: !view.contrast })}
      >
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <circle cx="16" cy="16" r="11" />
          <path class="solid" d="M16 5A11 11 0 0 1 16 27Z" />
        </svg>
        <span class="tool-label">{words.contrast}</span>
      </button>
      <button type="button" class="tool" lang={other} onClick={() => onView({ language: other })}>
        {words.otherLanguage}
      </button>
    </fieldset>
  );
}
