// @vitest-environment happy-dom
/** What is drawn answers to a press and to the keyboard: which piece is taken, and what its panel tells. */
import { fireEvent } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/dashboard/charts/Points.tsx';
import { openDashboard, pageText, screen, shows } from './desk.tsx';
import { communePeriod, countBallots } from './sample.ts';

const PERIOD = { from: '2026-11-01', to: '2026-11-30' };
const results = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-21' }, 40, 11), { period: PERIOD });
const point = (x: number, y: number, width?: number) => ({
  x,
  y,
  ...(width === undefined ? {} : { width }),
  label: '',
  text: '',
  facts: () => [],
});

describe('a press', () => {
  it('takes the nearest point, in the shape in which the chart is drawn', () => {
    // In a wide, low chart a percent of the height is little.
    expect(nearest([point(10, 0), point(20, 90)], 13, 90, 0.05)).toBe(0);
    expect(nearest([point(10, 0), point(20, 90)], 13, 90, 1)).toBe(1);
  });
  it('takes the piece that it falls in, however narrow', () => {
    const pieces = [point(45, 50, 90), point(91, 50, 2), point(96, 50, 8)];
    expect([5, 89, 91, 93, 99].map((x) => nearest(pieces, x, 0, 0.1))).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('by keyboard', () => {
  it('each level of a criterion tells its numerator, denominator and what was left out', async () => {
    const desk = openDashboard('?period=month', results);
    await shows(desk, 'Người dân trả lời ở mức nào');
    const [first] = results.survey.criteria;
    const tally = results.total.criteria[0];
    if (!first || !tally) throw new Error('the survey has criteria');
    const chart = screen.getByRole('slider', { name: new RegExp(`^${first.name.vi}`) });
    expect(chart.getAttribute('aria-valuetext')).toMatch(/^5 /);
    fireEvent.keyDown(chart, { key: 'ArrowRight' });
    expect(chart.getAttribute('aria-valuetext')).toMatch(/^4 /);
    fireEvent.keyDown(chart, { key: 'Enter' });
    const valid = tally.levels.reduce((sum, n) => sum + n, 0);
    expect(pageText()).toContain(`${tally.levels[3]} ÷ ${valid} = `);
    expect(pageText()).toContain(`${tally.unknown} câu “Không biết / Không sử dụng” và ${tally.blank} câu bỏ trống`);
    fireEvent.keyDown(window, { key: 'Escape' });
    expect(document.querySelector('.explain-panel')).toBeNull();
    expect(document.activeElement).toBe(chart);
  });
  it('a point of the trend tells its days and leads to them', async () => {
    const desk = openDashboard('?period=month', results);
    await shows(desk, 'Diễn biến theo thời gian');
    const chart = screen.getByRole('slider', { name: /^Diễn biến/ });
    fireEvent.keyDown(chart, { key: 'End' });
    fireEvent.keyDown(chart, { key: 'Enter' });
    const link = screen.getByRole('link', { name: 'Chỉ xem những ngày này', hidden: true });
    expect(link.getAttribute('href')).toMatch(/^\/dashboard\?period=today&at=2026-11-\d\d$/);
  });
});

it('each fact beside the answer tells what it is made of', async () => {
  const desk = openDashboard('?period=month', results);
  await shows(desk, 'Phiếu hợp lệ');
  const facts = [...document.querySelectorAll('.facts .fact-value .explain')];
  expect(facts).toHaveLength(4);
  const [all] = facts;
  if (!all) throw new Error('no fact');
  fireEvent.click(all);
  for (const { id, ballots } of results.channels)
    expect(pageText()).toContain(
      { kiosk: 'Máy tại quầy', assisted: 'Có người hỗ trợ', paper: 'Phiếu giấy' }[id] + String(ballots),
    );
});
