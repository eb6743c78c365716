/** What somebody learns who subtracts shown figures from one another. */

/** A figure that is shown, and whom it counts: a bit for each kind of ballot. */
export interface Shown {
  name: string;
  /** How many people. */
  size: number;
  kinds: Uint32Array;
}
/** Ballots that no figure tells apart are one kind, with their number. */
export interface Kinds<T> {
  of: (name: string, counts: (one: T) => boolean) => Shown;
}

export function kindsOf<T>(list: readonly T[], kindOf: (one: T) => string): Kinds<T> {
  const kinds = new Map<string, { one: T; count: number }>();
  for (const one of list) {
    const known = kinds.get(kindOf(one));
    if (known) known.count += 1;
    else kinds.set(kindOf(one), { one, count: 1 });
  }
  const all = [...kinds.values()];
  return {
    of(name, counts) {
      const shown: Shown = { name, size: 0, kinds: new Uint32Array(Math.ceil(all.length / 32)) };
      for (const [i, { one, count }] of all.entries())
        if (counts(one)) {
          shown.size += count;
          shown.kinds[i >> 5] = (shown.kinds[i >> 5] ?? 0) | (1 << (i & 31));
        }
      return shown;
    },
  };
}

const holds = (a: Shown, b: Shown) => b.kinds.every((kinds, i) => (kinds & ~(a.kinds[i] ?? 0)) === 0);
const isApart = (a: Shown, b: Shown) => a.kinds.every((kinds, i) => (kinds & (b.kinds[i] ?? 0)) === 0);

/**
 * @param wholes what is told however small it is; who is left and is all of one or more of these was told by it.
 * @returns every figure less one or two parts of it that leaves one to four people, and how many parts there were.
 */
export function leftovers(
  figures: readonly Shown[],
  wholes: readonly Shown[] = [],
): { small: string[]; subtractions: number } {
  const small: string[] = [];
  let subtractions = 0;
  const note = (sum: Shown, ...parts: Shown[]) => {
    const size = parts.reduce((left, part) => left - part.size, sum.size);
    if (size < 1 || size >= 5) return;
    const kinds = sum.kinds.map((some, i) => parts.reduce((left, part) => left & ~(part.kinds[i] ?? 0), some));
    const rest: Shown = { name: [sum, ...parts].map(({ name }) => name).join(' − '), size, kinds };
    if (
      !wholes.some((whole) => !isApart(rest, whole)) ||
      !wholes.every((one) => isApart(rest, one) || holds(rest, one))
    )
      small.push(`${rest.name} = ${size}`);
  };
  const sorted = figures.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  for (const sum of sorted) {
    const parts = sorted.filter((part) => part.size < sum.size && holds(sum, part));
    subtractions += parts.length;
    for (const [i, one] of parts.entries()) {
      note(sum, one);
      for (const other of parts.slice(i + 1))
        if (sum.size - one.size - other.size < 5 && isApart(one, other)) note(sum, one, other);
    }
  }
  return { small, subtractions };
}
