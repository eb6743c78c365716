// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { OwnAccount, SessionsReply } from '../../src/domain/account.ts';
import { NOW, openPage, pageText, problem, screen, sessionOf, shows, type Answer } from './desk.tsx';

const text = { text: pageText };
const session = sessionOf('team');
const OWN: OwnAccount = { account: session.account, secondFactor: true, recoveryCodes: 9, shortest: 8 };
const SESSIONS: SessionsReply['sessions'] = [
  { id: 'a', current: true, browser: 'Chrome', system: 'Windows', createdAt: NOW - 60_000, lastSeenAt: NOW },
  { id: 'b', current: false, browser: null, system: null, createdAt: NOW - 90_000_000, lastSeenAt: NOW - 80_000_000 },
];
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

function open(answers: Record<string, Answer> = {}, own: Partial<OwnAccount> = {}) {
  return openPage('/dashboard/account', (one) => {
    const known = answers[`${one.method} ${one.url.replace(/^\/api\//, '')}`];
    if (known) return known(one);
    if (one.url === '/api/session') return Response.json(session);
    if (one.url === '/api/account') return Response.json({ ...OWN, ...own });
    if (one.url === '/api/account/sessions') return Response.json({ sessions: SESSIONS });
    return problem(404, 'not-found');
  });
}

describe('the password', () => {
  const fill = async (current: string, password: string) => {
    await shows(text, 'Đang bật');
    press('Đổi mật khẩu');
    await shows(text, 'Mật khẩu hiện nay');
    expect(location.search).toBe('?edit=password');
    type('Mật khẩu hiện nay', current);
    type('Mật khẩu mới', password);
    press('Đổi mật khẩu');
  };
  it('is changed against the present one, and the other sessions are looked up anew', async () => {
    const asked = open({ 'PUT account/password': () => Response.json(session) });
    await fill('cũ', 'mật khẩu mới');
    await shows(text, 'Đã đổi mật khẩu. Các phiên khác đã kết thúc.');
    expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ current: 'cũ', password: 'mật khẩu mới' });
    await waitFor(() => expect(asked.filter(({ url }) => url.endsWith('/sessions'))).toHaveLength(2));
    expect(location.search).toBe('');
  });
  it('that is too short, and a present one that is wrong, are said at their fields', async () => {
    const asked = open({ 'PUT account/password': () => problem(403, 'proof-wrong') });
    await fill('cũ', 'ngắn');
    await shows(text, 'cần ít nhất 8 ký tự');
    expect(asked.some(({ method }) => method === 'PUT')).toBe(false);
    type('Mật khẩu mới', 'đủ dài rồi');
    press('Đổi mật khẩu');
    await shows(text, 'Mật khẩu hiện nay không đúng.');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Mật khẩu hiện nay')));
  });
});

describe('the second factor', () => {
  it('is moved to another phone, with new recovery codes, shown once', async () => {
    open({
      'POST account/second-factor': () => Response.json({ uri: 'otpauth://totp/x', secret: 'ABCDEFGH' }),
      'PUT account/second-factor': () => Response.json({ codes: ['AAAA-BBBB'] }),
    });
    await shows(text, 'Đang bật');
    press('Chuyển sang điện thoại khác');
    await shows(text, 'ABCD EFGH');
    type('Mã sáu chữ số ứng dụng đang hiện', '123456');
    press('Bật xác thực hai bước');
    await shows(text, 'AAAA-BBBB');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cất các mã dự phòng'));
    // Nothing else is on the sheet that is printed.
    expect(pageText()).not.toContain('Nơi đang đăng nhập');
    press('Tôi đã cất các mã');
    await shows(text, 'Nơi đang đăng nhập');
    expect(pageText()).not.toContain('AAAA-BBBB');
  });
  it('is offered to whoever has none, without recovery codes', async () => {
    open({}, { secondFactor: false, recoveryCodes: 0 });
    await shows(text, 'Chưa bật');
    expect(pageText()).not.toContain('Mã dự phòng');
  });
  it('with few recovery codes left says so', async () => {
    open({}, { recoveryCodes: 2 });
    await shows(text, 'Còn 2 mã chưa dùng. Nên tạo mã mới');
  });
  it('turned back at the step-up changes nothing, and says so', async () => {
    open({ 'POST account/recovery-codes': () => problem(403, 'not-fresh') });
    await shows(text, 'Đang bật');
    press('Tạo mã mới');
    await shows(text, 'Xác nhận lại là Ông/Bà');
    press('Bỏ qua');
    await shows(text, 'Chưa xác nhận nên chưa làm. Chưa có gì thay đổi.');
  });
});

describe('the sessions', () => {
  it('are named with their times, and any but this one can be ended', async () => {
    let left = SESSIONS;
    const asked = open({
      'GET account/sessions': () => Response.json({ sessions: left }),
      'DELETE account/sessions/b': () => {
        left = left.slice(0, 1);
        return Response.json({ ended: 1 });
      },
    });
    await shows(text, 'Chrome trên Windows Phiên này');
    expect(pageText()).toContain('Đăng nhập 10:03 · dùng gần nhất 10:04');
    expect(pageText()).toContain('Đăng nhập 09:04, 21/11/2026');
    press('Kết thúc phiên: Trình duyệt không rõ');
    await shows(text, 'Đã kết thúc phiên.');
    await shows(text, 'Không còn phiên nào khác.');
    expect(document.activeElement?.textContent).toBe('Nơi đang đăng nhập');
    expect(asked.some(({ method, url }) => method === 'DELETE' && url.endsWith('/a'))).toBe(false);
  });
  it('of all other places end together', async () => {
    open({ 'DELETE account/sessions': () => Response.json({ ended: 3 }) });
    await shows(text, 'Kết thúc mọi phiên khác');
    press('Kết thúc mọi phiên khác');
    await shows(text, 'Đã kết thúc 3 phiên khác.');
  });
});

describe('signing out', () => {
  it('leaves nothing of the page, and the next person begins at the overview', async () => {
    let over = false;
    open({
      'DELETE session': () => {
        over = true;
        return Response.json({ ended: 1 });
      },
      'GET session': () => (over ? problem(401, 'signed-out') : Response.json(session)),
    });
    await shows(text, 'Nơi đang đăng nhập');
    press('Đăng xuất');
    await shows(text, 'Quên mật khẩu');
    expect(document.querySelector('.shell')).toBeNull();
    expect(pageText()).not.toContain('Nguyễn Thị Lan');
    expect(location.pathname).toBe('/dashboard');
    expect(screen.getByLabelText<HTMLInputElement>('Tên đăng nhập').value).toBe('');
  });
  it('that does not reach the server says so, and the session goes on', async () => {
    open({ 'DELETE session': () => 'unreachable' });
    await shows(text, 'Nơi đang đăng nhập');
    press('Đăng xuất');
    await shows(text, 'Không liên lạc được với máy chủ');
    expect(document.querySelector('.shell')).not.toBeNull();
  });
});
