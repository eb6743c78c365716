// @vitest-environment happy-dom
/** Narrowing by links, the chips that undo it, and numbers that tell where they come from. */
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { Results } from '../../src/domain/results.ts';
import { openDashboard, screen, shows, textOf } from './desk.tsx';
import { communePeriod, countBallots, resultsOf, sixPairs } from './sample.ts';

const MONTH = { from: '2026-11-01', to: '2026-11-30' };
const month = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-21' }, 40, 11), { period: MONTH });
const pairs = (satisfied: number, valid: number) =>
  sixPairs(
    SIX_CRITERIA.criteria.map(() => [satisfied, valid] as const),
    valid,
  );
const link = (name: string) => screen.getAllByRole('link', { name })[0];
const press = (element: Element | undefined | null) => {
  if (!element) throw new Error('nothing to press');
  fireEvent.click(element);
};

describe('a row', () => {
  it('narrows the page: the address says so, the server is asked for it, and a chip takes it off again', async () => {
    const desk = openDashboard('?period=month', month);
    await shows(desk, 'giữa');
    press(link('Quầy 2'));
    await waitFor(() => expect(location.search).toBe('?period=month&counter=quay-2'));
    await waitFor(() => expect(desk.asked.at(-1)?.url).toBe('/api/results?period=month&counter=quay-2'));
    expect(textOf('.chip')).toContain('Quầy Quầy 2');
    press(link('Đất đai'));
    await waitFor(() => expect(location.search).toBe('?period=month&counter=quay-2&field=land'));
    press(screen.getByLabelText('Bỏ lọc Quầy 2'));
    await waitFor(() => expect(location.search).toBe('?period=month&field=land'));
    press(screen.getByLabelText('Bỏ lọc Đất đai'));
    await waitFor(() => expect(document.querySelector('.chips')).toBeNull());
  });
  it('of a criterion leaves only that criterion on the page', async () => {
    const desk = openDashboard('?period=month&criterion=staff', month);
    await shows(desk, 'giữa');
    const rows = [...document.querySelectorAll('.bars tbody th')].map((one) => one.textContent);
    expect(rows).toEqual(['Sự phục vụ của cán bộ, công chức']);
    expect(textOf('.answer-figure')).toBe(
      `${[...document.querySelectorAll('.bars tbody td')][1]?.textContent ?? ''} %`,
    );
  });
  it('of a day narrows to that day and keeps what the page is narrowed by', async () => {
    const desk = openDashboard('?period=month&counter=quay-2', month);
    await shows(desk, 'giữa');
    const days = [...document.querySelectorAll('.figures th a')].map((one) => one.getAttribute('href'));
    expect(days[0]).toMatch(/^\/dashboard\?period=today&at=2026-11-0\d&counter=quay-2$/);
  });
  it('of a reason leads to why', async () => {
    const desk = openDashboard('?period=month', month);
    await shows(desk, 'giữa');
    const first = document.querySelector('.ranking a')?.getAttribute('href') ?? '';
    expect(first).toMatch(/^\/dashboard\/why\?period=month&criterion=[a-z]+&reason=[a-z-]+$/);
  });
});

describe('a number', () => {
  it('tells its numerator, its denominator and what was left out, and closes with Escape', async () => {
    const desk = openDashboard('?period=month', resultsOf(pairs(90, 100), { period: MONTH }));
    await shows(desk, 'giữa');
    press(document.querySelector('.bars .explain'));
    const panel = await waitFor(() => {
      const found = document.querySelector('.explain-panel');
      if (!found) throw new Error('no panel');
      return found;
    });
    const text = (panel.textContent ?? '').replaceAll('\u00a0', ' ');
    expect(text).toContain('Tử số: câu trả lời từ mức 4 trở lên90');
    expect(text).toContain('Mẫu số: câu trả lời hợp lệ100');
    expect(text).toContain('90 ÷ 100 = 90,00 %');
    expect(text).toContain('0 câu “Không biết / Không sử dụng” và 0 câu bỏ trống');
    fireEvent.keyDown(window, { key: 'Escape' });
    await waitFor(() => expect(document.querySelector('.explain-panel')).toBeNull());
  });
  it('of the whole is the mean of its parts, written out', async () => {
    const desk = openDashboard('?period=month', resultsOf(pairs(90, 100), { period: MONTH }));
    await shows(desk, 'giữa');
    press(document.querySelector('.answer-figure .explain'));
    await shows(desk, '(90,00 + 90,00 + 90,00 + 90,00 + 90,00 + 90,00) ÷ 6 = 90,00 %');
  });
});

