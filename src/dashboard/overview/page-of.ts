/** Results and a view to the page: one criterion only where the view says so, and no overall figure beside hidden parts. */
import type { Results } from '../../domain/results.ts';
import { type Figure, summarise, type Summary } from '../../domain/summary.ts';
import type { Group } from '../../domain/suppression.ts';
import { DASHBOARD_WORDS } from '../../ui/dashboard-words.ts';
import { createFormat } from '../format.ts';
import { createLabels, isOpen, periodLabel } from './labels.ts';
import type { Page } from './page.ts';
import type { View } from './view.ts';

/** The results as if only this criterion had been asked; as they are when they do not know it. */
export function onlyCriterion(results: Results, criterion: string | null): Results {
  const at = results.total.criteria.findIndex(({ id }) => id === criterion);
  if (criterion === null || at < 0) return results;
  const { without } = results.flagged;
  const keep = <T extends { id: string }>(list: readonly T[]) => list.filter(({ id }) => id === criterion);
  const keepIn = (groups: readonly Group[]) =>
    groups.map((group): Group => ({
      ...group,
      shown: { ...group.shown, criteria: group.shown.criteria.filter((_, i) => i === at) },
    }));
  const total = <T extends Pick<Results, 'total' | 'hidden'>>(of: T): T => ({
    ...of,
    total: { ...of.total, criteria: keep(of.total.criteria) },
    hidden: { ...of.hidden, criteria: of.hidden.criteria.filter((id) => id === criterion) },
  });
  return {
    ...total(results),
    survey: { ...results.survey, criteria: keep(results.survey.criteria) },
    before: results.before && total(results.before),
    voided: { ...results.voided, criteria: keep(results.voided.criteria) },
    flagged: { ...results.flagged, without: without && { ...without, criteria: keep(without.criteria) } },
    reasons: results.reasons.filter((one) => one.criterion === criterion),
    days: keepIn(results.days),
    counters: keepIn(results.counters),
    fields: keepIn(results.fields),
    stages: keepIn(results.stages),
    channels: keepIn(results.channels),
  };
}

/** A figure that must not be shown: worked out from the parts that are left, it would say something else. */
const withoutIndex = (figure: Figure): Figure => ({ ...figure, index: null, interval: null, verdict: 'noData' });
export const isHidden = ({ hidden }: Pick<Results, 'hidden'>): boolean => hidden.ballots || hidden.criteria.length > 0;

export function summaryOf(
  of: Pick<Results, 'total' | 'hidden'>,
  page: Pick<Page, 'method'>,
  survey: Results['survey'],
): Summary {
  const summary = summarise(of.total, survey, page.method);
  return isHidden(of) ? { ...summary, overall: withoutIndex(summary.overall) } : summary;
}

/** What all ballots but the flagged ones say. The period before counts all of its own, and is not beside it. */
export function withoutFlagged(results: Results, { withoutFlagged: asked }: Pick<View, 'withoutFlagged'>): Results {
  const { without } = results.flagged;
  return asked && without && without.ballots.all > 0 ? { ...results, total: without, before: null } : results;
}

/** @param at when the results were fetched, by this machine's clock. */
export function pageOf(view: View, whole: Results, at: number, go: (view: View) => void): Page {
  const all = onlyCriterion(whole, view.criterion);
  const results = withoutFlagged(all, view);
  const { survey, zone, period, today } = results;
  const words = DASHBOARD_WORDS[view.language];
  const format = createFormat(view.language, zone, survey.goal);
  const method = view.method ?? survey.method;
  const label = periodLabel(view.span.name, period, today, words, format);
  return {
    view,
    language: view.language,
    words,
    format,
    method,
    results,
    at,
    go,
    labels: createLabels(whole, words, view.language),
    summary: summaryOf(results, { method }, survey),
    figures: {
      all: summaryOf(all, { method }, survey),
      without: all.flagged.without && summarise(all.flagged.without, survey, method),
    },
    periodText: isOpen(period, today) ? `${label}, ${words.upToNow}` : label,
  };
}
