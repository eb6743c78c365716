/**
 * Exact fractions over whole numbers. A verdict compares the unrounded value with the goal, and a float can fall on the
 * wrong side of it (the mean of six proportions that is exactly 85), so figures stay fractions until they are shown.
 */
export interface Fraction {
  /** Numerator over a positive denominator, not necessarily in lowest terms. */
  num: bigint;
  den: bigint;
}

export const fraction = (num: number | bigint, den: number | bigint = 1n): Fraction => {
  if (BigInt(den) <= 0n) throw new RangeError('the denominator must be positive');
  return { num: BigInt(num), den: BigInt(den) };
};

/** A decimal number as people write it (85, 87.5), exactly. */
export function fromDecimal(value: number): Fraction {
  const [whole = '0', decimals = ''] = value.toFixed(6).split('.');
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

export const add = (a: Fraction, b: Fraction): Fraction => ({ num: a.num * b.den + b.num * a.den, den: a.den * b.den });
export const times = (a: Fraction, b: Fraction): Fraction => ({ num: a.num * b.num, den: a.den * b.den });
/** a divided by b; b must be positive. */
export const over = (a: Fraction, b: Fraction): Fraction => {
  if (b.num <= 0n) throw new RangeError('can only divide by a positive fraction');
  return { num: a.num * b.den, den: a.den * b.num };
};
/** Below 0 when a < b, 0 when equal, above 0 when a > b. */
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** Half up (away from zero for a positive value), as text with a point: `toDecimal(84.995, 2)` is "85.00". */
export function toDecimal({ num, den }: Fraction, decimals: number): string {
  const scale = 10n ** BigInt(decimals);
  const twice = 2n * num * scale + den;
  const rounded = twice >= 0n ? twice / (2n * den) : -((-twice + 2n * den - 1n) / (2n * den));
  const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return `${rounded < 0n ? '-' : ''}${digits.slice(0, cut)}${decimals > 0 ? `.${digits.slice(cut)}` : ''}`;
}

/** The nearest number, good to about 15 digits, however large the terms are. */
export function toNumber({ num, den }: Fraction): number {
  return Number((num * 10n ** 18n) / den) / 1e18;
}
