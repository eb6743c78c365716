/** Chance from a seed: the same seed makes the same year. */
export interface Chance {
  /** From 0 to below 1. */
  next: () => number;
  /** True with this probability. */
  happens: (probability: number) => boolean;
  /** Whole, both ends included. */
  between: (low: number, high: number) => number;
  /** By the weight of each; `null` only for an empty list. */
  weighted: <T>(list: readonly T[], weight: (one: T, at: number) => number) => T | null;
}

/** mulberry32: small, fast, and good enough to look like life. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    happens: (probability) => next() < probability,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    weighted(list, weight) {
      const weights = list.map(weight);
      let left = next() * weights.reduce((sum, one) => sum + one, 0);
      for (const [at, one] of list.entries()) {
        left -= weights[at] ?? 0;
        if (left < 0) return one;
      }
      return list.at(-1) ?? null;
    },
  };
}
