// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { AuditReply, AuditRow } from '../../src/domain/account.ts';
import { NOW, openPage, pageText, problem, screen, sessionOf, shows } from './desk.tsx';

const text = { text: pageText };
const row = (seq: number, changes: Partial<AuditRow> = {}): AuditRow => ({
  seq,
  at: NOW - (1000 - seq) * 60_000,
  actor: 'account-administrator',
  actorName: 'Nguyễn Thị Lan',
  action: 'session.sign-in',
  object: 'account-administrator',
  objectName: 'Nguyễn Thị Lan',
  detail: {},
  ...changes,
});
const REPLY: AuditReply = {
  rows: [
    row(1000, {
      action: 'account.role',
      object: 'hoa',
      objectName: 'Trần Thị Hoa',
      detail: { from: 'viewer', to: 'team' },
    }),
    row(999, {
      action: 'report.freeze',
      object: 'r1',
      objectName: null,
      detail: { from: '2026-07-01', to: '2026-09-30' },
    }),
    row(998, { action: 'moon.landing', objectName: null, object: 'x', detail: { rocket: 'Saturn V' } }),
    row(997, {
      actor: 'system',
      actorName: null,
      action: 'alert.open',
      object: '0123456789abcdef0123456789',
      objectName: null,
    }),
    row(996, { actor: 'anonymous', actorName: null, action: 'session.refused', detail: { step: 'code' } }),
    row(995),
  ],
  next: 995,
  actors: [
    { id: 'account-administrator', name: 'Nguyễn Thị Lan' },
    { id: 'system', name: null },
  ],
  areas: ['account', 'moon', 'session'],
  anchoredTo: 960,
};

function open(address: string, reply: (query: string) => AuditReply = () => REPLY) {
  return openPage(address, ({ url }) => {
    if (url === '/api/session') return Response.json(sessionOf('administrator'));
    return url.startsWith('/api/audit') ? Response.json(reply(url.slice(10))) : problem(404, 'not-found');
  });
}
const lines = () => screen.getAllByRole('row').map((one) => (one.textContent ?? '').replaceAll('\u00a0', ' '));

describe('the audit log', () => {
  it('says in words who did what, when and to whom', async () => {
    open('/dashboard/audit');
    await shows(text, 'Đổi vai trò');
    expect(lines()[1]).toBe(
      '10:04, 22/11/2026Nguyễn Thị LanĐổi vai tròtừ: Người xem · thành: Tổ lấy phiếuTrần Thị Hoa',
    );
    expect(lines()[2]).toContain('từ: 01/07/2026 · đến: 30/09/2026');
    expect(lines()[4]).toContain('Máy chủMở cảnh báo01234567…');
    expect(lines()[5]).toContain('Chưa đăng nhậpĐăng nhập không đúngbước: mã xác thực');
    // Who signs in does it to nobody else.
    expect(lines()[6]).toMatch(/Đăng nhập$/);
  });
  it('shows what it has no words for as it stands, and leaves nothing out', async () => {
    open('/dashboard/audit');
    await shows(text, 'moon.landing');
    expect(lines()[3]).toContain('moon.landingrocket: Saturn Vx');
  });
  it('says how far the chain has been marked outside', async () => {
    open('/dashboard/audit');
    await shows(text, 'Các dòng đến số 960 đã được ghi dấu');
    document.body.replaceChildren();
    open('/dashboard/audit', () => ({ ...REPLY, anchoredTo: 0 }));
    await shows(text, 'chưa có dòng nào được ghi dấu');
  });
  it('is narrowed by person and area in the address, from the newest row on', async () => {
    const asked = open('/dashboard/audit?before=500');
    await shows(text, 'Đổi vai trò');
    fireEvent.change(screen.getByLabelText('Người làm'), { target: { value: 'system' } });
    await waitFor(() => expect(asked.at(-1)?.url).toBe('/api/audit?actor=system'));
    expect(location.search).toBe('?actor=system');
    // The filters stay where they are while the rows come.
    expect(screen.getByLabelText<HTMLSelectElement>('Người làm').value).toBe('system');
    fireEvent.change(screen.getByLabelText('Lĩnh vực'), { target: { value: 'moon' } });
    await waitFor(() => expect(asked.at(-1)?.url).toBe('/api/audit?actor=system&area=moon'));
    fireEvent.click(screen.getByText('Bỏ lọc'));
    await waitFor(() => expect(asked.at(-1)?.url).toBe('/api/audit'));
  });
  it('is paged, and the pages can be gone back through', async () => {
    const asked = open('/dashboard/audit?area=session', (query) =>
      query.includes('before=995') ? { ...REPLY, rows: [row(3)], next: null } : REPLY,
    );
    await shows(text, 'Cũ hơn');
    fireEvent.click(screen.getByText('Cũ hơn'));
    await waitFor(() => expect(lines()).toHaveLength(2));
    expect(asked.at(-1)?.url).toBe('/api/audit?before=995&area=session');
    expect(screen.queryByText('Cũ hơn')).toBeNull();
    fireEvent.click(screen.getByText('Mới nhất'));
    await waitFor(() => expect(lines()).toHaveLength(7));
    expect(location.search).toBe('?area=session');
  });
  it('without such rows says so', async () => {
    open('/dashboard/audit?area=moon', () => ({ ...REPLY, rows: [], next: null }));
    await shows(text, 'Không có dòng nào như vậy.');
  });
});
