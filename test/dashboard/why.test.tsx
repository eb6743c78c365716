// @vitest-environment happy-dom
/** The section "why": shares of low answers, reasons now and before, places, and the heat map with its hidden cells. */
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { Why } from '../../src/domain/results-why.ts';
import { halfDaySum, heatMap, stepOf } from '../../src/dashboard/why/heat.ts';
import { openPage, pageText, rowOf, screen, sessionOf, shows } from './desk.tsx';
import { communePeriod, countBallots } from './sample.ts';

const PERIOD = { from: '2026-11-01', to: '2026-11-30' };
const results = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-21' }, 40, 11), { period: PERIOD });
const last = countBallots(communePeriod({ from: '2026-10-01', to: '2026-10-31' }, 40, 12), { period: PERIOD });
const why: Why = {
  results: {
    ...results,
    before: {
      period: { from: '2026-10-01', to: '2026-10-31' },
      versions: [1],
      total: last.total,
      hidden: { ballots: false, criteria: [] },
      breaks: [],
    },
  },
  reasonsBefore: last.reasons,
  counters: [{ id: 'quay-2', criterion: 'result', reason: 'waiting', count: 7 }],
  fields: [],
  stages: [],
  hours: [
    { hour: 9, criterion: '', counts: { valid: 40, low: 10 } },
    { hour: 9, criterion: 'result', counts: { valid: 20, low: 8 } },
    { hour: 24 + 15, criterion: 'result', counts: null },
  ],
  hourReasons: [{ hour: 9, criterion: 'result', reason: 'waiting', count: 6 }],
};
const at = (address: string, reply: Why = why, role: Parameters<typeof sessionOf>[0] = 'team') =>
  openPage(`/dashboard/why${address}`, ({ url }) =>
    url === '/api/session' ? Response.json(sessionOf(role)) : Response.json(reply),
  );
const text = { text: pageText };

