/** The cells of the heat map in their places: hours down, days of the week across, only those that have answers. */
import { halfDayOf, type HalfDay } from '../../domain/insight.ts';
import { shareOf } from '../../domain/summary-parts.ts';
import type { HourCell } from '../../domain/results-why.ts';
import { toNumber } from '../../domain/fraction.ts';

export interface HeatMap {
  /** 0 is Monday; Monday to Friday always, the weekend where it has answers. */
  days: number[];
  /** Only hours that have answers. */
  hours: number[];
  /** `null`: no answers at all. */
  at: (day: number, hour: number) => HourCell | null;
}

/** Where the steps of the shading begin, in percent. */
export const STEPS: readonly number[] = [0, 5, 10, 20, 35];

export function stepOf({ low, valid }: { low: number; valid: number }): number {
  const share = shareOf(low, valid);
  const percent = share ? toNumber(share.index) : 0;
  return STEPS.reduce((step, from, i) => (percent >= from ? i : step), 0);
}

export const within = (hour: number, { weekday, half }: HalfDay): boolean => {
  const of = halfDayOf(hour);
  return of.weekday === weekday && of.half === half;
};

export interface HalfDaySum {
  /** Over the cells that are shown. */
  low: number;
  valid: number;
  hiddenCells: number;
  /** The hours of the week in it that are shown. */
  hours: number[];
}

/** The answers of a half-day of the week. @param criterion '' is all criteria. */
export function halfDaySum(cells: readonly HourCell[], criterion: string, when: HalfDay): HalfDaySum {
  const mine = cells.filter((cell) => cell.criterion === criterion && within(cell.hour, when));
  const sum: HalfDaySum = { low: 0, valid: 0, hiddenCells: 0, hours: [] };
  for (const { hour, counts } of mine) {
    if (counts === null) sum.hiddenCells += 1;
    else {
      sum.low += counts.low;
      sum.valid += counts.valid;
      sum.hours.push(hour);
    }
  }
  return sum;
}

/** @param criterion '' is all criteria. */
export function heatMap(cells: readonly HourCell[], criterion: string): HeatMap {
  const mine = new Map(cells.filter((one) => one.criterion === criterion).map((one) => [one.hour, one]));
  const found = [...mine.keys()];
  return {
    days: [0, 1, 2, 3, 4, 5, 6].filter((day) => day < 5 || found.some((hour) => Math.floor(hour / 24) === day)),
    hours: [...new Set(found.map((hour) => hour % 24))].sort((a, b) => a - b),
    at: (day, hour) => mine.get(day * 24 + hour) ?? null,
  };
}
