/** What the screens need from the page around them: its attributes, the way back, and quiet after a screen arrives. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { View } from './visit.ts';

/** Language and display live on the root element, where CSS and screen readers look. */
export function usePageView({ language, larger, contrast }: View): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.toggleAttribute('data-larger', larger);
    if (contrast) root.dataset['contrast'] = 'more';
    else delete root.dataset['contrast'];
  }, [language, larger, contrast]);
}

/** The device's back button never leaves the page; it means what the button "back" means. */
export function useBackTrap(onBack: () => void): void {
  const back = useRef(onBack);
  back.current = onBack;
  useEffect(() => {
    const trap = () => history.pushState({ kiosk: true }, '');
    const popped = () => {
      trap();
      back.current();
    };
    if (history.state === null) trap();
    window.addEventListener('popstate', popped);
    return () => window.removeEventListener('popstate', popped);
  }, []);
}

/** Focuses an element when it comes, for screens that come later than their key. */
export function useFocus<Kind extends HTMLElement>() {
  const element = useRef<Kind>(null);
  useEffect(() => element.current?.focus({ preventScroll: true }), []);
  return element;
}

/** The second half of a double tap must not answer a question that has not been read. */
const QUIET_MS = 450;

/**
 * Moves the focus to the heading of each new screen, and keeps touches off it for a moment after it came.
 * @param key changes with the screen, never with the language
 * @param part whether a further part of the same screen is open; then its own heading gets the focus
 */
export function useArrival(key: string, part: boolean) {
  const screen = useRef<HTMLElement>(null);
  const seen = useRef({ key, part });
  useLayoutEffect(() => {
    const element = screen.current;
    const { key: keyBefore, part: partBefore } = seen.current;
    const same = keyBefore === key;
    seen.current = { key, part };
    if (!element || (same && (!part || partBefore))) return;
    element.toggleAttribute('data-arriving', true);
    const timers = [
      setTimeout(() => element.removeAttribute('data-arriving'), QUIET_MS),
      // Focusing asks for a layout: only after the new screen was painted, so that it does not come later for it.
      setTimeout(() => {
        const heading = same ? '[data-part]' : '[data-heading]';
        element.querySelector<HTMLElement>(heading)?.focus({ preventScroll: true });
      }, 50),
    ];
    return () => {
      for (const timer of timers) clearTimeout(timer);
      element.removeAttribute('data-arriving');
    };
  }, [key, part]);
  return screen;
}
