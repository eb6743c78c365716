import { describe, expect, it } from 'vitest';
import type { Period } from '../../src/domain/period.ts';
import { excludedFrom, type FrozenPeriod } from '../../src/domain/report.ts';
import { isClosed, lastClosed, nameOf, periodText } from '../../src/domain/report-period.ts';
import { publicResult } from '../../src/domain/report-publication.ts';
import { frozenQuarter } from '../helpers/frozen.ts';

const period = (from: string, to: string): Period => ({ from, to });
const ALL = { counters: true, fields: true, reasons: true };
const frozen = frozenQuarter({ count: 400 });

describe('the period of a report', () => {
  it('is by default the month, quarter or year before this one', () => {
    expect(lastClosed('month', '2026-03-31')).toEqual(period('2026-02-01', '2026-02-28'));
    expect(lastClosed('month', '2026-01-01')).toEqual(period('2025-12-01', '2025-12-31'));
    expect(lastClosed('quarter', '2026-11-23')).toEqual(period('2026-07-01', '2026-09-30'));
    expect(lastClosed('year', '2026-11-23')).toEqual(period('2025-01-01', '2025-12-31'));
  });

  it('is over once its last day is', () => {
    expect(isClosed(period('2026-11-01', '2026-11-22'), '2026-11-23')).toBe(true);
    expect(isClosed(period('2026-11-01', '2026-11-23'), '2026-11-23')).toBe(false);
  });

  it('is named as officials name it', () => {
    expect(nameOf(period('2026-07-01', '2026-09-30')).name).toBe('quarter');
    expect(periodText(period('2026-07-01', '2026-09-30'), 'vi')).toBe('quý III năm 2026');
    expect(periodText(period('2026-02-01', '2026-02-28'), 'vi')).toBe('tháng 2 năm 2026');
    expect(periodText(period('2026-01-01', '2026-12-31'), 'vi')).toBe('năm 2026');
    expect(periodText(period('2026-07-01', '2026-07-01'), 'vi')).toBe('ngày 01/07/2026');
    expect(periodText(period('2026-07-02', '2026-09-30'), 'vi')).toBe('từ ngày 02/07/2026 đến ngày 30/09/2026');
    expect(periodText(period('2026-07-01', '2026-09-30'), 'en')).toBe('Q3 2026');
    expect(periodText(period('2026-10-01', '2026-10-31'), 'en')).toBe('October 2026');
  });
});

/** The same with so few answers to the first criterion. */
const withFew = (levels: [number, number, number, number, number]): FrozenPeriod => ({
  ...frozen,
  total: {
    ...frozen.total,
    criteria: frozen.total.criteria.map((one, at) => (at === 0 ? { ...one, levels } : one)),
  },
});

describe('what the public sees', () => {
  it('is worked out from the counts that were frozen', () => {
    const result = publicResult(frozen, ALL);
    expect(result.ballots.all).toBe(400);
    expect(result.criteria).toHaveLength(6);
    const [first] = frozen.total.criteria;
    const [n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0] = first?.levels ?? [];
    expect(result.criteria[0]?.index).toBeCloseTo((100 * (n4 + n5)) / (n1 + n2 + n3 + n4 + n5), 9);
    expect(result.excluded).toEqual(excludedFrom(frozen));
  });

  it('has only the parts that were let out', () => {
    const result = publicResult(frozen, { counters: false, fields: false, reasons: false });
    expect([result.counters, result.fields, result.reasons]).toEqual([null, null, null]);
    expect(publicResult(frozen, ALL).counters).toHaveLength(3);
  });

  it('hides a criterion with fewer than 5 answers, and the overall index that would give it away', () => {
    const result = publicResult(withFew([0, 0, 0, 3, 1]), ALL);
    expect(result.criteria[0]).toMatchObject({ verdict: 'hidden', index: null, base: null, levels: null, low: null });
    expect(result.overall).toMatchObject({ verdict: 'hidden', index: null, shown: null });
  });

  it('shows a criterion with exactly 5', () => {
    expect(publicResult(withFew([0, 0, 0, 4, 1]), ALL).criteria[0]).toMatchObject({ base: 5, index: 100 });
  });

  it('says nothing of what nobody answered: neither 0 nor 100', () => {
    const result = publicResult(withFew([0, 0, 0, 0, 0]), ALL);
    expect(result.criteria[0]).toMatchObject({ verdict: 'noData', index: null, base: 0 });
    expect(result.overall.index).not.toBeNull();
  });

  it('leaves out reasons chosen fewer than 5 times', () => {
    const reasons = [
      { criterion: 'staff', reason: 'attitude', count: 5 },
      { criterion: 'staff', reason: 'trouble', count: 4 },
    ];
    expect(publicResult({ ...frozen, reasons }, ALL).reasons?.map(({ reason }) => reason)).toEqual(['attitude']);
  });
});
