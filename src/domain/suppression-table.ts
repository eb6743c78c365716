/**
 * Hiding in a table of several dimensions, where a narrowed view is one of its lines. What is hidden depends on the whole
 * table and never on who asks, so that two narrowed views held against each other, or against the whole, say no more than
 * each alone.
 */
import { hiddenCells, isSmall } from './suppression.ts';

/** The valid answers at one place of the full table: a word for each axis. Places may repeat; they are added up. */
export interface TableRow {
  at: readonly string[];
  base: number;
}
/** @param axes which axes the view is by. @param at the word on each of these, in the same order. */
export type Hiding = (axes: readonly number[], at: readonly string[]) => boolean;

interface Cell {
  at: readonly string[];
  base: number;
}
const keyOf = (at: readonly string[]) => at.join('\u001f');

/** Adds the rows up over every axis that is not asked for. */
function project(rows: readonly TableRow[], axes: readonly number[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const at = axes.map((axis) => row.at[axis] ?? '');
    const key = keyOf(at);
    const cell = cells.get(key);
    if (cell) cell.base += row.base;
    else cells.set(key, { at, base: row.base });
  }
  // In one order, so that of two cells of the same size the same one is always hidden.
  return [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

/** The cells that differ on one axis only: they add up to a cell of the table without that axis. */
function linesAlong(cells: readonly Cell[], axis: number): number[][] {
  const lines = new Map<string, number[]>();
  for (const [i, { at }] of cells.entries()) {
    const key = keyOf(at.filter((_, place) => place !== axis));
    const line = lines.get(key);
    if (line) line.push(i);
    else lines.set(key, [i]);
  }
  return [...lines.values()];
}

/**
 * Decides what is hidden in every table that the rows can be added up to. A cell is hidden when it holds 1 to 4 answers;
 * when it is part of a hidden cell of a smaller table, or their sum would give that away; and when it is the last that is
 * missing from a line whose sum is known (complementary suppression, as in C. Hundepool et al., Statistical Disclosure
 * Control, 2012, ch. 4; lines are closed one after another until nothing changes, which hides at least what is needed).
 */
export function createHiding(rows: readonly TableRow[]): Hiding {
  const tables = new Map<string, Set<string>>();
  const tableOf = (axes: readonly number[]): Set<string> => {
    const name = axes.join();
    const known = tables.get(name);
    if (known) return known;
    const cells = project(rows, axes);
    const above = axes.length < 2 ? [] : axes.map((_, place) => tableOf(axes.filter((__, i) => i !== place)));
    const isPartOfHidden = ({ at }: Cell) =>
      above.some((table, place) => table.has(keyOf(at.filter((_, i) => i !== place))));
    const hidden = cells.map((cell) => isSmall(cell.base) || (cell.base > 0 && isPartOfHidden(cell)));
    const lines = axes.flatMap((_, axis) => linesAlong(cells, axis));
    for (let changed = hidden.includes(true); changed;) {
      changed = false;
      for (const line of lines) {
        const before = line.map((i) => hidden[i] ?? true);
        const after = hiddenCells(
          line.map((i) => cells[i]?.base ?? 0),
          undefined,
          before,
        );
        if (after.every((now, i) => now === before[i])) continue;
        changed = true;
        for (const [place, i] of line.entries()) hidden[i] = after[place] ?? true;
      }
    }
    const table = new Set(cells.filter((_, i) => hidden[i]).map(({ at }) => keyOf(at)));
    tables.set(name, table);
    return table;
  };
  return (axes, at) => {
    if (axes.length === 0) return false;
    const sorted = axes.map((axis, i) => ({ axis, word: at[i] ?? '' })).sort((a, b) => a.axis - b.axis);
    return tableOf(sorted.map(({ axis }) => axis)).has(keyOf(sorted.map(({ word }) => word)));
  };
}
