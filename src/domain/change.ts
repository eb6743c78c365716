/**
 * From one period to the next: the period before, whether a difference is more than chance, and where two periods must not
 * be compared at all, because the survey, its method or the office itself is another.
 */
import { add, type Fraction, toNumber } from './fraction.ts';
import { addDays, daysIn, periodAround, type Period, type PeriodName } from './period.ts';
import type { Figure } from './summary.ts';
import type { Survey } from './survey.ts';

/** Communes were merged on this day: before it the office was another one (DOMAIN.md). */
export const OFFICE_CHANGE = '2025-07-01';

const CALENDAR: readonly PeriodName[] = ['month', 'quarter', 'year'];

/** The period before, of the same kind: for a whole month, quarter or year the one before, else as many days. */
export function periodBefore({ from, to }: Period): Period {
  const last = addDays(from, -1);
  for (const name of CALENDAR) {
    const whole = periodAround(name, from);
    if (whole.from === from && whole.to === to) return periodAround(name, last);
  }
  return { from: addDays(from, -daysIn({ from, to })), to: last };
}

export interface Change {
  /** Percentage points, exactly; above 0 is better than before. */
  difference: Fraction;
  /** The 95 % interval of the difference. */
  low: number;
  high: number;
  /** True when the interval leaves 0 out: more than chance. */
  real: boolean;
}

type Measured = Pick<Figure, 'index' | 'interval'>;

/**
 * What changed between two figures of different people. The interval of the difference d = a − b is put together from
 * those of the two (R. G. Newcombe, Statistics in Medicine 17, 1998, 873–890, method 10; for other figures than shares
 * G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008, 1693–1702):
 * d − √((a − low a)² + (high b − b)²)  to  d + √((high a − a)² + (b − low b)²).
 * @returns `null` where one of them has no data.
 */
export function changeOf(now: Measured, before: Measured): Change | null {
  if (!now.index || !before.index || !now.interval || !before.interval) return null;
  const difference = add(now.index, { num: -before.index.num, den: before.index.den });
  const [a, b, d] = [toNumber(now.index), toNumber(before.index), toNumber(difference)];
  const low = d - Math.hypot(a - now.interval.low, before.interval.high - b);
  const high = d + Math.hypot(now.interval.high - a, b - before.interval.low);
  return { difference, low, high, real: low > 0 || high < 0 };
}

/** Why two periods, or two points of a series, are not directly comparable. */
export type Break = 'office' | 'version' | 'method';
/** What was asked in a period, and when. */
export interface Asked extends Period {
  versions: readonly number[];
}
type Methods = readonly Pick<Survey, 'version' | 'method' | 'overall'>[];

const methodsOf = (versions: readonly number[], surveys: Methods) => {
  const found = versions.map((version) => surveys.find((one) => one.version === version));
  return [...new Set(found.map((survey) => (survey ? `${survey.method}/${survey.overall}` : '?')))].sort().join();
};

/** All that stands between two periods, the earlier one first. @param surveys the versions that they name. */
export function breaksBetween(before: Asked, now: Asked, surveys: Methods): Break[] {
  const breaks: Break[] = [];
  if (before.from < OFFICE_CHANGE && now.to >= OFFICE_CHANGE) breaks.push('office');
  const same =
    before.versions.length === now.versions.length && before.versions.every((one) => now.versions.includes(one));
  if (!same) {
    breaks.push('version');
    if (methodsOf(before.versions, surveys) !== methodsOf(now.versions, surveys)) breaks.push('method');
  }
  return breaks;
}
