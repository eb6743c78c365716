/**
 * Hiding in a table of several dimensions, where a narrowed view is one of its lines. What is hidden depends on the whole
 * table and never on who asks, so that two narrowed views held against each other, or against the whole, say no more than
 * each alone.
 */
import { hiddenCells, isSmall, SMALLEST_SHOWN } from './suppression.ts';

/** The valid answers at one place of the full table: a word for each axis. Places may repeat; they are added up, also where a base takes away. */
export interface TableRow {
  at: readonly string[];
  base: number;
}
/** @param axes which axes the view is by. @param at the word on each of these, in the same order. */
export type Hiding = (axes: readonly number[], at: readonly string[]) => boolean;

interface Cell {
  base: number;
  /** Those that it is in, and those that add up to it. */
  lines: Line[];
  hidden: boolean;
  /** Decided elsewhere: it stays as it is. */
  fixed: boolean;
}
/** Cells that differ on one axis only, in one order, and the cell that they add up to. */
interface Line {
  sum: Cell;
  cells: Cell[];
}
/** The words of each axis in order, and what one step along it adds to the number of a cell. Number 0 of a word is "any". */
interface Axis {
  words: Map<string, number>;
  step: number;
}
/** Every table that the rows can be added up to, by the axes that it has (a bit each); its cells by their numbers. */
type Tables = ReadonlyMap<number, ReadonlyMap<number, Cell>>;

function axesOf(rows: readonly TableRow[]): Axis[] {
  let step = 1;
  // The first axis takes the largest steps: numbers are then in the order of the words.
  return (rows[0]?.at ?? [])
    .map((_, axis) => [...new Set(rows.map(({ at }) => at[axis] ?? ''))].sort())
    .reduceRight<Axis[]>((axes, words) => {
      axes.unshift({ words: new Map(words.map((word, i) => [word, i + 1])), step });
      step *= words.length + 1;
      return axes;
    }, []);
}

/** The number of the sum of a cell over one axis. */
const without = (number: number, { words, step }: Axis): number =>
  number - Math.floor((number % ((words.size + 1) * step)) / step) * step;

const cellOf = (base: number): Cell => ({ base, lines: [], hidden: false, fixed: false });

function tablesOf(rows: readonly TableRow[], axes: readonly Axis[]): Tables {
  const cells = new Map<number, number>();
  for (const { at, base } of rows) {
    let number = 0;
    for (let axis = 0; axis < axes.length; axis++)
      number += (axes[axis]?.words.get(at[axis] ?? '') ?? 0) * (axes[axis]?.step ?? 0);
    cells.set(number, (cells.get(number) ?? 0) + base);
  }
  const all = 2 ** axes.length - 1;
  // In one order, so that of two cells of the same size the same one is always hidden.
  const sorted = [...cells]
    .filter(([, base]) => base > 0)
    .sort(([a], [b]) => a - b)
    .map(([number, base]) => [number, cellOf(base)] as const);
  const tables = new Map([[all, new Map(sorted)]]);
  // Each smaller table from one that has one axis more.
  for (let mask = all - 1; mask >= 0; mask--) {
    const added = axes.findIndex((_, axis) => !(mask & (1 << axis)));
    const axis = axes[added];
    const table = new Map<number, Cell>();
    for (const [number, { base }] of tables.get(mask | (1 << added)) ?? []) {
      const rest = axis ? without(number, axis) : number;
      const cell = table.get(rest);
      if (cell) cell.base += base;
      else table.set(rest, cellOf(base));
    }
    tables.set(mask, table);
  }
  return tables;
}

