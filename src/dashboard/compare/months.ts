/**
 * Months as a series. Each has the figure of the survey that was asked in it; what stands between two months (another
 * survey, another method, another office) is a mark, and nothing joins the two.
 */
import { type Break, breaksBetween } from '../../domain/change.ts';
import { periodAround } from '../../domain/period.ts';
import type { Comparison } from '../../domain/results-comparison.ts';
import { summarise, type Figure, type Summary } from '../../domain/summary.ts';
import { openTally, type Group } from '../../domain/suppression.ts';
import type { Method } from '../../domain/survey.ts';

export interface MonthPoint {
  /** yyyy-MM */
  month: string;
  /** Its place on the axis: months since the first. */
  at: number;
  ballots: number;
  versions: readonly number[];
  /** `null` is hidden. */
  figure: Figure | null;
  /** What the figure was worked out from. */
  summary: Summary | null;
  /** What changed since the month with ballots before it. */
  breaks: Break[];
  /** True when the month right before has a figure that this one may be joined to. */
  joined: boolean;
}

const monthsFrom = (first: string, month: string): number =>
  (Number(month.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(month.slice(5)) - Number(first.slice(5));

/** One criterion of a group only. */
const narrowed = (group: Group, at: number): Group =>
  at < 0 ? group : { ...group, shown: { ...group.shown, criteria: group.shown.criteria.filter((_, i) => i === at) } };

/**
 * @param method chosen for the page; `null` is each month's own.
 * @param criterion the only one that counts, or `null` for all.
 */
export function monthSeries({ months, surveys, results }: Comparison, method: Method | null, criterion: string | null) {
  const at = results.total.criteria.findIndex(({ id }) => id === criterion);
  const first = months[0]?.group.id ?? '';
  const survey =
    at < 0
      ? results.survey
      : { ...results.survey, criteria: results.survey.criteria.filter(({ id }) => id === criterion) };
  const asked = ({ group, versions }: Comparison['months'][number]) => ({
    ...periodAround('month', `${group.id}-01`),
    versions,
  });
  return months.map((one, i): MonthPoint => {
    const { group, versions } = one;
    const own = surveys.find(({ version }) => version === versions.at(-1)) ?? survey;
    const open = openTally(narrowed(group, at));
    const before = months[i - 1];
    const breaks = before ? breaksBetween(asked(before), asked(one), surveys) : [];
    const summary = open && summarise(open, { ...survey, overall: own.overall }, method ?? own.method);
    const place = monthsFrom(first, group.id);
    return {
      month: group.id,
      at: place,
      ballots: group.ballots,
      versions,
      figure: summary && summary.overall,
      summary,
      breaks,
      joined: before !== undefined && breaks.length === 0 && monthsFrom(first, before.group.id) === place - 1,
    };
  });
}
