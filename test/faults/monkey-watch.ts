/**
 * Runs inside the page, before the program: notes each screen that comes, and each ballot that the screens hand over to be saved.
 * A ballot gets a number of its own on the way. The notes lie in the tab's own storage, which outlives a reload.
 */
import type { Page } from 'playwright-core';
import type { Draft } from '../../src/domain/submission.ts';

/** A word that the monkey types begins with this. */
export const WORD = 'zqmonkey';
export type Note =
  | { kind: 'page' }
  | {
      kind: 'screen';
      name: string;
      /** What is chosen on it, and what stands in its text field. */
      chosen: number;
      written: string;
      /** Words of the monkey's that stand anywhere in the page. */
      words: string[];
      /** Vietnamese, and neither larger nor with more contrast. */
      plain: boolean;
    }
  | { kind: 'draft'; mark: number; draft: Draft }
  | { kind: 'saved'; mark: number };

const NOTES = 'monkey-notes';
const FIRST_MARK = 1000;
/** Ballots that a harness hands over itself have numbers from here on, longer than any visit takes; they are let through. */
export const OWN_MARKS = 50_000_000;

function watch([notesName, firstMark, ownMarks, word]: readonly [string, number, number, string]): void {
  const note = (one: Note) => {
    const before = JSON.parse(sessionStorage.getItem(notesName) ?? '[]') as Note[];
    sessionStorage.setItem(notesName, JSON.stringify([...before, one]));
  };
  const nextMark = () => {
    const mark = Number(sessionStorage.getItem(`${notesName}-mark`) ?? firstMark);
    sessionStorage.setItem(`${notesName}-mark`, String(mark + 1));
    return mark;
  };
  note({ kind: 'page' });

  // The program puts its port here (kiosk-page.ts).
  const marks = new WeakMap<Draft, number>();
  Object.defineProperty(window, 'kioskPort', {
    configurable: true,
    set(port: { save(draft: Draft): Promise<void> }) {
      const save = port.save.bind(port);
      port.save = async (draft) => {
        if (draft.tookMs >= ownMarks) return save(draft);
        // Tried again, it is the same ballot.
        const mark = marks.get(draft) ?? nextMark();
        const marked = { ...draft, tookMs: mark };
        if (!marks.has(draft)) note({ kind: 'draft', mark, draft: marked });
        marks.set(draft, mark);
        await save(marked);
        note({ kind: 'saved', mark });
      };
      Object.defineProperty(window, 'kioskPort', { value: port });
    },
  });

  let shown = '';
  const look = () => {
    const name = document.querySelector<HTMLElement>('[data-screen]')?.dataset['screen'] ?? '';
    if (name === shown || name === '') return;
    shown = name;
    const root = document.documentElement;
    const written = document.querySelector('textarea')?.value ?? '';
    const everything = `${root.outerHTML} ${written} ${JSON.stringify(history.state)} ${location.href}`;
    note({
      kind: 'screen',
      name,
      chosen: document.querySelectorAll('main [aria-pressed="true"]').length,
      written,
      words: everything.match(new RegExp(`${word}\\d+`, 'g')) ?? [],
      plain: root.lang === 'vi' && !root.hasAttribute('data-larger') && !root.hasAttribute('data-contrast'),
    });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

/** @param firstMark for the first ballot of this tab; a tablet that was started again begins another tab. */
export const watchPage = (page: Page, firstMark = FIRST_MARK): Promise<unknown> =>
  page.addInitScript(watch, [NOTES, firstMark, OWN_MARKS, WORD] as const);

/** What was noted since it was last asked; nothing while the page is loading itself anew. */
export const notesOf = (page: Page): Promise<Note[]> =>
  page
    .evaluate((name) => {
      const text = sessionStorage.getItem(name) ?? '[]';
      sessionStorage.removeItem(name);
      return JSON.parse(text) as Note[];
    }, NOTES)
    .catch(() => []);
