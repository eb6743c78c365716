/**
 * The overall index over the period: a point a day, a week or a month, whichever gives a line that can be read. Days that
 * are hidden for being small are in no point.
 */
import { toNumber } from '../../domain/fraction.ts';
import { daysIn, periodAround } from '../../domain/period.ts';
import type { FrozenPeriod } from '../../domain/report.ts';
import { type Figure, overallFigure } from '../../domain/summary.ts';
import { openTally, type Group } from '../../domain/suppression.ts';
import { base, emptyBallots, emptyCriterion, type Tally } from '../../domain/tally.ts';
import { createCanvas, type Picture } from './canvas.ts';

export type Step = 'day' | 'week' | 'month';
const AROUND = { day: 'today', week: 'week', month: 'month' } as const;
const stepOf = (days: number): Step => (days <= 31 ? 'day' : days <= 190 ? 'week' : 'month');

const sum = (tallies: readonly Tally[], criteria: readonly string[]): Tally => {
  const total: Tally = { ballots: emptyBallots(), criteria: criteria.map(emptyCriterion) };
  for (const { ballots, criteria: parts } of tallies) {
    for (const key of ['all', 'left', 'valid', 'satisfied'] as const) total.ballots[key] += ballots[key];
    for (const [at, part] of parts.entries()) {
      const into = total.criteria[at];
      if (into) for (const [level, n] of part.levels.entries()) into.levels[level] = (into.levels[level] ?? 0) + n;
    }
  }
  return total;
};

export interface TrendPoint {
  /** First day of the step, within the period. */
  day: string;
  figure: Figure;
}

/** The points of a period, oldest first; a step without an open day has none. */
export function trendOf({ period, days, total, survey }: FrozenPeriod): { step: Step; points: TrendPoint[] } {
  const step = stepOf(daysIn(period));
  const byStart = new Map<string, Group[]>();
  for (const group of days) {
    const { from } = periodAround(AROUND[step], group.id);
    const start = from < period.from ? period.from : from;
    byStart.set(start, [...(byStart.get(start) ?? []), group]);
  }
  const criteria = total.criteria.map(({ id }) => id);
  const points = [...byStart]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([day, groups]) => {
      const open = groups.flatMap((group) => openTally(group) ?? []);
      const tally = sum(open, criteria);
      return tally.criteria.some((one) => base(one) > 0)
        ? [{ day, figure: overallFigure(tally, survey, survey.method, survey.overall) }]
        : [];
    });
  return { step, points };
}

const WIDTH = 160;
const HEIGHT = 62;
const PLOT = { left: 14, right: 154, top: 4, bottom: 52 };
const short = (day: string) => `${day.slice(8)}/${day.slice(5, 7)}`;
const monthOf = (day: string) => `${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** @returns `null` where there are fewer than three points: that is no line. `floor` is where the axis starts, in percent. */
export function trendChart(frozen: FrozenPeriod): { picture: Picture; step: Step; floor: number } | null {
  const { step, points } = trendOf(frozen);
  if (points.length < 3) return null;
  const { goal } = frozen.survey;
  const values = points.flatMap(({ figure }) => (figure.index ? [toNumber(figure.index)] : []));
  const floor = Math.max(0, Math.floor((Math.min(goal, ...values) - 4) / 10) * 10);
  const canvas = createCanvas(WIDTH, HEIGHT);
  const days = daysIn(frozen.period);
  const x = (day: string) =>
    PLOT.left +
    3 +
    ((PLOT.right - PLOT.left - 6) * (daysIn({ from: frozen.period.from, to: day }) - 1)) / Math.max(1, days);
  const y = (percent: number) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * (percent - floor)) / (100 - floor);
  for (let percent = floor; percent <= 100; percent += 10) {
    canvas.line(PLOT.left, y(percent), PLOT.right, y(percent), 0.15, percent === floor ? 0 : 205);
    canvas.text(PLOT.left - 1.5, y(percent), `${percent}%`, 'right', 2.5);
  }
  for (let dash = PLOT.left; dash < PLOT.right; dash += 4)
    canvas.line(dash, y(goal), Math.min(dash + 2.4, PLOT.right), y(goal), 0.55, 0);
  const every = Math.ceil(points.length / 11);
  let before: { x: number; y: number } | null = null;
  for (const [at, { day, figure }] of points.entries()) {
    if (!figure.index) continue;
    const here = { x: x(day), y: y(toNumber(figure.index)) };
    if (before) canvas.line(before.x, before.y, here.x, here.y, 0.45, 70);
    before = here;
    canvas.line(here.x, here.y, here.x, here.y, 2, 0);
    // A small sample is a hollow point.
    if (figure.small) canvas.line(here.x, here.y, here.x, here.y, 1.2, 255);
    if (at % every === 0)
      canvas.text(here.x, PLOT.bottom + 4, step === 'month' ? monthOf(day) : short(day), 'middle', 2.5);
  }
  return { picture: canvas.picture(), step, floor };
}