describe('the answer', () => {
  const base = resultsOf(pairs(90, 100), { period: MONTH });
  const past = (changes: Partial<NonNullable<Results['before']>>): Results['before'] => ({
    period: { from: '2026-10-01', to: '2026-10-31' },
    versions: [1],
    total: pairs(70, 100),
    hidden: { ballots: false, criteria: [] },
    breaks: [],
    ...changes,
  });
  it('says how it changed, and whether that is more than chance', async () => {
    const desk = openDashboard('?period=month', { ...base, before: past({}) });
    await shows(desk, 'Tăng 20,00 điểm so với kỳ trước, nhiều hơn mức ngẫu nhiên.');
    expect(desk.text()).toContain('Kỳ trước (01/10/2026 – 31/10/2026): 70,00 %.');
    const next = openDashboard('?period=month', { ...base, before: past({ total: pairs(88, 100) }) });
    await shows(next, 'có thể chỉ do ngẫu nhiên');
  });
  it('compares nothing across another survey or the change of the office', async () => {
    const desk = openDashboard('?period=month', { ...base, before: past({ breaks: ['office', 'version'] }) });
    await shows(desk, 'Không so sánh trực tiếp với kỳ trước');
    expect(desk.text()).toContain('đơn vị thay đổi từ 01/07/2025, bộ phiếu khác phiên bản');
    expect(desk.text()).not.toContain('Tăng 20');
  });
  it('says in a sentence what is wrong, where and when, and leads there', async () => {
    const desk = openDashboard('?period=month', {
      ...base,
      insight: { kind: 'below', criterion: 'result', counter: 'quay-2', when: { weekday: 0, half: 'morning' } },
    });
    await shows(
      desk,
      'Kết quả, thời gian và chi phí giải quyết kéo điểm xuống nhiều nhất; rõ nhất ở Quầy 2, sáng thứ hai.',
    );
    expect(link('Xem vì sao')?.getAttribute('href')).toBe(
      '/dashboard/why?period=month&counter=quay-2&criterion=result&when=0-morning',
    );
  });
  it('says how far the sample rule is reached, and gives both figures where ballots are void', async () => {
    const desk = openDashboard('?period=month', {
      ...base,
      coverage: { population: 1200, needed: 300 },
      voided: pairs(0, 10),
    });
    await shows(desk, 'cần 300 phiếu cho 1.200 hồ sơ: còn thiếu 200 phiếu');
    // 90 of 110.
    expect(desk.text()).toContain('tính cả các phiếu này, chỉ số là 81,82');
  });
  it('is not given, nor any overall figure, where a part of a narrowed view is hidden', async () => {
    const hidden = { ballots: false, criteria: ['staff'] };
    const { total } = base;
    const criteria = total.criteria.map((one) =>
      one.id === 'staff' ? { ...one, levels: [0, 0, 0, 0, 0] as typeof one.levels } : one,
    );
    const narrowed: Results = { ...base, hidden, total: { ...total, criteria }, narrowing: { counter: 'quay-3' } };
    const desk = openDashboard('?period=month&counter=quay-3', narrowed);
    await shows(desk, 'Quá ít phiếu để hiện riêng');
    expect(document.querySelector('.answer-figure')).toBeNull();
    expect(document.querySelector('.rules')).toBeNull();
    const row = [...document.querySelectorAll('.bars tbody tr')].find((one) => one.textContent?.includes('Sự phục vụ'));
    expect(row?.textContent).toContain('ẩn');
  });
});
