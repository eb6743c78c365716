/**
 * Complementary suppression (C. Hundepool et al., Statistical Disclosure Control, 2012, ch. 4): besides the small cells, as few and
 * as small ones as protect them. Lines are closed one after another until nothing changes.
 *
 * Of a shown sum nothing is hidden, or two cells of five people at least. Of a hidden one (hidden for the sake of a small
 * sibling, and large itself) at least five stay hidden, so that its parts do not add up to it, and no more need be: a line may
 * show all its other parts. Whatever hangs together as parts of parts then leaves nobody or at least five when it is
 * subtracted from a shown sum.
 */
import { type Axis, axesIn, type Cell, type Line, type Tables, without } from './suppression-cells.ts';
import { SMALLEST_SHOWN } from './suppression.ts';

/** Hides what one line would give away, the smallest first. @returns the cells that were shown until now. */
function close({ sum, cells }: Line): Cell[] {
  const isTold = !sum.hidden || sum.known;
  let [members, people] = [0, 0];
  const isClosed = () =>
    isTold ? members === 0 || (members > 1 && people >= SMALLEST_SHOWN) : people >= Math.min(sum.base, SMALLEST_SHOWN);
  for (const { hidden, known, base } of cells)
    if (hidden && !known) {
      members += 1;
      people += base;
    }
  if (isClosed()) return [];
  const changed: Cell[] = [];
  const rest = cells.filter(({ hidden, fixed, known }) => !hidden && !fixed && !known);
  for (const cell of rest.sort((a, b) => a.base - b.base)) {
    if (isClosed()) break;
    members += 1;
    people += cell.base;
    cell.hidden = true;
    changed.push(cell);
  }
  // All that is left is the sum itself: it would be its only hidden cell under another name.
  if (isTold && !isClosed() && !sum.fixed && !sum.known) {
    sum.hidden = true;
    changed.push(sum);
  }
  return changed;
}

/** Until nothing changes: a line is looked at again when something of it was hidden. */
export function closeLines(lines: Iterable<Line>): void {
  const waiting = new Set(lines);
  // What stays hidden of a hidden sum is decided last: mostly enough of it is hidden by then.
  const later = new Set<Line>();
  const look = (line: Line) => {
    for (const { lines: of } of close(line)) for (const one of of) waiting.add(one);
  };
  while (waiting.size + later.size > 0) {
    for (const line of waiting) {
      waiting.delete(line);
      if (line.sum.hidden) later.add(line);
      else look(line);
    }
    for (const line of later) {
      later.delete(line);
      look(line);
      if (waiting.size > 0) break;
    }
  }
}

/** The only cell of a line whose sum is shown for good is shown with it, under its other name; a small one is hidden all the same. */
export function markKnown(lines: Iterable<Line>): void {
  const waiting = new Set(lines);
  for (const line of waiting) {
    waiting.delete(line);
    const { sum, cells } = line;
    const [only] = cells;
    const isSure = sum.known || (sum.fixed && !sum.hidden);
    if (!isSure || !only || cells.length > 1 || only.hidden || only.known || only.fixed) continue;
    only.known = true;
    for (const one of only.lines) waiting.add(one);
  }
}

const isTold = ({ hidden, known }: Cell) => known || !hidden;

/**
 * Hides what a sum gives away with parts on two axes: all less those of one counter, less those of one field, and those of
 * both were taken away twice. @returns the cells that were shown until now.
 */
export function closeCrosses(tables: Tables, axes: readonly Axis[]): Cell[] {
  const changed: Cell[] = [];
  for (const [mask, sums] of tables)
    for (const i of axesIn(2 ** axes.length - 1 - mask))
      for (const j of axesIn(2 ** axes.length - 1 - mask)) {
        const [one, other] = [axes[i], axes[j]];
        if (i >= j || !one || !other) continue;
        const both = tables.get(mask | (1 << i) | (1 << j));
        const large = new Map<number, { cells: [number, Cell][]; most: number }>();
        for (const [number, cell] of tables.get(mask | (1 << j)) ?? []) {
          const rest = without(number, other);
          const known = large.get(rest);
          if (!known) large.set(rest, { cells: [[number, cell]], most: cell.base });
          else {
            known.cells.push([number, cell]);
            known.most = Math.max(known.most, cell.base);
          }
        }
        for (const [number, first] of tables.get(mask | (1 << i)) ?? []) {
          const rest = without(number, one);
          const [sum, seconds] = [sums.get(rest), large.get(rest)];
          if (!sum || !seconds || sum.base - first.base - seconds.most >= SMALLEST_SHOWN) continue;
          for (const [at, second] of seconds.cells) {
            const twice = both?.get(number + at - rest);
            const left = sum.base - first.base - second.base + (twice?.base ?? 0);
            if (left <= 0 || left >= SMALLEST_SHOWN) continue;
            const parts = [...(twice ? [twice] : []), first, second, sum];
            if (!parts.every(isTold)) continue;
            const cell = parts.sort((a, b) => a.base - b.base).find(({ fixed, known }) => !fixed && !known);
            if (!cell) continue;
            cell.hidden = true;
            changed.push(cell);
          }
        }
      }
  return changed;
}
