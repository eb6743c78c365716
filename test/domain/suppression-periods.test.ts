/** No two replies can be subtracted from one another to give a small group: other filter, other period, or both. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Period, periodAround } from '../../src/domain/period.ts';
import { createPeriodHiding, type DatedRow, spanAround, spansOf } from '../../src/domain/suppression-periods.ts';
import type { Hiding } from '../../src/domain/suppression-table.ts';

const DAILY = 1;
const FIRST = '2026-08-20';
const LENGTH = 75;
const day = fc.nat(LENGTH - 1).map((n) => addDays(FIRST, n));
/** Counters that hardly share their fields, as in an office, and a day of the week on which hardly anybody comes. */
const ballot: fc.Arbitrary<DatedRow> = fc
  .record({
    day,
    counter: fc.oneof({ arbitrary: fc.constantFrom('1', '2'), weight: 8 }, { arbitrary: fc.constant('3'), weight: 1 }),
    odd: fc.nat(9),
    field: fc.constantFrom('a', 'b', 'c'),
    stage: fc.constantFrom('x', 'y'),
  })
  .map(({ day: on, counter, odd, field, stage }) => ({
    day: on,
    at: [counter, odd === 0 ? field : counter === '1' ? 'a' : 'b', stage],
    base: 1,
  }));
const office = fc.array(ballot, { minLength: 60, maxLength: 900, size: 'max' });

type Filter = (string | null)[];
const filter: fc.Arbitrary<Filter> = fc.tuple(
  fc.option(fc.constantFrom('1', '2', '3')),
  fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 2 }),
  fc.option(fc.constantFrom('x', 'y'), { freq: 1 }),
);
const around = fc.constantFrom('today', 'week', 'month', 'quarter', 'year');
const period: fc.Arbitrary<Period> = fc.oneof(
  fc.tuple(around, day).map(([name, on]) => periodAround(name, on)),
  fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
  fc
    .tuple(day, day)
    .map(([a, b]) => ({ from: spanAround('week', a < b ? a : b).from, to: spanAround('week', a < b ? b : a).to })),
);
interface View {
  filter: Filter;
  period: Period;
}
/** Two views near one another: another filter, a day, a week or a month more, or everything but one counter. */
const pair: fc.Arbitrary<[View, View]> = fc
  .record({
    one: filter,
    other: filter,
    period,
    next: period,
    how: fc.nat(7),
    on: day,
    level: fc.nat(3),
    drop: fc.nat(2),
    days: fc.integer({ min: -7, max: 7 }),
  })
  .map(({ one, other, period: here, next, how, on, level, drop, days }): [View, View] => {
    const wider = one.map((word, i) => (i === drop ? null : word));
    const to = addDays(here.to, days);
    // Most of them in a span and a larger one around it, where one may really be a part of the other.
    const spans = (['year', 'quarter', 'month', 'week', 'day'] as const).map((name) => spanAround(name, on));
    const [inner, outer] = [spans[level + 1] ?? here, spans[Math.max(0, level - (days & 1))] ?? here];
    if (how === 5)
      return [
        { filter: one, period: inner },
        { filter: wider, period: outer },
      ];
    if (how === 6)
      return [
        { filter: one, period: inner },
        { filter: one, period: outer },
      ];
    if (how === 7)
      return [
        { filter: one, period: inner },
        { filter: wider, period: inner },
      ];
    if (how === 0)
      return [
        { filter: one, period: here },
        { filter: other, period: here },
      ];
    if (how === 1)
      return [
        { filter: one, period: here },
        { filter: one, period: { from: here.from, to: to < here.from ? here.from : to } },
      ];
    if (how === 2)
      return [
        { filter: one, period: here },
        { filter: wider, period: here },
      ];
    if (how === 3)
      return [
        { filter: one, period: here },
        { filter: wider, period: next },
      ];
    return [
      { filter: one, period: here },
      { filter: other, period: next },
    ];
  });

const hidingOf = (rows: readonly DatedRow[]): ((period: Period) => Hiding) =>
  createPeriodHiding(({ from, to }) => rows.filter((row) => row.day >= from && row.day <= to), { daily: DAILY });
const membersOf = (rows: readonly DatedRow[], { filter: words, period: { from, to } }: View): Set<number> =>
  new Set(
    rows.flatMap((row, i) =>
      row.day >= from && row.day <= to && words.every((word, axis) => word === null || row.at[axis] === word)
        ? [i]
        : [],
    ),
  );
const isShown = (hiding: (period: Period) => Hiding, { filter: words, period: when }: View): boolean => {
  const axes = words.flatMap((word, axis) => (word === null ? [] : [axis]));
  return !hiding(when)(
    axes,
    axes.map((axis) => words[axis] ?? ''),
  );
};
const isWhole = ({ filter: words }: View) => words.every((word) => word === null);

