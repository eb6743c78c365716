// @vitest-environment happy-dom
/** The section "compare": a funnel that ranks nobody, small groups left out, and months that are never joined across a change. */
import { describe, expect, it } from 'vitest';
import { funnelOf } from '../../src/dashboard/compare/groups.ts';
import { monthSeries } from '../../src/dashboard/compare/months.ts';
import type { Comparison } from '../../src/domain/results-comparison.ts';
import type { Tally } from '../../src/domain/tally.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { openPage, pageText, rowOf, sessionOf, shows } from './desk.tsx';
import { communePeriod, countBallots, sixPairs } from './sample.ts';

const PERIOD = { from: '2026-11-01', to: '2026-11-30' };
const results = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-21' }, 40, 11), { period: PERIOD });
const tallyOf = (satisfied: number): Tally =>
  sixPairs(
    SIX_CRITERIA.criteria.map(() => [satisfied, 100] as const),
    100,
  );
const month = (id: string, satisfied: number, versions: number[]): Comparison['months'][number] => {
  const { ballots, criteria } = tallyOf(satisfied);
  return { group: { id, ballots: 100, shown: { ballots, criteria } }, versions };
};
const comparison: Comparison = {
  results,
  months: [
    month('2025-05', 80, [1]),
    month('2025-06', 82, [1]),
    month('2025-07', 84, [1]),
    month('2025-08', 86, [1]),
    month('2025-10', 88, [1]),
    month('2025-11', 90, [2]),
    month('2025-12', 91, [3]),
  ],
  surveys: [
    { version: 1, method: 'top2', overall: 'criteriaMean' },
    { version: 2, method: 'top2', overall: 'criteriaMean' },
    { version: 3, method: 'norm', overall: 'criteriaMean' },
  ],
};
const open = (reply: Comparison = comparison) =>
  openPage('/dashboard/compare?period=month', ({ url }) =>
    url === '/api/session' ? Response.json(sessionOf()) : Response.json(reply),
  );
const text = { text: pageText };

describe('months', () => {
  it('are joined to the month right before only, and never across a change', () => {
    const series = monthSeries(comparison, null, null);
    expect(series.map(({ month: id, joined, breaks }) => [id, joined, breaks.join('+')])).toEqual([
      ['2025-05', false, ''],
      ['2025-06', true, ''],
      ['2025-07', false, 'office'],
      ['2025-08', true, ''],
      ['2025-10', false, ''],
      ['2025-11', false, 'version'],
      ['2025-12', false, 'version+method'],
    ]);
  });
  it('have each the figure of their own method, unless one is chosen', () => {
    const shown = (method: 'top2' | null) =>
      monthSeries(comparison, method, null).map(
        ({ figure }) => Number(figure?.index?.num) / Number(figure?.index?.den),
      );
    expect(shown('top2').at(-1)).toBe(91);
    // By norm: level 4 counts 75, level 3 counts 50.
    expect(shown(null).at(-1)).toBe(72.75);
  });
  it('are drawn with a mark at each change and as many lines as may be', async () => {
    open();
    await shows(text, 'Từng tháng');
    expect(document.querySelectorAll('.month-break')).toHaveLength(3);
    expect(document.querySelectorAll('.months .trend-line')).toHaveLength(2);
    expect(rowOf('Tháng 7/2025', '.why-table').at(-1)).toBe('Đơn vị mới từ 01/07/2025');
    expect(rowOf('Tháng 12/2025', '.why-table').at(-1)).toBe('Đổi bộ phiếu, Đổi cách tính');
  });
});

describe('the funnel', () => {
  it('takes ballots as a whole, or one criterion, and leaves out what is hidden', () => {
    const [first] = results.counters;
    if (!first) throw new Error('there are counters');
    const groups = [first, { ...first, id: 'small', shown: { ballots: null, criteria: [null] } }];
    const data = funnelOf(groups, results.total, null);
    expect(data?.hidden).toEqual(['small']);
    expect(data?.points[0]).toMatchObject({
      satisfied: first.shown.ballots?.satisfied,
      valid: first.shown.ballots?.valid,
    });
    const staff = funnelOf(results.counters, results.total, 'staff');
    const at = results.total.criteria.findIndex(({ id }) => id === 'staff');
    expect(staff?.points.map(({ valid }) => valid)).toEqual(
      results.counters.map(({ shown }) => shown.criteria[at]?.levels.reduce((sum, n) => sum + n, 0)),
    );
  });
  it('says where each group lies, in words, in the order of the office', async () => {
    open();
    await shows(text, 'Giữa các quầy');
    const rows = [...document.querySelectorAll('.why-table')][0]?.querySelectorAll('tbody tr') ?? [];
    expect([...rows].map((row) => row.querySelector('th')?.textContent)).toEqual(['1 Quầy 1', '2 Quầy 2', '3 Quầy 3']);
    for (const row of rows) expect(row.textContent).toMatch(/phễu|ngoài/);
    expect(document.querySelectorAll('.funnel')[0]?.querySelectorAll('.funnel-point')).toHaveLength(3);
  });
  it('asks for more when there is one group only', async () => {
    open({ ...comparison, results: { ...results, counters: results.counters.slice(0, 1), fields: [] }, months: [] });
    await shows(text, 'Cần ít nhất hai nhóm đủ phiếu để so sánh.');
    expect(pageText()).toContain('Cần ít nhất hai tháng có phiếu để so sánh.');
  });
});
