/** A calm poster with one thing to do. Staff get in by a long press on the office's name (or Ctrl+Alt+N on a keyboard). */
import { useEffect, useRef } from 'preact/hooks';
import type { Survey } from '../../domain/survey.ts';
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';
import { Mark, WAVES } from '../../ui/Mark.tsx';

const LONG_PRESS_MS = 3000;

export function OfficeName({ name, onStaff }: { name: string; onStaff: () => void }) {
  const timer = useRef(0);
  const release = () => clearTimeout(timer.current);
  const press = () => {
    release();
    timer.current = window.setTimeout(onStaff, LONG_PRESS_MS);
  };
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (event.ctrlKey && event.altKey && event.code === 'KeyN') onStaff();
    };
    window.addEventListener('keydown', typed);
    return () => {
      release();
      window.removeEventListener('keydown', typed);
    };
  }, [onStaff]);
  return (
    <p class="office" onPointerDown={press} onPointerUp={release} onPointerCancel={release} onPointerLeave={release}>
      <Mark />
      <span>{name}</span>
    </p>
  );
}

export function Welcome({ survey, language, onBegin }: { survey: Survey; language: Language; onBegin: () => void }) {
  const invitation = survey.invitation[language];
  return (
    <>
      <svg class="poster" viewBox="40 90 372 372" aria-hidden="true" focusable="false">
        <circle cx="256" cy="164" r="62" />
        <path d={WAVES} />
      </svg>
      <div class="welcome drift">
        <h1 class="invitation" data-heading tabIndex={-1} data-long={invitation.length > 110}>
          {invitation}
        </h1>
        <button type="button" class="button primary start" onClick={onBegin}>
          {KIOSK_WORDS[language].start}
        </button>
      </div>
    </>
  );
}
