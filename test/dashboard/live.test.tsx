// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { openDashboard, screen, shows, textOf } from './desk.tsx';
import { resultsOf, sixPairs } from './sample.ts';

const MONTH = { period: { from: '2026-11-01', to: '2026-11-30' } };
const first = resultsOf(
  sixPairs(
    [
      [90, 100],
      [90, 100],
      [90, 100],
      [90, 100],
      [90, 100],
      [90, 100],
    ],
    100,
  ),
  MONTH,
);
const second = resultsOf(
  sixPairs(
    [
      [91, 101],
      [91, 101],
      [91, 101],
      [91, 101],
      [91, 101],
      [91, 101],
    ],
    101,
  ),
  MONTH,
);
const waiting = { timeout: 4000 };

describe('new answers', () => {
  it('appear by themselves and leave the view as it is', async () => {
    const desk = openDashboard('?period=month&method=top2', first);
    await shows(desk, '90,00');
    await waitFor(() => expect(desk.asked.some(({ url }) => url.endsWith('/changes'))).toBe(true));
    const address = location.search;
    const section = document.querySelector('.bars');
    const details = document.querySelector('details');
    if (details) details.open = true;
    desk.reply = second;
    desk.change();
    await waitFor(() => expect(textOf('.answer-figure')).toBe('90,10 %'), waiting);
    expect(location.search).toBe(address);
    expect(document.querySelector('.bars')).toBe(section);
    expect(document.querySelector('details')?.open).toBe(true);
  });
  it('are not shown as fresh when the connection is lost: the last figures stay and the page says so', async () => {
    const desk = openDashboard('?period=month', first);
    await shows(desk, 'Phiếu mới tự hiện');
    desk.reply = 'unreachable';
    desk.cut();
    await shows(desk, 'Mất kết nối');
    expect(textOf('.answer-figure')).toBe('90,00 %');
    desk.reply = second;
    await waitFor(() => expect(textOf('.answer-figure')).toBe('90,10 %'), waiting);
    await shows(desk, 'Phiếu mới tự hiện');
  });
});

describe('another period', () => {
  it('goes into the address, and back leads back', async () => {
    const desk = openDashboard('?period=month', first);
    await shows(desk, '90,00');
    fireEvent.click(screen.getByText('Năm'));
    await waitFor(() => expect(desk.asked.at(-1)?.url).toContain('period=year'));
    expect(location.search).toBe('?period=year');
    history.replaceState(null, '', '?period=month');
    dispatchEvent(new PopStateEvent('popstate'));
    await waitFor(() => expect(screen.getByText('Tháng').getAttribute('aria-current')).toBe('true'));
  });
  it('that fails does not leave the old figures under the new heading', async () => {
    const desk = openDashboard('?period=month', first);
    await shows(desk, '90,00');
    desk.reply = { status: 503, code: 'busy' };
    fireEvent.click(screen.getByText('Tuần'));
    await shows(desk, 'Chưa lấy được kết quả');
    expect(document.querySelector('.answer-figure')).toBeNull();
  });
  it('cannot begin after it ends', async () => {
    const desk = openDashboard('?from=2026-11-01&to=2026-11-20', first);
    await shows(desk, '90,00');
    fireEvent.input(screen.getByLabelText('Từ ngày'), { target: { value: '2026-11-21' } });
    await shows(desk, 'Ngày bắt đầu phải trước hoặc bằng ngày kết thúc.');
    fireEvent.click(screen.getByText('Xem'));
    expect(location.search).toBe('?from=2026-11-01&to=2026-11-20');
  });
});

describe('a person who is signed out', () => {
  it('sees no figure, and signs in first', async () => {
    const desk = openDashboard('?period=month', first, null);
    await shows(desk, 'Đăng nhập');
    expect(document.querySelector('.answer-figure')).toBeNull();
    expect(desk.asked.map(({ url }) => url)).toEqual(['/api/session']);
  });
});

describe('English', () => {
  it('is one press away, keeps the figures, and stays in the address', async () => {
    const desk = openDashboard('?period=month', first);
    await shows(desk, '90,00 %');
    fireEvent.click(screen.getByText('English'));
    await shows(desk, '90.00%');
    expect(location.search).toBe('?period=month&lang=en');
    expect(document.documentElement.lang).toBe('en');
    expect(desk.text()).toContain('0 of 6 criteria below 85%');
  });
});

describe('no ballots', () => {
  it('say when each tablet was last heard of', async () => {
    const device = { id: 'd', name: '', counter: 'quay-2', lastSeenAt: Date.UTC(2026, 10, 22, 0, 58), unsent: 3 };
    const nothing = sixPairs(
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      0,
    );
    const desk = openDashboard('?period=today', resultsOf(nothing, { devices: [device] }));
    await shows(desk, 'Chưa có phiếu nào hôm nay');
    expect(desk.text()).toContain('Máy ở Quầy 2 liên lạc lần cuối 07:58, còn 3 phiếu chưa gửi');
  });
});
