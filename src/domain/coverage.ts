/** How many ballots a period needs: the rule of the ministry, when the number of transactions is known. */
import * as z from 'zod/mini';
import type { Population } from './office-settings.ts';
import { addDays, periodAround, type Period } from './period.ts';

export const Coverage = z.object({
  /** N, the transactions in the period. */
  population: z.int(),
  /** n, the ballots that the rule asks for. */
  needed: z.int(),
});
export type Coverage = z.infer<typeof Coverage>;

/**
 * n = N / (1 + N·e²), e = 5 %, rounded up (Yamane's formula, as in QĐ 2640/QĐ-BNV): 400 → 200, 1 200 → 300.
 * With e² = 1/400 it is 400·N / (400 + N), which a float divides exactly whenever it comes out whole.
 */
export const neededBallots = (population: number): number => Math.ceil((400 * population) / (400 + population));

/** The key of a period in the setting: 2026, 2026-Q3 or 2026-07; `null` for any other period. */
function nameOf({ from, to }: Period): string | null {
  const is = (name: 'year' | 'quarter' | 'month') => {
    const whole = periodAround(name, from);
    return whole.from === from && whole.to === to;
  };
  if (is('month')) return from.slice(0, 7);
  if (is('quarter')) return `${from.slice(0, 4)}-Q${(Number(from.slice(5, 7)) + 2) / 3}`;
  return is('year') ? from.slice(0, 4) : null;
}

/** N of a period made of whole months: as it was entered, or added up from its quarters or months if all are known. */
export function populationIn(population: Population, period: Period): number | null {
  const name = nameOf(period);
  const known = name === null ? undefined : population[name];
  if (known !== undefined) return known;
  const part = name !== null && name.length === 4 ? 'quarter' : 'month';
  if (name !== null && /-\d/.test(name)) return null;
  const { from, to } = period;
  if (!from.endsWith('-01') || periodAround('month', to).to !== to) return null;
  let sum = 0;
  for (let first = from; first <= to;) {
    const one = periodAround(part, first);
    const transactions = populationIn(population, one);
    if (transactions === null) return null;
    sum += transactions;
    first = addDays(one.to, 1);
  }
  return sum;
}

/** @returns `null` where N is not known. */
export function coverageOf(population: Population, period: Period): Coverage | null {
  const known = populationIn(population, period);
  return known === null ? null : { population: known, needed: neededBallots(known) };
}
