/** Runs of places in a tablet's sequence, and the places between them. Pure: sets of whole numbers kept as ranges. */
export interface Range {
  first: number;
  last: number;
}
/** A run that has arrived, and since when something later than what is before it is known (milliseconds since 1970). */
export interface ArrivedRange extends Range {
  since: number;
}

/** How many places there are in all. */
export const sizeOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);

/**
 * What is missing between 1 and the last place that is known of.
 * @param arrived in order, none touching another.
 * @param told the last place that the tablet says it gave out, and since when it was known that this had not arrived.
 * @returns in order, each with the earliest moment at which something later was known.
 */
export function missingRanges(
  arrived: readonly ArrivedRange[],
  told: { seq: number; since: number } | null,
): ArrivedRange[] {
  const missing: ArrivedRange[] = [];
  const end = arrived.at(-1)?.last ?? 0;
  let since = Infinity;
  if (told && told.seq > end) {
    since = told.since;
    missing.push({ first: end + 1, last: told.seq, since });
  }
  // From the end on: whatever came later shows that what is before it had been given out.
  for (const [at, run] of [...arrived.entries()].reverse()) {
    since = Math.min(since, run.since);
    const before = arrived[at - 1]?.last ?? 0;
    if (before + 1 < run.first) missing.push({ first: before + 1, last: run.first - 1, since });
  }
  return missing.reverse();
}
