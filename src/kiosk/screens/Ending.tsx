/** After the last tap. Thanks come only once the record is on disk, and look the same whatever was answered. */
import { useEffect } from 'preact/hooks';
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';

/** Seen only when saving takes longer than an eye notices. */
export function Saving({ language }: { language: Language }) {
  return (
    <div class="ending saving">
      <h1 class="hint" data-heading tabIndex={-1}>
        {KIOSK_WORDS[language].saving}
      </h1>
    </div>
  );
}

function useClosing(afterMs: number, onClose: () => void) {
  useEffect(() => {
    const timer = setTimeout(onClose, afterMs);
    return () => clearTimeout(timer);
  }, [afterMs, onClose]);
}

/** Ends by itself, by the button, or by a tap anywhere. */
export function Thanks({ language, onClose }: { language: Language; onClose: () => void }) {
  const words = KIOSK_WORDS[language];
  useClosing(6000, onClose);
  useEffect(() => {
    const anywhere = ({ target }: MouseEvent) => {
      // The tools above stay what they are, and a touch during the quiet after arrival hits nothing in here.
      if (target instanceof Element && target.closest('main')) onClose();
    };
    window.addEventListener('click', anywhere);
    return () => window.removeEventListener('click', anywhere);
  }, [onClose]);
  return (
    <div class="ending">
      <svg class="seal" viewBox="0 0 96 96" aria-hidden="true" focusable="false">
        <circle cx="48" cy="48" r="44" />
        <path d="M28 50L42 64L69 34" />
      </svg>
      <h1 class="ending-title" data-heading tabIndex={-1}>
        {words.thanks}
      </h1>
      <p class="lead">{words.recorded}</p>
      <button type="button" class="button" onClick={onClose}>
        {words.done}
      </button>
    </div>
  );
}

/** The disk does not take it, and goes on being asked. Neither thanks nor blame. */
export function Unsaved({ language, onClose }: { language: Language; onClose: () => void }) {
  const words = KIOSK_WORDS[language];
  useClosing(30_000, onClose);
  return (
    <div class="ending">
      <h1 class="ending-title" data-heading tabIndex={-1}>
        {words.tellStaff}
      </h1>
      <p class="lead">{words.stillTrying}</p>
      <button type="button" class="button" onClick={onClose}>
        {words.done}
      </button>
    </div>
  );
}