function linesOf(tables: Tables, axes: readonly Axis[]): Line[] {
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

/** Hides in one line what its sum would give away. @returns the cells that were shown until now. */
function close({ sum, cells }: Line): Cell[] {
  let [members, all] = [0, 0];
  for (const { hidden, base } of cells)
    if (hidden) {
      members += 1;
      all += base;
    }
  const enough = sum.hidden ? members === cells.length : members === 0 || (members > 1 && all >= SMALLEST_SHOWN);
  if (enough) return [];
  const before = cells.map(({ hidden }) => hidden);
  const bases = cells.map(({ base }) => base);
  const after = sum.hidden ? cells.map(() => true) : hiddenCells(bases, undefined, before);
  const changed = cells.filter(({ hidden, fixed }, i) => after[i] && !hidden && !fixed);
  for (const cell of changed) cell.hidden = true;
  // The only cell of its line is its sum under another name: neither is shown without the other.
  const [only] = cells;
  if (cells.length > 1 || !only?.hidden || sum.hidden || sum.fixed) return changed;
  sum.hidden = true;
  return [...changed, sum];
}

/** Until nothing changes: a line is looked at again when something of it was hidden. */
function closeAll(lines: readonly Line[]): void {
  const waiting = new Set(lines);
  for (const line of waiting) {
    waiting.delete(line);
    for (const { lines: of } of close(line)) for (const one of of) waiting.add(one);
  }
}

/** How many places a view is by at most for what it hides to be decided together with every other such view. */
const TOGETHER = 2;
const placesIn = (mask: number, timed: boolean): number => {
  let count = 0;
  for (let rest = timed ? mask >> 1 : mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
};

/**
 * Decides what is hidden in every table that the rows can be added up to. A cell is hidden when it holds 1 to 4 answers;
 * when it is part of a hidden cell of a smaller table, or their sum would give that away; when it is the last that is
 * missing from a line whose sum is known (complementary suppression, as in C. Hundepool et al., Statistical Disclosure
 * Control, 2012, ch. 4; lines are closed one after another until nothing changes, which hides at least what is needed); and
 * when it is the same people as a hidden cell of a table by two places. Tables by more places follow from these.
 * @param outer what has been decided already for the tables without the first axis, which is time then: its lines add up to them.
 * The whole at one time stays open then: whether it is shown is not decided here.
 */
export function createHiding(rows: readonly TableRow[], outer?: Hiding): Hiding {
  const axes = axesOf(rows);
  const timed = outer !== undefined;
  const spelled = axes.map(({ words }) => [...words.keys()]);
  const isGiven = (mask: number) => mask === 0 || (timed && (mask === 1 || !(mask & 1)));

  const decide = (tables: Tables, isFixed: (mask: number, number: number) => boolean | null): Tables => {
    let any = false;
    for (const [mask, cells] of tables)
      for (const [number, cell] of cells) {
        const decided = isFixed(mask, number);
        cell.fixed = decided !== null;
        cell.hidden = decided ?? isSmall(cell.base);
        any ||= cell.hidden;
      }
    if (any) closeAll(linesOf(tables, axes));
    return tables;
  };
  const given = (mask: number, number: number): boolean | null => {
    if (!isGiven(mask)) return null;
    if (!outer || mask <= 1) return false;
    const named = axes.flatMap(({ step, words: { size } }, at) =>
      mask & (1 << at) ? [{ at, word: spelled[at]?.[(Math.floor(number / step) % (size + 1)) - 1] ?? '' }] : [],
    );
    return outer(
      named.map(({ at }) => at - 1),
      named.map(({ word }) => word),
    );
  };

  const all = tablesOf(rows, axes);
  const some = (wanted: (mask: number) => boolean): Tables =>
    new Map(
      [...all]
        .filter(([mask]) => wanted(mask))
        .map(([mask, cells]) => [mask, new Map([...cells].map(([number, { base }]) => [number, cellOf(base)]))]),
    );
  const core = decide(
    some((mask) => placesIn(mask, timed) <= TOGETHER),
    given,
  );
  const larger = new Map<number, Tables>();
  const tableOf = (mask: number) => {
    if (core.has(mask)) return core.get(mask);
    let tables = larger.get(mask);
    if (!tables) {
      const parts = some((one) => (one & ~mask) === 0);
      tables = decide(parts, (one, number) => core.get(one)?.get(number)?.hidden ?? given(one, number));
      larger.set(mask, tables);
    }
    return tables.get(mask);
  };
  return (asked, words) => {
    let [mask, number] = [0, 0];
    for (const [i, axis] of asked.entries()) {
      const { words: known, step } = axes[axis] ?? { words: new Map<string, number>(), step: 0 };
      const word = known.get(words[i] ?? '');
      // Nobody is there: there is nothing to hide.
      if (word === undefined) return false;
      mask |= 1 << axis;
      number += word * step;
    }
    return tableOf(mask)?.get(number)?.hidden ?? false;
  };
}
