/** The cells of a table of several dimensions, of every table that it can be added up to, and which of them add up to which. */

/** The valid answers at one place of the full table: a word for each axis. Places may repeat; they are added up, also where a base takes away. */
export interface TableRow {
  at: readonly string[];
  base: number;
  /** Rows of one moment: all of them together are told elsewhere, however few they are. */
  moment?: string;
}

export interface Cell {
  readonly base: number;
  /** Those that it is in, and those that add up to it. */
  lines: Line[];
  hidden: boolean;
  /** Whether it is hidden was decided elsewhere. */
  fixed: boolean;
  /** It is the same people as something that is shown: to hide it protects nobody. */
  known: boolean;
}
/** Cells that differ on one axis only, in one order, and the cell that they add up to. */
export interface Line {
  sum: Cell;
  cells: Cell[];
}
/** The words of each axis in order, and what one step along it adds to the number of a cell. Number 0 of a word is "any". */
export interface Axis {
  words: ReadonlyMap<string, number>;
  /** The same in order. */
  spelled: readonly string[];
  step: number;
}
/** Every table that the rows can be added up to, by the axes that it has (a bit each); its cells by their numbers. */
export type Tables = ReadonlyMap<number, ReadonlyMap<number, Cell>>;

export function axesOf(rows: readonly TableRow[]): Axis[] {
  let step = 1;
  // The first axis takes the largest steps: numbers are then in the order of the words.
  return (rows[0]?.at ?? [])
    .map((_, axis) => [...new Set(rows.map(({ at }) => at[axis] ?? ''))].sort())
    .reduceRight<Axis[]>((axes, spelled) => {
      axes.unshift({ words: new Map(spelled.map((word, i) => [word, i + 1])), spelled, step });
      step *= spelled.length + 1;
      return axes;
    }, []);
}

/** The number of the sum of a cell over one axis. */
export const without = (number: number, { spelled, step }: Axis): number =>
  number - Math.floor((number % ((spelled.length + 1) * step)) / step) * step;
/** The words of a cell on some of its axes. */
export const wordsOf = (number: number, axes: readonly Axis[], asked: readonly number[]): string[] =>
  asked.map((at) => {
    const { spelled, step } = axes[at] ?? { spelled: [], step: 1 };
    return spelled[(Math.floor(number / step) % (spelled.length + 1)) - 1] ?? '';
  });
/** The axes of a table. */
export const axesIn = (mask: number): number[] => {
  const found: number[] = [];
  for (let axis = 0; mask >> axis > 0; axis++) if (mask & (1 << axis)) found.push(axis);
  return found;
};

const sumUp = (sums: Map<number, number>, number: number, base: number) =>
  sums.set(number, (sums.get(number) ?? 0) + base);

export function tablesOf(rows: readonly TableRow[], axes: readonly Axis[]): Tables {
  const places = new Map<number, number>();
  for (const { at, base } of rows)
    sumUp(
      places,
      axes.reduce((number, { words, step }, axis) => number + (words.get(at[axis] ?? '') ?? 0) * step, 0),
      base,
    );
  const all = 2 ** axes.length - 1;
  // In one order, so that of two cells of the same size the same one is always hidden.
  const sums = new Map([[all, new Map([...places].filter(([, base]) => base > 0).sort(([a], [b]) => a - b))]]);
  // Each smaller table from one that has one axis more.
  for (let mask = all - 1; mask >= 0; mask--) {
    const added = axes.findIndex((_, axis) => !(mask & (1 << axis)));
    const axis = axes[added];
    const table = new Map<number, number>();
    for (const [number, base] of sums.get(mask | (1 << added)) ?? [])
      sumUp(table, axis ? without(number, axis) : number, base);
    sums.set(mask, table);
  }
  const cellOf = (base: number): Cell => ({ base, lines: [], hidden: false, fixed: false, known: false });
  return new Map(
    [...sums].map(([mask, table]) => [mask, new Map([...table].map(([number, base]) => [number, cellOf(base)]))]),
  );
}

export function linesOf(tables: Tables, axes: readonly Axis[]): Line[] {
  const lines: Line[] = [];
  for (const [mask, cells] of tables)
    for (const [i, axis] of axes.entries()) {
      const sums = mask & (1 << i) ? tables.get(mask & ~(1 << i)) : undefined;
      if (!sums) continue;
      const found = new Map<number, Line>();
      for (const [number, cell] of cells) {
        const rest = without(number, axis);
        let line = found.get(rest);
        if (!line) {
          const sum = sums.get(rest);
          if (!sum) throw new Error('a cell of a table is in none of its sums');
          found.set(rest, (line = { sum, cells: [] }));
          sum.lines.push(line);
          lines.push(line);
        }
        line.cells.push(cell);
        cell.lines.push(line);
      }
    }
  return lines;
}

/** How many of each cell were all who came at their moment, by the number of the cell: they are told with it. */
export function aloneIn(rows: readonly TableRow[], axes: readonly Axis[]): Map<number, number> {
  const moments = new Map<string, { at: readonly string[]; same: boolean[]; base: number }>();
  for (const { moment, at, base } of rows) {
    if (moment === undefined || base === 0) continue;
    const one = moments.get(moment);
    if (!one) moments.set(moment, { at, same: at.map(() => true), base });
    else {
      one.base += base;
      for (const [i, word] of at.entries()) if (word !== one.at[i]) one.same[i] = false;
    }
  }
  const alone = new Map<number, number>();
  for (const { at, same, base } of moments.values()) {
    const steps = axes.flatMap(({ words, step }, i) => (same[i] ? [(words.get(at[i] ?? '') ?? 0) * step] : []));
    for (let some = 0; some < 2 ** steps.length; some++)
      sumUp(
        alone,
        steps.reduce((number, step, i) => number + (some & (1 << i) ? step : 0), 0),
        base,
      );
  }
  return alone;
}
