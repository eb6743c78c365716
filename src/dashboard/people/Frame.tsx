/** What is around every gate: whose it is, the heading, the language. Over a page it is a dialog, else it is the page. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Mark } from '../../ui/Mark.tsx';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import type { Address } from '../shell/address.ts';
import { inLanguage } from '../shell/address.ts';
import { rememberLanguage } from '../shell/language.ts';
import type { Shell } from '../shell/shell.ts';

const OTHER = { vi: { id: 'en', name: 'English' }, en: { id: 'vi', name: 'Tiếng Việt' } } as const;
const HEADING = 'gate-heading';

export interface FrameProps {
  address: Address;
  go: Shell['go'];
  /** The office, once it is known. */
  office: string | null;
  over: boolean;
  children: ComponentChildren;
}

export function Frame({ address, go, office, over, children }: FrameProps) {
  const words = PEOPLE_WORDS[address.language];
  const other = OTHER[address.language];
  const inside = (
    <>
      <header class="gate-head">
        <Mark />
        <p>
          <strong>{words.product}</strong>
          {office !== null && <span class="quiet">{office}</span>}
        </p>
      </header>
      {children}
      <footer class="gate-foot">
        <button
          type="button"
          class="link"
          lang={other.id}
          onClick={() => {
            rememberLanguage(other.id);
            go(inLanguage(other.id, location), { replace: true });
          }}
        >
          {other.name}
        </button>
      </footer>
    </>
  );
  return over ? (
    <dialog open class="gate" aria-modal="true" aria-labelledby={HEADING}>
      {inside}
    </dialog>
  ) : (
    <main class="gate">{inside}</main>
  );
}

/** @param focus where the step begins with something to read; a step of one field puts the focus there instead. */
export function GateHeading({ text, focus = false }: { text: string; focus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  useEffect(() => {
    const before = document.title;
    document.title = `${text} – Hài Lòng`;
    return () => void (document.title = before);
  }, [text]);
  return (
    <h1 id={HEADING} ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
