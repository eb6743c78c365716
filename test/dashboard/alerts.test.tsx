// @vitest-environment happy-dom
/** The section about alerts, in the whole dashboard. */
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { draftOf, faultsOf, newDraft, ruleOf } from '../../src/dashboard/alerts/rule-draft.ts';
import type { Role } from '../../src/domain/account.ts';
import type { Alert } from '../../src/domain/alert.ts';
import { DEFAULT_ALERT_RULES } from '../../src/domain/alert-rules.ts';
import { type AskedFor, NOW, openPage, pageText, problem, sessionOf, shows } from './desk.tsx';

const NAME = { vi: 'Quầy 2', en: 'Counter 2' };
const LOW = DEFAULT_ALERT_RULES.find(({ id }) => id === 'low-counter');
if (!LOW) throw new Error('there is such a rule');
const alert = (id: string, change: Partial<Alert> = {}): Alert => ({
  id,
  rule: LOW,
  object: { kind: 'counter', id: 'quay-2' },
  name: NAME,
  measured: { kind: 'share', value: '18.40', limit: 15, n: 1200, from: '2026-11-16', to: '2026-11-22' },
  openedAt: NOW - 3_600_000,
  recoveredAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  closedBy: null,
  note: '',
  deliveries: [],
  ...change,
});
const CLOSED = alert('old', { closedAt: NOW - 60_000, closedBy: 'Trần Văn An', note: 'Đã thêm người' });

function open(address: string, role: Role, answer: (asked: AskedFor) => Response | undefined = () => undefined) {
  return openPage(address, (asked) => {
    const special = answer(asked);
    if (special) return special;
    if (asked.url === '/api/session') return Response.json(sessionOf(role));
    if (asked.url === '/api/alerts') return Response.json({ open: [alert('one')], closed: [CLOSED] });
    if (asked.url === '/api/alerts/rules')
      return Response.json({ rules: DEFAULT_ALERT_RULES, goal: 85, version: 'v1' });
    return problem(404, 'not-found');
  });
}
const page = { text: pageText };
const button = (name: string) => screen.getByRole('button', { name });
const sent = (asked: AskedFor[], method: string) => asked.filter((one) => one.method === method);

it('shows the open ones first, with figure, base, days and a link to exactly those', async () => {
  open('/dashboard/alerts', 'team');
  await shows(page, 'Quầy 2: 18,40 % câu trả lời ở mức 1–2 trong 7 ngày, trên ngưỡng 15 %');
  const text = pageText();
  for (const part of ['Mở lúc 09:04', '16/11/2026 – 22/11/2026', 'Tính trên 1.200 câu trả lời', 'Đã thêm người'])
    expect(text).toContain(part);
  expect(text.indexOf('Đang mở (1)')).toBeLessThan(text.indexOf('Đã khép'));
  expect(screen.getAllByRole('link', { name: 'Xem số liệu' })[0]?.getAttribute('href')).toBe(
    '/dashboard?from=2026-11-16&to=2026-11-22&counter=quay-2',
  );
});

