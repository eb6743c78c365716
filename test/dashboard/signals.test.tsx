// @vitest-environment happy-dom
/** Both figures in one line on the overview, and the page of what is worth a look. */
import { describe, expect, it } from 'vitest';
import type { SignalList } from '../../src/domain/signal-list.ts';
import { summarise } from '../../src/domain/summary.ts';
import { openDashboard, openPage, pageText, sessionOf, shows, textOf } from './desk.tsx';
import { communePeriod, countBallots } from './sample.ts';

const PERIOD = { from: '2026-11-01', to: '2026-11-30' };
const all = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-21' }, 40, 11), { period: PERIOD });
const others = countBallots(communePeriod({ from: '2026-11-01', to: '2026-11-19' }, 40, 12), { period: PERIOD });
const flagged = { ballots: 41, without: others.total, kinds: [{ kind: 'burst', count: 41 }] };
const results = { ...all, flagged };
const printed = ({ total, survey }: typeof all) => {
  const { index } = summarise(total, survey).overall;
  return index ? ((100 * Number(index.num)) / Number(index.den) / 100).toFixed(2).replace('.', ',') : '';
};

describe('the overview', () => {
  it('has the figure without flagged ballots beside the figure, and turns them round by the address', async () => {
    const desk = openDashboard('?period=month', results);
    await shows(desk, 'Không tính 41 phiếu có dấu hiệu cần xem');
    expect(textOf('.flagged-line')).toContain(`${printed(others)} %`);
    expect(textOf('.answer-figure')).toContain(printed(all));
    const link = [...document.querySelectorAll<HTMLAnchorElement>('.flagged-line a')][0];
    expect(link?.getAttribute('href')).toContain('flagged=without');
  });
  it('says when they are left out, and what still counts all', async () => {
    const desk = openDashboard('?period=month&flagged=without', results);
    await shows(desk, 'Đang không tính 41 phiếu');
    expect(textOf('.answer-figure')).toContain(printed(others));
    expect(textOf('.flagged-line')).toContain(`Tính mọi phiếu: ${printed(all)} %`);
    expect(textOf('.flagged-note')).toContain('vẫn tính mọi phiếu');
  });
  it('does not tell a figure that is hidden, whatever the address asks for', async () => {
    const few = { ...all, flagged: { ballots: 3, without: null, kinds: [] } };
    const desk = openDashboard('?period=month&flagged=without', few);
    await shows(desk, '3 phiếu có dấu hiệu cần xem.');
    expect(textOf('.answer-figure')).toContain(printed(all));
  });
  it('is silent where nothing is flagged', async () => {
    const none = openDashboard('?period=month', all);
    await shows(none, printed(all));
    expect(document.querySelector('.flagged-line')).toBeNull();
  });
});

describe('what is worth a look', () => {
  const list: SignalList = {
    period: PERIOD,
    ballots: 12,
    days: [
      {
        device: 'tablet-1',
        name: 'Máy quầy 1',
        counter: 'quay-1',
        day: '2026-11-10',
        ballots: 30,
        signals: [
          { kind: 'burst', ballots: 9, facts: { ballots: 9, seconds: 114, limit: 8, minutes: 3 } },
          { kind: 'of-tomorrow', ballots: 3, facts: {} },
        ],
      },
    ],
    more: 0,
    hidden: 2,
    places: [
      { counter: 'quay-1', week: '2026-11-09', valid: 100, satisfied: 98, peersValid: 200, peersSatisfied: 150 },
    ],
    waiting: 4,
    counters: [{ id: 'quay-1', name: 'Quầy 1' }],
  };
  const at = (reply: SignalList, role: Parameters<typeof sessionOf>[0] = 'viewer') =>
    openPage('/dashboard/signals?period=month', ({ url }) =>
      url === '/api/session' ? Response.json(sessionOf(role)) : Response.json(reply),
    );
  const text = { text: pageText };
  it('is listed by day and tablet, with the numbers, what may be done, and what is not shown', async () => {
    const asked = at(list);
    await shows(text, 'Nhiều nhất 9 phiếu trong 114 giây trên cùng một máy.');
    expect(asked.some(({ url }) => url === '/api/signals?period=month')).toBe(true);
    for (const said of ['10/11/2026', 'Máy quầy 1', '9 trong 30 phiếu', '2 dấu hiệu không nêu', 'xem lại 4 ngày'])
      expect(pageText()).toContain(said);
    expect(pageText()).toContain('98,0 % trong 100 phiếu; các quầy khác 75,0 % trong 200 phiếu');
    expect(pageText()).not.toContain('Sửa ngưỡng');
  });
  it('shows a kind that only a newer server knows, and says when there is nothing', async () => {
    at(list, 'administrator');
    await shows(text, 'of-tomorrow');
    expect(pageText()).toContain('Sửa ngưỡng');
    at({ ...list, ballots: 0, days: [], places: [], hidden: 0, waiting: 0 });
    await shows(text, 'Không có dấu hiệu nào trong kỳ này.');
  });
});
