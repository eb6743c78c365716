/**
 * Closes the ways out of the app that a page can close: menus, selection, dragging, zoom, printing, searching, other windows.
 * What the system itself offers (its gestures, its keyboard, its developer tools) is closed by the tablet's kiosk mode.
 */

/** With Control or Command; letters are those of `KeyboardEvent.code`, so that no keyboard layout gets round them. */
const CODES = new Set(
  ['A', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'W']
    .map((letter) => `Key${letter}`)
    .concat(['Equal', 'Minus', 'NumpadAdd', 'NumpadSubtract', 'Digit0', 'Numpad0', 'Tab', 'Escape']),
);
const WRITING = 'input, textarea';
/** Where staff put a code in, pasting is of use; a citizen's words are never copied anywhere. */
const PASTING = '.enrol input';

const isIn = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null;

/** @returns whether a key would lead away from the app, or change how it is shown. The staff's Ctrl+Alt+N stays. */
export function leadsAway(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>): boolean {
  const { code, ctrlKey, metaKey, altKey, target } = event;
  if (/^F\d{1,2}$/.test(code) || code === 'ContextMenu' || code.startsWith('Browser') || code.startsWith('Launch'))
    return true;
  if (altKey && !ctrlKey) return ['ArrowLeft', 'ArrowRight', 'Home', 'KeyD', 'KeyE', 'KeyF'].includes(code);
  if (!(ctrlKey || metaKey) || (altKey && code === 'KeyN')) return false;
  // Selecting all of one's own words harms nobody.
  return CODES.has(code) && !(code === 'KeyA' && isIn(target, WRITING));
}

/** For as long as the page lives. */
export function harden(page: Document): void {
  const never = (event: globalThis.Event) => event.preventDefault();
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick', 'gesturestart', 'gesturechange'])
    page.addEventListener(type, never, { capture: true });
  page.addEventListener('selectstart', (event) => !isIn(event.target, WRITING) && event.preventDefault());
  for (const type of ['copy', 'cut', 'paste'])
    page.addEventListener(type, (event) => !isIn(event.target, PASTING) && event.preventDefault(), { capture: true });
  page.addEventListener('keydown', (event) => leadsAway(event) && event.preventDefault(), { capture: true });
  // Two fingers, or the wheel with Control, would zoom; the middle button would scroll by itself.
  page.addEventListener(
    'touchmove',
    // What began before cannot be stopped any more.
    (event) => event.cancelable && event.touches.length > 1 && event.preventDefault(),
    { passive: false },
  );
  page.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  page.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault());
}
