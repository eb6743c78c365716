import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenCells, openTally, SMALLEST_SHOWN, suppress } from '../../src/domain/suppression.ts';
import { emptyBallots, emptyCriterion } from '../../src/domain/tally.ts';

const tallyWith = (valid: number) => ({
  ballots: { ...emptyBallots(), all: valid, valid, satisfied: valid },
  criteria: [{ ...emptyCriterion('access'), levels: [0, 0, 0, valid, 0] as [number, number, number, number, number] }],
});

describe('small groups', () => {
  it('of 1 to 4 are hidden, together with the next smallest, or subtraction would give them', () => {
    expect(hiddenCells([3, 40, 20])).toEqual([true, false, true]);
    expect(hiddenCells([5, 40, 20])).toEqual([false, false, false]);
  });
  it('of nobody are shown: they say nothing about anyone, and are no cover for another', () => {
    expect(hiddenCells([0, 40, 3])).toEqual([false, true, true]);
    expect(hiddenCells([0, 0])).toEqual([false, false]);
  });
  it('hide a third when two together are still fewer than five', () => {
    expect(hiddenCells([1, 2, 9, 30])).toEqual([true, true, true, false]);
    expect(hiddenCells([2, 3, 9, 30])).toEqual([true, true, false, false]);
  });
  it('never leave a hidden sum below five while anything else could be hidden (seed 5)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 10 }), (bases) => {
        const hidden = hiddenCells(bases);
        const sum = bases.reduce((total, n, i) => total + (hidden[i] ? n : 0), 0);
        const others = bases.filter((n, i) => n > 0 && !hidden[i]);
        bases.forEach((n, i) => n > 0 && n < SMALLEST_SHOWN && expect(hidden[i]).toBe(true));
        if (sum > 0 && others.length > 0) {
          expect(sum).toBeGreaterThanOrEqual(SMALLEST_SHOWN);
          expect(hidden.filter(Boolean).length).toBeGreaterThan(1);
        }
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
  it('give an overall index only where nothing of the group is hidden', () => {
    const [a, b, c] = suppress([
      { id: 'a', tally: tallyWith(3) },
      { id: 'b', tally: tallyWith(9) },
      { id: 'c', tally: tallyWith(50) },
    ]);
    expect(a && openTally(a)).toBeNull();
    expect(b && openTally(b)).toBeNull();
    expect(c && openTally(c)).toEqual(tallyWith(50));
    expect(a?.ballots).toBe(3);
  });
});
