import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHiding, type TableRow } from '../../src/domain/suppression-table.ts';

/** Every subset of three axes but the empty one. */
const TABLES = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
const word = fc.constantFrom('a', 'b', 'c', 'd');
const rows: fc.Arbitrary<TableRow[]> = fc.array(
  fc.record({ at: fc.tuple(word, word, word), base: fc.oneof(fc.nat(4), fc.nat(40)) }),
  { minLength: 1, maxLength: 40 },
);

function cellsOf(list: readonly TableRow[], axes: readonly number[]) {
  const cells = new Map<string, { at: string[]; base: number }>();
  for (const { at, base } of list) {
    const words = axes.map((axis) => at[axis] ?? '');
    const cell = cells.get(words.join()) ?? { at: words, base: 0 };
    cells.set(words.join(), { ...cell, base: cell.base + base });
  }
  return [...cells.values()];
}

describe('a table of several dimensions', () => {
  it('shows no cell of 1 to 4, in whatever it is added up to (seed 31)', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const hiding = createHiding(list);
        for (const axes of TABLES)
          for (const { at, base } of cellsOf(list, axes)) if (base > 0 && base < 5) expect(hiding(axes, at)).toBe(true);
      }),
      { seed: 31, numRuns: 300 },
    );
  });
  it('leaves nothing or at least five to subtract in every line of every table (seed 32)', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const hiding = createHiding(list);
        for (const axes of TABLES)
          for (const axis of axes) {
            const others = axes.filter((one) => one !== axis);
            for (const sum of cellsOf(list, others)) {
              // The whole itself is always told; when that is small, there is nothing to protect it with.
              if (others.length === 0 && sum.base < 5) continue;
              const line = cellsOf(list, axes).filter(({ at }) =>
                others.every((one) => at[axes.indexOf(one)] === sum.at[others.indexOf(one)]),
              );
              const hidden = line.filter(({ at, base }) => base > 0 && hiding(axes, at));
              const left = hidden.reduce((all, { base }) => all + base, 0);
              // The parts of a hidden sum do not add up to it.
              if (others.length > 0 && hiding(others, sum.at))
                expect(left).toBeGreaterThanOrEqual(Math.min(sum.base, 5));
              // One cell alone on its line is what the sum says, and is itself not small.
              else
                expect(
                  left === 0 ||
                    (left >= 5 && (hidden.length > 1 || hidden.length === line.filter((one) => one.base > 0).length)),
                ).toBe(true);
            }
          }
      }),
      { seed: 32, numRuns: 300 },
    );
  });
  it('decides the same whatever the order of the rows and of the axes (seed 33)', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [one, other] = [createHiding(list), createHiding([...list].reverse())];
        for (const { at } of cellsOf(list, [0, 2])) {
          expect(other([0, 2], at)).toBe(one([0, 2], at));
          expect(one([2, 0], [...at].reverse())).toBe(one([0, 2], at));
        }
      }),
      { seed: 33, numRuns: 200 },
    );
  });
  it('hides nothing where nothing is small', () => {
    const hiding = createHiding(['a', 'b'].flatMap((a) => ['x', 'y'].map((b) => ({ at: [a, b], base: 10 }))));
    expect([hiding([], []), hiding([0], ['a']), hiding([0, 1], ['a', 'x'])]).toEqual([false, false, false]);
  });

  it('does not show the same people under another name: 43 of a field less 40 of a counter would be three', () => {
    const hiding = createHiding([
      { at: ['1', 'a'], base: 40 },
      { at: ['2', 'a'], base: 3 },
      { at: ['2', 'b'], base: 50 },
    ]);
    const shown = [...(hiding([0], ['1']) ? [] : ['counter 1']), ...(hiding([1], ['a']) ? [] : ['field a'])];
    expect(shown.length).toBeLessThan(2);
    const other = [...(hiding([0], ['2']) ? [] : ['counter 2']), ...(hiding([1], ['b']) ? [] : ['field b'])];
    expect(other.length).toBeLessThan(2);
  });

  it('adds up what repeats before it looks at sizes, also where something is taken away', () => {
    const hiding = createHiding([
      { at: ['a'], base: 40 },
      { at: ['a'], base: -37 },
      { at: ['b'], base: 30 },
      { at: ['c'], base: 2 },
      { at: ['c'], base: -2 },
    ]);
    expect([hiding([0], ['a']), hiding([0], ['b']), hiding([0], ['c'])]).toEqual([true, true, false]);
  });
});
