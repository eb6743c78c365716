/** Pieces that the public page and the poster share: a figure in words, and bars on one scale with the goal through all. */
import type { PublicFigure, PublicResult } from '../../domain/report-publication.ts';
import { countText, intervalText, type Language, percentText } from '../reports/print.ts';
import { html, type Markup } from './html.ts';
import { PUBLIC_WORDS } from './words.ts';

export const goalText = (goal: number, language: Language): string => percentText(String(goal), language);

export function verdictText({ verdict, certain, smallSample }: PublicFigure, language: Language): string {
  const words = PUBLIC_WORDS[language];
  const judged = verdict === 'met' || verdict === 'notMet';
  return [
    words.verdicts[verdict],
    ...(judged && !certain ? [words.unsure] : []),
    ...(judged && smallSample ? [words.small] : []),
  ].join(', ');
}

/** "61,01 %", or the words for what is not there. */
export const figureText = ({ shown, verdict }: PublicFigure, language: Language): string =>
  shown === null
    ? PUBLIC_WORDS[language].verdicts[verdict === 'hidden' ? 'hidden' : 'noData']
    : percentText(shown, language);

export function rangeText({ low, high }: PublicFigure, goal: number, language: Language): string | null {
  if (low === null || high === null) return null;
  const [from = '', to = ''] = intervalText({ low, high }, goal, language).split(' – ');
  return PUBLIC_WORDS[language].between(from, to);
}

/** The bar of one figure; what it shows stands beside it in words. */
export function barOf({ index, low, high, verdict }: PublicFigure, goal: number): Markup {
  // A figure of the data, as a number that no other text can hide in.
  const at = (percent: number) => Number(percent.toFixed(3));
  const below = verdict === 'notMet';
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="track" width="100" height="6" />
    ${index !== null && html`<rect class="${below ? 'below' : 'reached'}" y="0.6" width="${at(index)}" height="4.8" />`}
    ${low !== null && high !== null && html`<rect class="whisker" x="${at(low)}" y="2.7" width="${at(high - low)}" height="0.6" />`}
    <rect class="goal" x="${at(Math.min(goal, 99.6) - 0.2)}" width="0.4" height="6" />
  </svg>`;
}

/** Names from the data are kept apart from the direction of the text around them. */
export const nameIn = (name: { vi: string; en: string }, language: Language): Markup =>
  html`<bdi dir="auto">${name[language]}</bdi>`;

export function channelList({ channels }: PublicResult, language: Language): string {
  const names: Readonly<Record<string, string>> = PUBLIC_WORDS[language].channelNames;
  return channels.map(({ id, ballots }) => `${names[id] ?? id} ${countText(ballots, language)}`).join(', ');
}