describe('figures of periods', () => {
  it('never differ by one to four people, in 20,000 pairs of filters and periods of small offices (seed 41)', () => {
    let told = 0;
    fc.assert(
      fc.property(office, fc.array(pair, { minLength: 80, maxLength: 80 }), (rows, pairs) => {
        const hiding = hidingOf(rows);
        for (const views of pairs) {
          // What the whole office said is told of any period, however few they were.
          if (views.every(isWhole) || !views.every((view) => isShown(hiding, view))) continue;
          const [a, b] = views.map((view) => membersOf(rows, view));
          if (!a || !b) continue;
          const [large, small] = a.size >= b.size ? [a, b] : [b, a];
          if (small.size === 0 && isWhole(views[large === a ? 0 : 1])) continue;
          if (![...small].every((one) => large.has(one))) continue;
          const rest = large.size - small.size;
          told += small.size > 0 && rest > 0 ? 1 : 0;
          expect(rest === 0 || rest >= 5, `${JSON.stringify(views)} differ by ${rest}`).toBe(true);
        }
      }),
      { seed: 41, numRuns: 250 },
    );
    // Enough of them could be subtracted at all.
    expect(told).toBeGreaterThan(300);
  }, 120_000);

  it('show no small group (seed 42)', () => {
    fc.assert(
      fc.property(office, fc.array(fc.record({ filter, period }), { minLength: 20, maxLength: 20 }), (rows, views) => {
        const hiding = hidingOf(rows);
        for (const view of views) {
          const { size } = membersOf(rows, view);
          if (!isWhole(view) && size > 0 && size < 5) expect(isShown(hiding, view)).toBe(false);
        }
      }),
      { seed: 42, numRuns: 300 },
    );
  }, 60_000);

  it('are hidden in a month where they are hidden in its year', () => {
    const rows = [
      ...Array.from({ length: 100 }, (_, i) => ({ day: addDays('2026-01-05', 2 * i), at: ['1', 'a', 'x'], base: 1 })),
      ...Array.from({ length: 8 }, (_, i) => ({ day: addDays('2026-05-04', i), at: ['2', 'a', 'x'], base: 1 })),
      ...Array.from({ length: 3 }, (_, i) => ({ day: addDays('2026-01-12', i), at: ['3', 'a', 'x'], base: 1 })),
    ];
    const hiding = hidingOf(rows);
    // Eight are enough, but less them and the hundred the year would give the three away.
    for (const name of ['year', 'quarter', 'month'] as const)
      expect(hiding(periodAround(name, '2026-05-04'))([0], ['2']), name).toBe(true);
  });

  it('protect a small group with nobody who is told of a longer time anyway', () => {
    const came = (counter: string, day: string, count: number): DatedRow => ({
      day,
      at: [counter, 'a', 'x'],
      base: count,
    });
    const rows = [
      came('1', '2026-02-03', 100),
      came('1', '2026-08-04', 2),
      came('2', '2026-08-05', 30),
      came('3', '2026-02-04', 50),
      came('3', '2026-08-06', 50),
    ];
    const hiding = hidingOf(rows);
    const hides = (name: 'year' | 'quarter') =>
      ['1', '2', '3'].filter((counter) => hiding(periodAround(name, '2026-08-04'))([0], [counter]));
    expect(hides('year')).toEqual([]);
    // The second is smaller than the third, but came in no other quarter.
    expect(hides('quarter')).toEqual(['1', '3']);
  });

  it('do not protect a small group with who were alone on their day', () => {
    const rows = [
      ...Array.from({ length: 40 }, (_, i) => ({
        day: addDays('2026-08-10', i % 5),
        at: [String(i % 2), 'a', 'x'],
        base: 1,
      })),
      ...Array.from({ length: 20 }, () => ({ day: '2026-08-15', at: ['2', 'b', 'x'], base: 1 })),
      ...Array.from({ length: 3 }, () => ({ day: '2026-08-12', at: ['2', 'b', 'x'], base: 1 })),
    ];
    // 23 less the 20 who were all that came on Saturday are three.
    expect(hidingOf(rows)({ from: '2026-08-10', to: '2026-08-16' })([1], ['b'])).toBe(true);
  });

  it('are told for every counter and field of a busy month, and by the day for a busy counter', () => {
    const rows = Array.from({ length: 31 * 24 }, (_, i) => ({
      day: addDays('2026-10-01', i % 31),
      at: [String(i % 2), String(i % 3), 'x'],
      base: 1,
    }));
    const hiding = hidingOf(rows);
    const october = hiding(periodAround('month', '2026-10-01'));
    for (const [counter, field] of [
      ['0', '0'],
      ['1', '2'],
    ] as const)
      expect(october([0, 1], [counter, field])).toBe(false);
    expect(hiding({ from: '2026-10-07', to: '2026-10-07' })([0], ['0'])).toBe(false);
    expect(hiding({ from: '2026-10-07', to: '2026-10-07' })([1], ['0'])).toBe(true);
    expect(hiding({ from: '2026-10-05', to: '2026-10-18' })([0, 1], ['0', '0'])).toBe(false);
  });
});

it('the spans of a period are the fewest that make it up', () => {
  const of = (from: string, to: string) => spansOf({ from, to }).map(({ level, from: first }) => `${level} ${first}`);
  expect(of('2026-01-01', '2026-12-31')).toEqual(['year 2026-01-01']);
  expect(of('2026-03-31', '2026-07-05')).toEqual(
    ['week 2026-03-30', 'quarter 2026-04-01', 'week 2026-07-01'].map((one, i) => (i === 0 ? 'day 2026-03-31' : one)),
  );
  expect(of('2026-10-05', '2026-10-13')).toEqual(['week 2026-10-05', 'day 2026-10-12', 'day 2026-10-13']);
});
