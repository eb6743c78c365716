/**
 * The rows of the big table: each group's ballots, overall index and criteria, in an order that can be chosen. What is
 * hidden has no figure here at all, and always sorts last.
 */
import { compare, type Fraction } from '../../domain/fraction.ts';
import type { Results } from '../../domain/results.ts';
import { overallFigure, summarise, type Figure } from '../../domain/summary.ts';
import { openTally, type Group } from '../../domain/suppression.ts';
import type { Method, Survey } from '../../domain/survey.ts';
import type { CriterionTally, Tally } from '../../domain/tally.ts';
import type { Sorting } from '../charts/sorting.ts';
import type { Breakdown } from './labels.ts';

const CHANNELS: readonly string[] = ['kiosk', 'assisted', 'paper', 'link'];

/** `null` is hidden. */
export type Cell = Figure | null;
export interface BreakdownRow {
  id: string;
  ballots: number;
  overall: Cell;
  criteria: Cell[];
  /** The part itself; `null` for the whole. */
  group: Group | null;
  /** What the figures of the criteria were worked out from. */
  tallies: (CriterionTally | null)[];
}
/** Which column, by its place among the criteria or by name. */
export type SortKey = 'ballots' | 'overall' | number;

/** The groups in the order of the office and the survey, whatever order they came in; those without a name last. */
export function inOrder(by: Breakdown, { survey, names, [by]: groups }: Results): Group[] {
  const known = {
    counters: names.counters,
    fields: survey.fields,
    stages: survey.stages,
    channels: CHANNELS.map((id) => ({ id })),
  }[by];
  const place = (id: string) => {
    const at = known.findIndex((one) => one.id === id);
    return at >= 0 ? at : id === '' ? known.length + 1 : known.length;
  };
  return [...groups].sort((a, b) => place(a.id) - place(b.id));
}

const criterionFigure = (one: CriterionTally, tally: Tally['ballots'], survey: Survey, method: Method): Cell =>
  summarise({ ballots: tally, criteria: [one] }, survey, method).criteria[0] ?? null;
const NO_BALLOTS: Tally['ballots'] = { all: 0, left: 0, valid: 0, satisfied: 0 };

export function breakdownRow(group: Group, survey: Survey, method: Method): BreakdownRow {
  const open = openTally(group);
  return {
    id: group.id,
    group,
    ballots: group.ballots,
    overall: open && overallFigure(open, survey, method, survey.overall),
    criteria: group.shown.criteria.map((one) => one && criterionFigure(one, NO_BALLOTS, survey, method)),
    tallies: group.shown.criteria,
  };
}

export const totalRow = ({ total, hidden, survey }: Results, method: Method): BreakdownRow => ({
  id: '',
  group: null,
  ballots: total.ballots.all,
  overall: hidden.ballots || hidden.criteria.length > 0 ? null : overallFigure(total, survey, method, survey.overall),
  criteria: total.criteria.map((one) =>
    hidden.criteria.includes(one.id) ? null : criterionFigure(one, NO_BALLOTS, survey, method),
  ),
  tallies: total.criteria.map((one) => (hidden.criteria.includes(one.id) ? null : one)),
});

const indexIn = (row: BreakdownRow, key: SortKey): Fraction | null =>
  (key === 'overall' ? row.overall : typeof key === 'number' ? (row.criteria[key] ?? null) : null)?.index ?? null;

/** Without a column they stand in the order of the survey and the office. */
export function sortRows(rows: readonly BreakdownRow[], { key, descending }: Sorting<SortKey>): BreakdownRow[] {
  const sign = descending ? -1 : 1;
  if (key === null) return [...rows];
  if (key === 'ballots') return [...rows].sort((a, b) => sign * (a.ballots - b.ballots));
  return [...rows].sort((a, b) => {
    const [left, right] = [indexIn(a, key), indexIn(b, key)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(left, right);
  });
}
