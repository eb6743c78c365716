import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, fraction, toDecimal, toNumber } from '../../src/domain/fraction.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Method, OverallRule, Survey } from '../../src/domain/survey.ts';
import { indexOf, overallFigure, printIndex, summarise, wilson } from '../../src/domain/summary.ts';
import { base, emptyBallots, emptyCriterion, type CriterionTally, type Tally } from '../../src/domain/tally.ts';

const METHODS: Method[] = ['top2', 'norm', 'mean5'];
const RULES: OverallRule[] = ['criteriaMean', 'pooled', 'weighted', 'allSatisfied'];
const ids = SIX_CRITERIA.criteria.map(({ id }) => id);

const one = (levels: CriterionTally['levels'], unknown = 0, blank = 0): CriterionTally => ({
  id: 'access',
  levels,
  unknown,
  blank,
});
/** `[satisfied, valid]` per criterion; who is not satisfied is neutral. */
const six = (pairs: [number, number][]): Tally => ({
  ballots: { all: 100, left: 0, valid: 100, satisfied: 20 },
  criteria: pairs.map(([satisfied, valid], i) => ({
    ...emptyCriterion(ids[i] ?? ''),
    levels: [0, 0, valid - satisfied, satisfied, 0],
  })),
});
const shown = (tally: CriterionTally, method: Method, goal = 85) => {
  const index = indexOf(tally, method);
  return index === null ? null : printIndex(index, goal);
};

describe('the worked example [1,2,7,60,30] with 5 unknown and 3 blank', () => {
  const tally = one([1, 2, 7, 60, 30], 5, 3);
  it('has a base of 100: unknown and blank are never in it', () => expect(base(tally)).toBe(100));
  it('gives top2 90.00', () => expect(shown(tally, 'top2')).toBe('90.00'));
  it('gives norm 79.00', () => expect(shown(tally, 'norm')).toBe('79.00'));
  it('gives mean5 83.20', () => expect(shown(tally, 'mean5')).toBe('83.20'));
  it('would give 83.33 and another verdict on the wrong base of 108', () => {
    const wrong = fraction(100 * 90, 108);
    expect(toDecimal(wrong, 2)).toBe('83.33');
    expect(summarise({ ballots: emptyBallots(), criteria: [tally] }, SIX_CRITERIA).criteria[0]?.verdict).toBe('met');
  });
});

describe('the overall index of 90/100, 80/100, 85/95, 95/100, 70/80, 20/25', () => {
  const tally = six([
    [90, 100],
    [80, 100],
    [85, 95],
    [95, 100],
    [70, 80],
    [20, 25],
  ]);
  const overall = (rule: OverallRule) => overallFigure(tally, SIX_CRITERIA, 'top2', rule);
  it('is 87.00 by criteriaMean, unrounded 86.99561…', () => {
    const { index } = overall('criteriaMean');
    expect(index && printIndex(index, 85)).toBe('87.00');
    expect(index && toNumber(index)).toBeCloseTo((90 + 80 + 8500 / 95 + 95 + 87.5 + 80) / 6, 12);
  });
  it('is 88 exactly by pooled', () => expect(toNumber(overall('pooled').index ?? fraction(0))).toBe(88));
  it('is the criteriaMean by weighted while all weights are 1', () =>
    expect(toNumber(overall('weighted').index ?? fraction(0))).toBe(
      toNumber(overall('criteriaMean').index ?? fraction(0)),
    ));
  it('is 20 of 100 ballots by allSatisfied', () =>
    expect(toNumber(overall('allSatisfied').index ?? fraction(0))).toBe(20));
  it('has two criteria below 85', () => expect(summarise(tally, SIX_CRITERIA)).toMatchObject({ below: 2, judged: 6 }));
});

describe('weights', () => {
  const weights = [2, 1, 0, 1, 1, 0.5];
  const survey: Survey = {
    ...SIX_CRITERIA,
    criteria: SIX_CRITERIA.criteria.map((criterion, i) => ({ ...criterion, weight: weights[i] ?? 0 })),
  };
  it('count by Σwᵢ·Iᵢ/Σwᵢ, and a weight of 0 takes no part', () => {
    const tally = six([
      [9, 10],
      [8, 10],
      [0, 10],
      [10, 10],
      [5, 10],
      [7, 10],
    ]);
    const { index } = overallFigure(tally, survey, 'top2', 'weighted');
    expect(index && toNumber(index)).toBeCloseTo((2 * 90 + 80 + 100 + 50 + 0.5 * 70) / 5.5, 12);
  });
});

describe('a criterion that only an older version has', () => {
  it('is shown, and takes no part in the overall index nor in the count of criteria, by any rule', () => {
    const tally = six([
      [90, 100],
      [80, 100],
      [85, 95],
      [95, 100],
      [70, 80],
      [20, 25],
    ]);
    const old = { ...emptyCriterion('old'), levels: [100, 0, 0, 0, 0] as CriterionTally['levels'] };
    const both = { ...tally, criteria: [...tally.criteria, old] };
    for (const rule of RULES)
      expect(overallFigure(both, SIX_CRITERIA, 'top2', rule)).toEqual(overallFigure(tally, SIX_CRITERIA, 'top2', rule));
    expect(summarise(both, SIX_CRITERIA)).toMatchObject({ judged: 6, below: 2 });
    expect(summarise(both, SIX_CRITERIA).criteria).toHaveLength(7);
  });
});

