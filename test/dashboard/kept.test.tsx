// @vitest-environment happy-dom
/** What a browser keeps by itself: words that were typed and not saved, and the language. Dates are typed as people write them. */
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ALERT_RULES } from '../../src/domain/alert-rules.ts';
import { DEFAULT_THRESHOLDS } from '../../src/domain/signal-thresholds.ts';
import { printDay, typedDay } from '../../src/domain/typed-day.ts';
import { openPage, pageText, problem, screen, sessionOf, shows } from './desk.tsx';

const text = { text: pageText };
const SETTINGS = {
  office: { code: '22504', name: 'Trung tâm' },
  rules: { idleSeconds: 30, countdownSeconds: 10, onLeft: 'keep' },
  openingHours: [[], [], [], [], [], [], []],
  holidays: [],
  population: {},
  recipients: [],
  signals: DEFAULT_THRESHOLDS,
  from: { rules: 'own', openingHours: 'own', holidays: 'own', signals: 'own' },
  above: [],
  delivery: { email: false, webhook: false },
};
const open = (address: string) =>
  openPage(address, ({ url, method }) => {
    if (url === '/api/session') return Response.json(sessionOf('administrator'));
    if (url === '/api/office-settings') return Response.json(SETTINGS);
    if (url === '/api/alerts/rules')
      return method === 'PUT'
        ? problem(409, 'rules-changed')
        : Response.json({ rules: DEFAULT_ALERT_RULES, goal: 85, version: 'v1' });
    return problem(404, 'not-found');
  });
const field = (name: string | RegExp) => screen.getByRole<HTMLInputElement>('textbox', { name });

describe('a form that is left', () => {
  it('has what was typed when one comes back, says so, and lets it be taken back', async () => {
    open('/dashboard/settings/office');
    await shows(text, 'Tên đơn vị');
    fireEvent.input(field(/^Tên đơn vị/), { target: { value: 'Tên mới' } });
    fireEvent.click(screen.getByRole('link', { name: 'Ngày nghỉ' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: /^Tên đơn vị/ })).toBeNull());
    const leaving = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);
    fireEvent.click(screen.getByRole('link', { name: 'Đơn vị' }));
    await waitFor(() => expect(field(/^Tên đơn vị/).value).toBe('Tên mới'));
    expect(pageText()).toContain('Chưa lưu.');
    fireEvent.click(screen.getByRole('button', { name: 'Bỏ những gì đã sửa' }));
    expect(field(/^Tên đơn vị/).value).toBe('Trung tâm');
    expect(pageText()).not.toContain('Chưa lưu.');
  });
  it('keeps the rules that were typed when a colleague was faster', async () => {
    open('/dashboard/alerts/rules');
    await shows(text, 'Nhiều câu trả lời mức 1–2');
    fireEvent.input(field('Mức 1–2 trên (%)'), { target: { value: '12,5' } });
    fireEvent.click(screen.getByRole('button', { name: 'Lưu các quy tắc' }));
    await shows(text, 'Người khác vừa đổi các quy tắc này');
    expect(field('Mức 1–2 trên (%)').value).toBe('12,5');
    fireEvent.click(screen.getByRole('button', { name: 'Bỏ những gì đã sửa' }));
  });
});

describe('the language', () => {
  it('that was chosen holds for addresses that name none, and an address that names one wins', async () => {
    open('/dashboard/settings/office');
    await shows(text, 'Tên đơn vị');
    fireEvent.click(screen.getByRole('button', { name: 'English' }));
    await waitFor(() => expect(location.search).toBe('?lang=en'));
    open('/dashboard/settings/office');
    await waitFor(() => expect(location.search).toBe('?lang=en'));
    open('/dashboard/settings/office?lang=vi');
    await waitFor(() => expect(document.documentElement.lang).toBe('vi'));
  });
});

describe('a day', () => {
  it('is typed as people write it, whatever the language of the browser', () => {
    for (const typed of ['21/11/2026', '21.11.2026', '21-11-2026', '21 11 2026', '21112026', ' 2026-11-21 '])
      expect(typedDay(typed)).toBe('2026-11-21');
    expect(typedDay('1/2/2026')).toBe('2026-02-01');
    for (const typed of ['', '29/02/2026', '11/21/2026', '21/11/26', '21/11', 'hôm nay', '1112026'])
      expect(typedDay(typed)).toBeNull();
    expect([printDay('2026-11-21'), printDay('')]).toEqual(['21/11/2026', '']);
  });
  it('that is none is said when the field is left, and asks for nothing', async () => {
    open('/dashboard/settings/holidays');
    const day = await waitFor(() => field('Ngày'));
    fireEvent.input(day, { target: { value: '31/02/2026' } });
    expect(day.value).toBe('31/02/2026');
    fireEvent.blur(day);
    await shows(text, 'Viết ngày như 21/11/2026.');
    expect(day.getAttribute('aria-invalid')).toBe('true');
    fireEvent.input(day, { target: { value: '' } });
  });
});
