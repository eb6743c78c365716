/** What every part of the page needs to print its figures: the words, the formats and the names, in the chosen language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Results } from '../../domain/results.ts';
import type { Summary } from '../../domain/summary.ts';
import type { Method } from '../../domain/survey.ts';
import type { DashboardWords, Language } from '../../ui/dashboard-words.ts';
import type { Format } from '../format.ts';
import type { Labels } from './labels.ts';
import type { View } from './view.ts';

export interface Page {
  view: View;
  language: Language;
  words: DashboardWords;
  format: Format;
  labels: Labels;
  results: Results;
  summary: Summary;
  /** With all ballots, and without the flagged ones: whichever of the two `summary` is. `null` where it is not told. */
  figures: { all: Summary; without: Summary | null };
  method: Method;
  /** The heading for the period. */
  periodText: string;
  /** When the results were fetched. */
  at: number;
  go: (view: View) => void;
}

const PageContext = createContext<Page | null>(null);
export const PageProvider = PageContext.Provider;

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('usePage needs a PageProvider around it');
  return page;
}
