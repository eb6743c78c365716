/**
 * Whether a question fits on a tablet without scrolling: it is laid out, unseen, at the sizes of the tablets in use and
 * with the kiosk's own rules, and measured. Characters are only a guess; this is what a citizen would get.
 */
import { h, render } from 'preact';
import type { DraftCriterion, SurveyDraft } from '../../domain/survey-draft.ts';
import type { Language } from '../../ui/kiosk-words.ts';
import { TabletRate } from './TabletRate.tsx';
import { tabletSheet } from './tablet-css.ts';

/** CSS pixels of the tablets in use (browser/screens.test.ts has the same). */
export const SCREENS = {
  landscape: [1280, 800],
  portrait: [800, 1280],
  'small-landscape': [960, 600],
  'small-portrait': [600, 1024],
} as const;
export type ScreenName = keyof typeof SCREENS;
// Why: Object.keys forgets that the keys of a record are its names.
const NAMES = Object.keys(SCREENS) as ScreenName[];

export interface Misfit {
  criterion: string;
  language: Language;
  screen: ScreenName;
  reasons: boolean;
  larger: boolean;
}

/** @param frame holds a drawn tablet. @returns whether something lies outside the screen or its own button. */
export function overflows(frame: HTMLElement): boolean {
  const screen = frame.querySelector<HTMLElement>('.screen');
  if (!screen || screen.clientHeight === 0) return false;
  if (screen.scrollHeight > screen.clientHeight + 1 || screen.scrollWidth > screen.clientWidth + 1) return true;
  return [...screen.querySelectorAll('button')].some(
    (button) => button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 1,
  );
}

/** A place outside the page, of the size of a screen, with the kiosk's rules. */
function openBench() {
  const host = document.createElement('div');
  Object.assign(host.style, { position: 'fixed', left: '-9999px', top: '0', visibility: 'hidden' });
  host.inert = true;
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [tabletSheet()];
  const frame = document.createElement('div');
  frame.className = 'frame';
  root.append(frame);
  document.body.append(host);
  return {
    frame,
    close() {
      render(null, frame);
      host.remove();
    },
  };
}

/** What one criterion looks like depends on these words only. */
const keyOf = (draft: SurveyDraft, { question, reasons }: DraftCriterion) =>
  JSON.stringify([question, reasons, draft.levels, draft.unknown, draft.otherReason, draft.criteria.length]);
const measured = new Map<string, Omit<Misfit, 'criterion'>[]>();

function misfitsOf(draft: SurveyDraft, criterion: DraftCriterion, frame: HTMLElement): Omit<Misfit, 'criterion'>[] {
  const found: Omit<Misfit, 'criterion'>[] = [];
  for (const screen of NAMES) {
    const [width, height] = SCREENS[screen];
    Object.assign(frame.style, { width: `${width}px`, height: `${height}px` });
    for (const language of ['vi', 'en'] as const) {
      // From the plain case on: what does not fit there need not be said of the harder ones.
      for (const [reasons, larger] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        render(h(TabletRate, { draft, criterion, language, reasons, larger }), frame);
        if (!overflows(frame)) continue;
        found.push({ language, screen, reasons, larger });
        break;
      }
    }
  }
  return found;
}

/** Every case in which a question does not fit, those without larger text first; what did not change since the last time is not measured again. */
export function misfits(draft: SurveyDraft): Misfit[] {
  const isNew = (criterion: DraftCriterion) => !measured.has(keyOf(draft, criterion));
  if (draft.criteria.some(isNew)) {
    if (measured.size > 200) measured.clear();
    const bench = openBench();
    for (const criterion of draft.criteria.filter(isNew))
      measured.set(keyOf(draft, criterion), misfitsOf(draft, criterion, bench.frame));
    bench.close();
  }
  return draft.criteria
    .flatMap((criterion) =>
      (measured.get(keyOf(draft, criterion)) ?? []).map((one) => ({ ...one, criterion: criterion.id })),
    )
    .sort((a, b) => Number(a.larger) - Number(b.larger));
}
