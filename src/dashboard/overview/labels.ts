/** The names that people read for the ids in the results. An id that nothing names any more is shown as it is. */
import type { HalfDay } from '../../domain/insight.ts';
import type { Results } from '../../domain/results.ts';
import { criterionWords, reasonWords } from '../../domain/survey-names.ts';
import type { Words } from '../../domain/survey.ts';
import { addDays, type Period } from '../../domain/period.ts';
import type { DashboardWords, Language } from '../../ui/dashboard-words.ts';
import type { Format } from '../format.ts';
import type { Span } from './view.ts';

/** What a breakdown is by; each is a list of groups in the results. */
export type Breakdown = 'counters' | 'fields' | 'stages' | 'channels';
export const BREAKDOWNS: readonly Breakdown[] = ['counters', 'fields', 'stages', 'channels'];

export interface Labels {
  text: (words: Words) => string;
  criterion: (id: string) => string;
  counter: (id: string) => string;
  group: (by: Breakdown, id: string) => string;
  reason: (criterion: string, reason: string) => string;
  halfDay: (when: HalfDay) => string;
}

export function createLabels(results: Results, words: DashboardWords, language: Language): Labels {
  const { survey, names } = results;
  const text = (of: Words) => of[language];
  const find = (list: readonly { id: string; label: Words }[], id: string) => {
    const found = list.find((one) => one.id === id);
    return found ? text(found.label) : id;
  };
  const counter = (id: string) => names.counters.find((one) => one.id === id)?.name ?? id;
  const textOr = (of: Words | null, id: string) => (of ? text(of) : id);
  return {
    text,
    counter,
    criterion: (id) => textOr(criterionWords(results, id), id),
    group: (by, id) => {
      if (id === '') return words.none;
      if (by === 'counters') return counter(id);
      if (by === 'channels') return Object.entries(words.channels).find(([key]) => key === id)?.[1] ?? id;
      return find(by === 'fields' ? survey.fields : survey.stages, id);
    },
    halfDay: ({ half, weekday }) => words.insight.when(words.insight.halves[half], words.weekdays[weekday] ?? ''),
    reason: (criterion, reason) => textOr(reasonWords(results, criterion, reason), reason),
  };
}

/** The heading for a period; `name` is how it was chosen. */
export function periodLabel(name: Span['name'], { from, to }: Period, today: string, words: DashboardWords, f: Format) {
  const month = Number(from.slice(5, 7));
  switch (name) {
    case 'today':
      return from === today ? words.todayIs(f.day(from)) : f.day(from);
    case 'week':
      return words.weekIs(f.shortDay(from), f.day(to));
    case 'month':
      return words.monthIs(month, from.slice(0, 4));
    case 'quarter':
      return words.quarterIs((month + 2) / 3, from.slice(0, 4));
    case 'year':
      return words.yearIs(from.slice(0, 4));
    case 'range':
      return from === to ? f.day(from) : words.rangeIs(f.day(from), f.day(to));
  }
}

/** True while the period has days to come. */
export const isOpen = ({ to }: Period, today: string): boolean => to >= addDays(today, 1);
