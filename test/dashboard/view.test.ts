import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysIn, PERIOD_NAMES } from '../../src/domain/period.ts';
import {
  parseView,
  periodOf,
  requestQuery,
  step,
  viewSearch,
  type Span,
  type View,
} from '../../src/dashboard/overview/view.ts';

const TODAY = '2026-11-22';
const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1980-01-01', n));
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ name: fc.constantFrom(...PERIOD_NAMES), at: fc.option(day) }),
  fc.tuple(day, fc.nat(900)).map(([from, length]): Span => ({ name: 'range', from, to: addDays(from, length) })),
);
const word = fc.constantFrom('', 'quay-2', 'land', 'a b&c=d');
const view: fc.Arbitrary<View> = fc.record({
  span,
  method: fc.option(fc.constantFrom('top2', 'norm', 'mean5')),
  language: fc.constantFrom('vi', 'en'),
  narrowing: fc.record({ counter: word, field: word, stage: word, channel: word }, { requiredKeys: [] }),
  criterion: fc.option(word.filter((id) => id !== '')),
  reason: fc.option(word.filter((id) => id !== '')),
  when: fc.option(
    fc.record({ weekday: fc.integer({ min: 0, max: 6 }), half: fc.constantFrom('morning', 'afternoon') }),
  ),
  withoutFlagged: fc.boolean(),
});

describe('an address', () => {
  it('says every view and is read back as the same (seed 22)', () => {
    fc.assert(
      fc.property(view, (one) => {
        expect(parseView(viewSearch(one))).toEqual(one);
      }),
      { seed: 22, numRuns: 1000 },
    );
  });
  it('never fails, whatever it says (seed 23)', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const read = parseView(`?period=${encodeURIComponent(a)}&from=${encodeURIComponent(b)}&method=${a}&${b}`);
        expect(parseView(viewSearch(read))).toEqual(read);
      }),
      { seed: 23, numRuns: 500 },
    );
  });
  it('without anything is this month, in Vietnamese, by the survey’s method', () => {
    expect(parseView('')).toEqual({
      span: { name: 'month', at: null },
      method: null,
      language: 'vi',
      narrowing: {},
      criterion: null,
      reason: null,
      when: null,
      withoutFlagged: false,
    });
  });
  it('ignores a range that ends before it begins and a day that no calendar has', () => {
    expect(parseView('?from=2026-11-02&to=2026-11-01').span.name).toBe('month');
    expect(parseView('?period=week&at=2026-02-30').span).toEqual({ name: 'week', at: null });
  });
});

describe('what the server is asked for', () => {
  it('is the name of a period around today, so that the server’s today counts', () => {
    expect(requestQuery({ span: { name: 'quarter', at: null }, narrowing: {} })).toBe('period=quarter');
  });
  it('is two days for another period', () => {
    expect(requestQuery({ span: { name: 'month', at: '2026-02-10' }, narrowing: {} })).toBe(
      'from=2026-02-01&to=2026-02-28',
    );
    expect(requestQuery({ span: { name: 'range', from: '2026-01-05', to: '2026-01-09' }, narrowing: {} })).toBe(
      'from=2026-01-05&to=2026-01-09',
    );
  });
});

describe('stepping', () => {
  it('goes to the whole period before and back to the one around today', () => {
    const before = step({ name: 'month', at: null }, -1, TODAY);
    expect(before).toEqual({ name: 'month', at: '2026-10-01' });
    expect(before && step(before, 1, TODAY)).toEqual({ name: 'month', at: null });
  });
  it('never leads past today', () => {
    for (const name of PERIOD_NAMES) expect(step({ name, at: null }, 1, TODAY)).toBeNull();
    expect(step({ name: 'range', from: '2026-11-20', to: '2026-11-22' }, 1, TODAY)).toBeNull();
  });
  it('leaves no day out and counts none twice (seed 24)', () => {
    fc.assert(
      fc.property(span, (one) => {
        const before = step(one, -1, TODAY);
        if (before === null) return;
        expect(addDays(periodOf(before, TODAY).to, 1)).toBe(periodOf(one, TODAY).from);
        if (one.name === 'range') expect(daysIn(periodOf(before, TODAY))).toBe(daysIn(periodOf(one, TODAY)));
      }),
      { seed: 24, numRuns: 500 },
    );
  });
});
