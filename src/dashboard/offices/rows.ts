/** The rows of the table: each office with its figure by the rule of the office that asks, and the order in which they stand. */
import { compare } from '../../domain/fraction.ts';
import type { OfficeRow, OfficesView } from '../../domain/results-offices.ts';
import { summarise, type Summary } from '../../domain/summary.ts';
import { type Group, openTally } from '../../domain/suppression.ts';
import type { Sorting } from '../charts/sorting.ts';
import { funnelOf, type FunnelData, type FunnelPoint } from '../compare/groups.ts';
import type { Page } from '../overview/page.ts';

export interface Line {
  /** As in the funnel. */
  number: number;
  row: OfficeRow;
  /** `null` is hidden. */
  summary: Summary | null;
  point: FunnelPoint | null;
}
export type SortKey = 'name' | 'figure' | 'n' | 'missing' | 'lastDay';

/** The page has one criterion only where the view says so; the groups have all of them. */
function summaryIn(group: Group, whole: OfficesView['results'], { view, results, method }: Page): Summary | null {
  const at = whole.total.criteria.findIndex(({ id }) => id === view.criterion);
  const { ballots, criteria } = group.shown;
  const open = openTally(
    at < 0 ? group : { ...group, shown: { ballots, criteria: criteria.filter((_, i) => i === at) } },
  );
  return open && summarise(open, results.survey, method);
}

export const funnelIn = ({ rows, results }: OfficesView, { view }: Page): FunnelData | null =>
  funnelOf(
    rows.map(({ group }) => group),
    results.total,
    view.criterion,
  );

export function linesOf(offices: OfficesView, page: Page): Line[] {
  const data = funnelIn(offices, page);
  return offices.rows.map((row, i): Line => {
    const summary = summaryIn(row.group, offices.results, page);
    const point = data?.points.find(({ id }) => id === row.unit.code) ?? null;
    return { number: i + 1, row, summary, point };
  });
}

/** By code without a column. What has no figure stands last, whichever way it is sorted. */
export function sorted(lines: readonly Line[], { key, descending }: Sorting<SortKey>): Line[] {
  if (key === null) return [...lines];
  const sign = descending ? -1 : 1;
  const byText = (a: string | null, b: string | null) =>
    a === null || b === null ? Number(a === null) - Number(b === null) : sign * a.localeCompare(b, 'vi');
  return [...lines].sort((a, b) => {
    if (key === 'name') return byText(a.row.unit.name, b.row.unit.name);
    if (key === 'lastDay') return byText(a.row.lastDay, b.row.lastDay);
    if (key === 'missing') return sign * ((a.row.missing?.count ?? 0) - (b.row.missing?.count ?? 0));
    const [one, other] = [a.summary?.overall, b.summary?.overall];
    if (key === 'n') return one && other ? sign * (one.base - other.base) : Number(!one) - Number(!other);
    return one?.index && other?.index
      ? sign * compare(one.index, other.index)
      : Number(!one?.index) - Number(!other?.index);
  });
}
