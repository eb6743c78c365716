// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { breakdownRow, inOrder, sortRows } from '../../src/dashboard/overview/breakdown.ts';
import { csvText } from '../../src/dashboard/csv.ts';
import { axisFrom, ticksOf, trendOf } from '../../src/dashboard/overview/trend.ts';
import { openTally } from '../../src/domain/suppression.ts';
import { openDashboard, rowOf, shows } from './desk.tsx';
import { communePeriod, countBallots } from './sample.ts';

const MONTH = { from: '2026-11-01', to: '2026-11-30' };
const few = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-20' }, 6, 5), { period: MONTH });

describe('small groups (seed 5)', () => {
  it('are shown as hidden, with the reason, and without any figure', async () => {
    const desk = openDashboard('?period=month', few);
    await shows(desk, 'giữa');
    const assisted = few.channels.find(({ id }) => id === 'assisted');
    expect(assisted?.ballots).toBe(2);
    expect(rowOf('Có người hỗ trợ', '.breakdown')).toEqual(['2', ...Array<string>(7).fill('ẩn(dưới 5)')]);
    // More, and hidden for the sake of the two: nobody says that they are fewer than five.
    const paper = few.channels.find(({ id }) => id === 'paper');
    expect(paper?.shown.ballots).toBeNull();
    expect(paper?.ballots).toBeGreaterThan(4);
    expect(rowOf('Phiếu giấy', '.breakdown')).toEqual([String(paper?.ballots), ...Array<string>(7).fill('ẩn')]);
    expect(desk.text()).toContain('không ai tính ngược ra được từng người');
  });
  it('have no overall index as long as one of their cells is hidden', () => {
    for (const by of ['counters', 'fields', 'stages', 'channels'] as const)
      for (const group of few[by]) {
        const row = breakdownRow(group, few.survey, 'top2');
        if (row.criteria.includes(null)) expect(row.overall).toBeNull();
      }
  });
  it('sort last, whichever way', () => {
    const rows = few.channels.map((group) => breakdownRow(group, few.survey, 'top2'));
    for (const descending of [true, false]) expect(sortRows(rows, { key: 'overall', descending })[0]?.id).toBe('kiosk');
  });
  it('leave gaps in the trend, and their number is said', async () => {
    const hidden = few.days.filter((day) => openTally(day) === null).length;
    expect(hidden).toBeGreaterThan(0);
    const desk = openDashboard('?period=month', few);
    await shows(desk, `${hidden} ngày có quá ít câu trả lời bị ẩn`);
    expect(document.querySelectorAll('.hidden-mark')).toHaveLength(hidden);
  });
});

describe('the order of groups', () => {
  it('is that of the survey and the office, with those not recorded last', () => {
    const ids = inOrder('fields', few).map(({ id }) => id);
    const known = few.survey.fields.map(({ id }) => id).filter((id) => ids.includes(id));
    expect(ids).toEqual([...known, ...(ids.includes('') ? [''] : [])]);
  });
});

describe('the trend', () => {
  const year = { from: '2026-01-01', to: '2026-12-31' };
  const busy = countBallots(communePeriod({ from: '2026-01-01', to: '2026-11-22' }, 12, 6), { period: year });
  it('has a point a day in a month and a point a week in a year, and loses no ballot and no day', () => {
    for (const [results, period, grain] of [
      [few, MONTH, 'day'],
      [busy, year, 'week'],
    ] as const) {
      const trend = trendOf(results.days, period, '2026-11-22', results.survey, 'top2');
      expect(trend.grain).toBe(grain);
      expect(trend.points.reduce((sum, { ballots }) => sum + ballots, 0)).toBe(results.total.ballots.all);
      expect(trend.hiddenDays).toBe(results.days.filter((day) => openTally(day) === null).length);
      const open = results.days.map(openTally).reduce((sum, tally) => sum + (tally?.ballots.valid ?? 0), 0);
      expect(trend.points.reduce((sum, { figure }) => sum + (figure?.base ?? 0), 0)).toBe(open);
    }
  });
  it('ends today while the period is still open', () => {
    expect(trendOf(few.days, MONTH, '2026-11-22', few.survey, 'top2').span).toEqual({
      from: '2026-11-01',
      to: '2026-11-22',
    });
  });
  it('has an axis that starts under everything drawn, and at most a dozen ticks for a year', () => {
    expect(axisFrom([85, 76.4])).toBe(70);
    expect(axisFrom([3])).toBe(0);
    expect(ticksOf(year)).toHaveLength(12);
  });
});

describe('the file of a table', () => {
  it('separates by semicolons where the comma is the decimal mark, and runs no formula', () => {
    expect(
      csvText(
        [
          ['Quầy; 1', '87,35'],
          ['=1+1', 'a"b'],
        ],
        ';',
      ),
    ).toBe('\ufeff"Quầy; 1";"87,35"\r\n\'=1+1;"a""b"\r\n');
  });
});
