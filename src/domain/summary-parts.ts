/** What an index is made of, as whole numbers to be shown to whoever asks where it comes from. */
import { fraction, type Fraction } from './fraction.ts';
import { type Interval, wilson } from './summary.ts';
import { type CriterionTally, base } from './tally.ts';
import type { Method } from './survey.ts';

export interface Parts {
  numerator: number;
  denominator: number;
}

/** The two numbers whose quotient, in percent, is the index of a criterion (`indexOf` of summary.ts). */
export function partsOf({ levels }: Pick<CriterionTally, 'levels'>, method: Method): Parts {
  const valid = base({ levels });
  const sum = (score: (level: number) => number) => levels.reduce((total, n, i) => total + score(i + 1) * n, 0);
  switch (method) {
    case 'top2':
      return { numerator: sum((level) => (level >= 4 ? 1 : 0)), denominator: valid };
    case 'norm':
      return { numerator: sum((level) => level - 1), denominator: 4 * valid };
    case 'mean5':
      return { numerator: sum((level) => level), denominator: 5 * valid };
  }
}

/** A share that is no index (levels 1 and 2, satisfied ballots), with its Wilson interval; `null` where nothing is valid. */
export function shareOf(part: number, valid: number): { index: Fraction; interval: Interval } | null {
  return valid === 0 ? null : { index: fraction(100 * part, valid), interval: wilson(part / valid, valid) };
}