describe('why', () => {
  it('has the share of level 1 and 2 of each criterion, worst first, against the period before', async () => {
    const asked = at('?period=month');
    await shows(text, 'Người dân chưa hài lòng về điều gì');
    expect(asked.some(({ url }) => url === '/api/results/why?period=month')).toBe(true);
    const worst = results.total.criteria
      .map(({ id, levels }) => {
        const valid = levels.reduce((sum, n) => sum + n, 0);
        return { id, share: (levels[0] + levels[1]) / valid, valid };
      })
      .sort((a, b) => b.share - a.share)[0];
    const name = results.survey.criteria.find(({ id }) => id === worst?.id)?.name.vi ?? '';
    expect(document.querySelector('.why-table tbody th')?.textContent).toBe(name);
    const cells = rowOf(name, '.why-table');
    expect(cells[0]).toBe(`${((worst?.share ?? 0) * 100).toFixed(1).replace('.', ',')} %n ${worst?.valid}`);
    expect(cells[2]).toMatch(/điểm/);
  });
  it('says that only the map of hours follows a half-day, and nothing of the kind without one', async () => {
    at('?period=month&criterion=result&when=0-morning');
    await shows(text, 'Mọi bảng dưới đây tính cả kỳ, không riêng sáng thứ hai');
  });
  it('says nothing of half-days where none is chosen', async () => {
    at('?period=month&criterion=result');
    await shows(text, 'Khi nào người dân chưa hài lòng');
    expect(pageText()).not.toContain('Mọi bảng dưới đây');
  });
  it('shows the heat of the chosen criterion in figures, its reasons on a press, and a hidden cell as hidden', async () => {
    at('?period=month&criterion=result');
    await shows(text, 'Khi nào người dân chưa hài lòng');
    const cells = [...document.querySelectorAll('.heat-cell')].map((one) => one.textContent);
    // Two hours by five days; Monday 9 and Tuesday 15 have answers.
    expect(cells).toHaveLength(10);
    expect(cells[0]).toBe('40 %, n20');
    expect(cells[6]).toBe('•ẩn');
    expect(cells[1]).toBe('không có câu trả lời');
    const button = document.querySelector('.heat .explain');
    if (!button) throw new Error('no cell to press');
    fireEvent.click(button);
    await shows(text, 'Chờ đợi lâu (6)');
    expect(pageText()).toContain('8 ÷ 20 = 40,0 %');
  });
  it('frames the half-day that the address or the sentence names, and tells its figure', async () => {
    at('?period=month&criterion=result&when=0-morning');
    await shows(text, 'Khung đậm là sáng thứ hai');
    expect([...document.querySelectorAll('.heat-framed')].map((one) => one.textContent)).toEqual(['40 %, n20']);
    expect(pageText()).toContain('40,0 % n 20'.replace(' n', 'n'));
    expect(document.querySelector('.chips')?.textContent).toContain('sáng thứ hai');
  });
  it('frames what the sentence names where the address says nothing', async () => {
    const insight = {
      kind: 'below',
      criterion: 'result',
      counter: null,
      when: { weekday: 1, half: 'afternoon' },
    } as const;
    at('?period=month', { ...why, results: { ...why.results, insight } });
    await shows(text, 'Khung đậm là chiều thứ ba');
    const way = screen.getByRole('link', { name: 'Xem vì sao' });
    expect(way.getAttribute('href')).toBe('/dashboard/why?period=month&criterion=result&when=1-afternoon');
  });
  it('leads to the remarks of the same part, for those who may read them', async () => {
    at('?period=month&criterion=result&counter=quay-2');
    const link = await waitFor(() => screen.getByRole('link', { name: 'Đọc ý kiến của phần này' }));
    expect(link.getAttribute('href')).toBe(
      '/dashboard/remarks?from=2026-11-01&to=2026-11-30&criterion=result&counter=quay-2',
    );
  });
  it('gives a viewer no way to the remarks', async () => {
    at('?period=month', why, 'viewer');
    await shows(text, 'Ở đâu người dân chưa hài lòng');
    expect(screen.queryByRole('link', { name: 'Đọc ý kiến của phần này' })).toBeNull();
  });
  it('says why there are no hours in a view that they do not know', async () => {
    at('?period=month&field=land', { ...why, hours: null, hourReasons: [] });
    await shows(text, 'Giờ chỉ được đếm theo quầy');
    expect(document.querySelector('.heat')).toBeNull();
  });
  it('marks the reason that it is narrowed to, and counts it by place', async () => {
    at('?period=month&criterion=result&reason=waiting');
    await shows(text, 'Lượt chọn lý do “Chờ đợi lâu”');
    expect(rowOf('Quầy 2', '.why-table').at(-1)).toBe('7');
  });
});

describe('the heat map', () => {
  it('has Monday to Friday always, the weekend and the hours that have answers', () => {
    const cell = (hour: number) => ({ hour, criterion: '', counts: null });
    const map = heatMap([cell(8), cell(5 * 24 + 10)], '');
    expect([map.days, map.hours]).toEqual([
      [0, 1, 2, 3, 4, 5],
      [8, 10],
    ]);
    expect(map.at(0, 10)).toBeNull();
  });
  it('sums a half-day over the cells that are shown, and counts the hidden ones', () => {
    const cell = (hour: number, counts: { valid: number; low: number } | null) => ({ hour, criterion: '', counts });
    const cells = [
      cell(8, { valid: 20, low: 3 }),
      cell(11, { valid: 10, low: 4 }),
      cell(12, { valid: 50, low: 50 }),
      cell(24 + 8, { valid: 70, low: 70 }),
      cell(9, null),
    ];
    expect(halfDaySum(cells, '', { weekday: 0, half: 'morning' })).toEqual({
      low: 7,
      valid: 30,
      hiddenCells: 1,
      hours: [8, 11],
    });
  });
  it('shades in five steps', () => {
    expect([0, 4, 5, 10, 19, 20, 34, 35, 100].map((low) => stepOf({ low, valid: 100 }))).toEqual([
      0, 0, 1, 2, 2, 3, 3, 4, 4,
    ]);
  });
});