describe('the Wilson interval', () => {
  it('of 27/30 is 74.38 to 96.54', () => {
    const { low, high } = wilson(27 / 30, 30);
    expect([low.toFixed(2), high.toFixed(2)]).toEqual(['74.38', '96.54']);
  });
  it('of 255/300 is 80.52 to 88.60', () => {
    const { low, high } = wilson(255 / 300, 300);
    expect([low.toFixed(2), high.toFixed(2)]).toEqual(['80.52', '88.60']);
  });
  it('never has no width, not even when everybody is satisfied', () => {
    expect(wilson(1, 10).low).toBeLessThan(75);
    expect(wilson(0, 10).high).toBeGreaterThan(25);
  });
});

describe('verdicts', () => {
  const against = (levels: CriterionTally['levels'], goal: number) =>
    summarise({ ballots: emptyBallots(), criteria: [one(levels)] }, { ...SIX_CRITERIA, goal }, 'top2', 'pooled');
  it('hold 84.996 against 85 unrounded: not met, and shown with another decimal', () => {
    const [figure] = against([0, 0, 3751, 21249, 0], 85).criteria;
    expect(figure?.verdict).toBe('notMet');
    expect(figure?.index && printIndex(figure.index, 85)).toBe('84.996');
  });
  it('call exactly 85 met, also as a mean of six proportions that floats cannot add up', () => {
    const pairs: [number, number][] = [
      [7, 10],
      [1, 1],
      [17, 20],
      [8, 10],
      [9, 10],
      [17, 20],
    ];
    const { overall } = summarise(six(pairs), SIX_CRITERIA);
    expect(overall.verdict).toBe('met');
    expect(overall.index && toDecimal(overall.index, 2)).toBe('85.00');
  });
  it('are uncertain while the goal lies inside the interval', () => {
    expect(against([0, 0, 10, 90, 0], 85).criteria[0]).toMatchObject({ verdict: 'met', certain: false, small: false });
    expect(against([0, 0, 100, 900, 0], 85).criteria[0]).toMatchObject({ verdict: 'met', certain: true });
    expect(against([0, 0, 3, 27, 0], 85).criteria[0]).toMatchObject({ small: false });
    expect(against([0, 0, 3, 26, 0], 85).criteria[0]).toMatchObject({ small: true });
  });
  it('have no data at V = 0: no index, and no part in any mean', () => {
    const empty = emptyCriterion('reception');
    const tally = {
      ballots: { ...emptyBallots(), all: 9, valid: 9 },
      criteria: [one([0, 0, 1, 8, 0]), { ...empty, unknown: 9 }],
    };
    const summary = summarise(tally, SIX_CRITERIA);
    expect(summary.criteria[1]).toMatchObject({ index: null, interval: null, verdict: 'noData' });
    expect(summary).toMatchObject({ judged: 1, below: 0 });
    expect(summary.overall.index && toDecimal(summary.overall.index, 2)).toBe('88.89');
    for (const rule of RULES) {
      const nothing = overallFigure({ ballots: emptyBallots(), criteria: [empty] }, SIX_CRITERIA, 'top2', rule);
      expect(nothing).toMatchObject({ index: null, interval: null, verdict: 'noData', certain: false });
    }
  });
});

describe('printing', () => {
  it('rounds half up', () => {
    expect(toDecimal(fraction(84995, 1000), 2)).toBe('85.00');
    expect(toDecimal(fraction(10005, 1000), 2)).toBe('10.01');
    expect(toDecimal(fraction(1, 3), 2)).toBe('0.33');
  });
  it('never shows a value on the other side of the goal (seed 85)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200_000 }),
        fc.nat(100),
        fc.integer({ min: 0, max: 10_000 }),
        (valid, share, goal) => {
          const index = fraction(Math.round((valid * share) / 100) * 100, valid);
          const printed = Number(printIndex(index, goal / 100));
          const truth = toNumber(index);
          if (truth < goal / 100) expect(printed).toBeLessThan(goal / 100);
          if (truth > goal / 100) expect(printed).toBeGreaterThan(goal / 100);
        },
      ),
      { seed: 85, numRuns: 2000 },
    );
  });
});

describe('for any counts (seed 7)', () => {
  const counts = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500));
  it('indices lie between 0 and 100 and inside their own interval', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(...METHODS), (levels, method) => {
        const [figure] = summarise({ ballots: emptyBallots(), criteria: [one(levels)] }, SIX_CRITERIA, method).criteria;
        if (!figure?.index || !figure.interval) return expect(levels.every((n) => n === 0)).toBe(true);
        const value = toNumber(figure.index);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
        expect(figure.interval.low).toBeLessThanOrEqual(value + 1e-9);
        expect(figure.interval.high).toBeGreaterThanOrEqual(value - 1e-9);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
  it('levels 5, 3 and 1 are 2, 1 and 0 points by norm: the index is the points over the most that there are', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (two, single, none) => {
        const valid = two + single + none;
        const index = indexOf(one([none, 0, single, 0, two]), 'norm');
        if (index === null) return expect(valid).toBe(0);
        expect(compare(index, fraction(100 * (2 * two + single), 2 * valid))).toBe(0);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
  it('more unknown and more blank change nothing', () => {
    fc.assert(
      fc.property(counts, fc.nat(1000), fc.nat(1000), fc.constantFrom(...METHODS), (levels, unknown, blank, method) => {
        expect(indexOf(one(levels, unknown, blank), method)).toEqual(indexOf(one(levels), method));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
