/**
 * Days to the points of the trend. A short period has a point a day; a long one brings days together by week or month,
 * adding whole counts. A hidden day is in no point, and how many there are is always said.
 */
import { addDays, daysIn, weekday, type Period } from '../../domain/period.ts';
import { summarise, type Figure, type Summary } from '../../domain/summary.ts';
import { openTally, type Group } from '../../domain/suppression.ts';
import type { Method, Survey } from '../../domain/survey.ts';
import type { CriterionTally, Tally } from '../../domain/tally.ts';

export type Grain = 'day' | 'week' | 'month';
export interface TrendPoint extends Period {
  /** All ballots, hidden days included: their number says nothing about what was answered. */
  ballots: number;
  hiddenDays: number;
  /** `null` when every day in it is hidden. */
  figure: Figure | null;
  /** What the figure was worked out from. */
  summary: Summary | null;
}
export interface Trend {
  grain: Grain;
  /** The days that the axis spans: the period, up to today. */
  span: Period;
  points: TrendPoint[];
  hiddenDays: number;
}

const DAILY_UP_TO = 62;
const WEEKLY_UP_TO = 800;

const addCriteria = (a: CriterionTally, b: CriterionTally): CriterionTally => ({
  id: a.id,
  levels: [
    a.levels[0] + b.levels[0],
    a.levels[1] + b.levels[1],
    a.levels[2] + b.levels[2],
    a.levels[3] + b.levels[3],
    a.levels[4] + b.levels[4],
  ],
  unknown: a.unknown + b.unknown,
  blank: a.blank + b.blank,
});

/** Adds two tallies over the same criteria. */
export const addTallies = (a: Tally, b: Tally): Tally => ({
  ballots: {
    all: a.ballots.all + b.ballots.all,
    left: a.ballots.left + b.ballots.left,
    valid: a.ballots.valid + b.ballots.valid,
    satisfied: a.ballots.satisfied + b.ballots.satisfied,
  },
  criteria: a.criteria.map((one) => {
    const other = b.criteria.find(({ id }) => id === one.id);
    return other ? addCriteria(one, other) : one;
  }),
});

const startOf = (grain: Grain, day: string) =>
  grain === 'day' ? day : grain === 'week' ? addDays(day, -weekday(day)) : `${day.slice(0, 7)}-01`;

/** The overall index over time, by the survey's rule. */
export function trendOf(days: readonly Group[], period: Period, today: string, survey: Survey, method: Method): Trend {
  const to = period.to > today && period.from <= today ? today : period.to;
  const span = { from: period.from, to };
  const length = daysIn(span);
  const grain: Grain = length <= DAILY_UP_TO ? 'day' : length <= WEEKLY_UP_TO ? 'week' : 'month';
  const buckets = new Map<string, Group[]>();
  for (const day of [...days].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const start = startOf(grain, day.id);
    buckets.set(start, [...(buckets.get(start) ?? []), day]);
  }
  const points = [...buckets.values()].map((groups): TrendPoint => {
    const open = groups.map(openTally).filter((tally) => tally !== null);
    const [first, ...rest] = open;
    const summary = first ? summarise(rest.reduce(addTallies, first), survey, method) : null;
    return {
      from: groups[0]?.id ?? span.from,
      to: groups.at(-1)?.id ?? span.to,
      ballots: groups.reduce((sum, { ballots }) => sum + ballots, 0),
      hiddenDays: groups.length - open.length,
      figure: summary && summary.overall,
      summary,
    };
  });
  return { grain, span, points, hiddenDays: points.reduce((sum, { hiddenDays }) => sum + hiddenDays, 0) };
}

/** Where the axis starts: a multiple of ten under everything that is drawn. */
export function axisFrom(values: readonly number[]): number {
  const lowest = Math.min(...values);
  return Math.max(0, Math.floor((lowest - 2) / 10) * 10);
}

/** The days to write under the axis, from the left: each day, each Monday, or each first of a month or quarter. */
export function ticksOf({ from, to }: Period): string[] {
  const length = daysIn({ from, to });
  const every = (wanted: (day: string) => boolean) => Array.from({ length }, (_, i) => addDays(from, i)).filter(wanted);
  if (length <= 8) return every(() => true);
  if (length <= 62) return every((day) => weekday(day) === 0);
  if (length <= 400) return every((day) => day.endsWith('-01'));
  if (length <= 1200) return every((day) => /-(01|07)-01$/.test(day));
  return every((day) => day.endsWith('-01-01'));
}
