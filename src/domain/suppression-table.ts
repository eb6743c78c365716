/**
 * Hiding in a table of several dimensions, where a narrowed view is one of its lines. What is hidden depends on the whole
 * table and never on who asks, so that two narrowed views held against each other, or against the whole, say no more than
 * each alone.
 */
import { aloneIn, axesIn, axesOf, linesOf, type TableRow, tablesOf, wordsOf } from './suppression-cells.ts';
import { closeCrosses, closeLines, markKnown } from './suppression-lines.ts';
import { isSmall } from './suppression.ts';

export type { TableRow };
/** @param axes which axes the view is by. @param at the word on each of these, in the same order. */
export type Hiding = (axes: readonly number[], at: readonly string[]) => boolean;
/** What has been decided already of the table by these axes; `null` where it is decided here. */
export type Given = (axes: readonly number[]) => ((at: readonly string[]) => boolean) | null;

/** The whole is told, however small it is. */
export const tellWhole: Given = (axes) => (axes.length === 0 ? () => false : null);

/**
 * Decides what is hidden in every table that the rows can be added up to. A cell is hidden when it holds 1 to 4 answers, also
 * besides those who were alone at their moment, and when it gives a small one away (./suppression-lines.ts).
 */
export function createHiding(rows: readonly TableRow[], given: Given = tellWhole): Hiding {
  const axes = axesOf(rows);
  const tables = tablesOf(rows, axes);
  const alone = aloneIn(rows, axes);
  let isAny = false;
  for (const [mask, cells] of tables) {
    const asked = axesIn(mask);
    const decided = given(asked);
    for (const [number, cell] of cells) {
      cell.fixed = decided !== null;
      cell.hidden = decided
        ? decided(wordsOf(number, axes, asked))
        : isSmall(cell.base) || isSmall(cell.base - (alone.get(number) ?? 0));
      isAny ||= cell.hidden;
    }
  }
  if (isAny) {
    const lines = linesOf(tables, axes);
    markKnown(lines);
    closeLines(lines);
    for (let more = closeCrosses(tables, axes); more.length > 0; more = closeCrosses(tables, axes))
      closeLines(more.flatMap((cell) => cell.lines));
  }
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
    return tables.get(mask)?.get(number)?.hidden ?? false;
  };
}