it('gives who only reads no buttons', async () => {
  open('/dashboard/alerts', 'viewer');
  await shows(page, 'Quầy 2: 18,40');
  expect(screen.queryByRole('button', { name: 'Ghi nhận' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Khép lại' })).toBeNull();
});

it('closes an alert only with a note', async () => {
  const asked = open('/dashboard/alerts', 'team', ({ method }) =>
    method === 'POST' ? Response.json({ id: 'one' }) : undefined,
  );
  await shows(page, 'Quầy 2');
  fireEvent.click(button('Khép lại'));
  fireEvent.input(screen.getByRole('textbox'), { target: { value: ' a ' } });
  fireEvent.click(button('Khép lại'));
  expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
  expect(sent(asked, 'POST')).toEqual([]);
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Đã nhắc quầy' } });
  fireEvent.click(button('Khép lại'));
  await waitFor(() =>
    expect(sent(asked, 'POST')).toEqual([
      { method: 'POST', url: '/api/alerts/one/closure', body: { note: 'Đã nhắc quầy' } },
    ]),
  );
});

it('takes note of an alert, and says when somebody else was first to close it', async () => {
  const asked = open('/dashboard/alerts', 'team', ({ method }) =>
    method === 'POST' ? problem(409, 'alert-closed') : undefined,
  );
  await shows(page, 'Quầy 2');
  fireEvent.click(button('Ghi nhận'));
  await shows(page, 'Cảnh báo này đã được khép lại.');
  expect(sent(asked, 'POST')[0]?.url).toBe('/api/alerts/one/acknowledgement');
});

it('says of a message that was given up, and not of one that is on its way', async () => {
  const deliveries = [
    { channel: 'email', state: 'failed', tries: 9 },
    { channel: 'webhook', state: 'waiting', tries: 0 },
  ] as const;
  open('/dashboard/alerts', 'team', ({ url }) =>
    url === '/api/alerts'
      ? Response.json({ open: [alert('one', { deliveries: [...deliveries] })], closed: [] })
      : undefined,
  );
  await shows(page, 'Không gửi được thư');
  expect(pageText()).not.toContain('hệ thống khác');
});

it('teaches when nothing is open', async () => {
  open('/dashboard/alerts', 'viewer', ({ url }) =>
    url === '/api/alerts' ? Response.json({ open: [], closed: [] }) : undefined,
  );
  await shows(page, 'Không có cảnh báo nào đang mở');
});

describe('the rules', () => {
  it('are sentences for who may not change them', async () => {
    open('/dashboard/alerts/rules', 'team');
    await shows(page, 'Toàn đơn vị: chỉ số dưới 85 % trong 30 ngày, từ 30 phiếu');
    expect(screen.queryByRole('button', { name: 'Lưu các quy tắc' })).toBeNull();
  });

  it('are saved together, with a comma or a point, and not while a field is wrong', async () => {
    const asked = open('/dashboard/alerts/rules', 'administrator', ({ method, body }) =>
      method === 'PUT' ? Response.json({ ...(body as object), goal: 85, version: 'v2' }) : undefined,
    );
    await shows(page, 'Nhiều câu trả lời mức 1–2');
    const above = screen.getByRole<HTMLInputElement>('textbox', { name: 'Mức 1–2 trên (%)' });
    fireEvent.input(above, { target: { value: '120' } });
    fireEvent.click(button('Lưu các quy tắc'));
    await shows(page, 'Có ô chưa điền đúng');
    expect(above.getAttribute('aria-invalid')).toBe('true');
    expect(sent(asked, 'PUT')).toEqual([]);
    fireEvent.input(above, { target: { value: '12,5' } });
    fireEvent.click(button('Lưu các quy tắc'));
    await waitFor(() => expect(sent(asked, 'PUT')).toHaveLength(1));
    expect(sent(asked, 'PUT')[0]?.body).toEqual({
      rules: DEFAULT_ALERT_RULES.map((rule) => (rule.kind === 'low' ? { ...rule, above: 12.5 } : rule)),
      version: 'v1',
    });
  });

  it('survive being turned into fields and back', () => {
    for (const rule of DEFAULT_ALERT_RULES) expect(ruleOf(draftOf(rule))).toEqual(rule);
  });

  it('that are new are valid, with an id that is free', () => {
    const draft = newDraft('silent', ['silent', 'silent-1']);
    expect(draft.id).toBe('silent-2');
    expect(ruleOf(draft)).toMatchObject({ kind: 'silent', minutes: 60, closesItself: true });
  });

  it.each(['', '4', '10001', '30,5', 'x', '-5', '1e3'])('refuse a minimum of "%s"', (minimum) => {
    const draft = { ...newDraft('index', []), numbers: { ...newDraft('index', []).numbers, minimum } };
    expect(faultsOf(draft)).toEqual(['minimum']);
    expect(ruleOf(draft)).toBeNull();
  });
});
