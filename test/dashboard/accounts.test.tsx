// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { ListedAccount } from '../../src/domain/account.ts';
import { NOW, openPage, pageText, problem, screen, sessionOf, shows, type Answer } from './desk.tsx';

const text = { text: pageText };
const session = sessionOf('administrator');
const LATER = NOW + 3_600_000;
const listed = (id: string, changes: Partial<ListedAccount> = {}): ListedAccount => ({
  id,
  signInName: id,
  name: `Người ${id}`,
  role: 'team',
  createdAt: NOW - 10_000_000,
  disabledAt: null,
  lastSignInAt: NOW - 60_000,
  secondFactor: false,
  hasPassword: true,
  linkUntil: null,
  ...changes,
});
const ME = listed(session.account.id, { name: 'Nguyễn Thị Lan', role: 'administrator', secondFactor: true });
const PEOPLE = [
  ME,
  listed('hoa'),
  listed('binh', { hasPassword: false, lastSignInAt: null, linkUntil: LATER }),
  listed('an', { hasPassword: false, lastSignInAt: null, linkUntil: NOW - 1 }),
  listed('mai', { disabledAt: NOW - 86_400_000, secondFactor: true }),
];
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

function open(address: string, answers: Record<string, Answer> = {}, accounts = PEOPLE) {
  return openPage(address, (one) => {
    const known = answers[`${one.method} ${one.url.replace(/^\/api\//, '')}`];
    if (known) return known(one);
    if (one.url === '/api/session') return Response.json(session);
    if (one.url === '/api/accounts' && one.method === 'GET') return Response.json({ accounts });
    return problem(404, 'not-found');
  });
}
const rowOf = (name: string) => screen.getByRole('row', { name: new RegExp(name) }).textContent;

describe('the list of people', () => {
  it('says of each the role, the last sign-in, the second factor and how it stands', async () => {
    open('/dashboard/accounts');
    await shows(text, 'Người hoa');
    expect(rowOf('Nguyễn Thị Lan')).toContain('Quản trị10:03Đã bậtĐang dùng');
    expect(rowOf('Nguyễn Thị Lan')).toContain('Tôi');
    expect(rowOf('Người hoa')).toContain('Tổ lấy phiếu10:03Chưa bậtĐang dùng');
    expect(rowOf('Người binh')).toContain('Chưa lần nàoChưa bậtChưa đặt mật khẩu; đường dẫn dùng được đến 11:04');
    expect(rowOf('Người an')).toContain('Chưa đặt mật khẩu; đường dẫn đã hết hạn');
    expect(rowOf('Người mai')).toContain('Đã khóa từ 10:04, 21/11/2026');
  });
  it('with only one person teaches whom to add', async () => {
    open('/dashboard/accounts', {}, [ME]);
    await shows(text, 'Mới chỉ có Ông/Bà. Thêm tổ lấy phiếu');
  });
  it('is not for a viewer, who is not even asked to wait for it', async () => {
    const asked = openPage('/dashboard/accounts', ({ url }) =>
      url === '/api/session' ? Response.json(sessionOf('viewer')) : problem(403, 'not-allowed'),
    );
    await shows(text, 'Tài khoản này không mở được mục đó');
    expect(asked.map(({ url }) => url)).toEqual(['/api/session']);
    expect(screen.queryByRole('link', { name: 'Người dùng' })).toBeNull();
  });
});

describe('a new person', () => {
  it('gets a link that is handed over, shown once', async () => {
    const account = listed('minh', { name: 'Trần Văn Minh', hasPassword: false, linkUntil: LATER });
    const asked = open('/dashboard/accounts/new', {
      'POST accounts': () => Response.json({ account, path: '/dashboard/link#the-token', expiresAt: LATER }),
    });
    await shows(text, 'Họ và tên');
    type('Họ và tên', ' Trần Văn Minh ');
    type('Tên đăng nhập', 'Minh.Tran');
    fireEvent.click(screen.getByRole('radio', { name: /Người xem/ }));
    press('Thêm người');
    await shows(text, 'Đường dẫn cho Trần Văn Minh');
    expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
      name: 'Trần Văn Minh',
      signInName: 'minh.tran',
      role: 'viewer',
    });
    const link = screen.getByLabelText<HTMLInputElement>('Đường dẫn dùng một lần').value;
    expect(link).toBe(`${location.origin}/dashboard/link#the-token`);
    expect(pageText()).toContain('Trao tận tay người này');
    expect(pageText()).toContain('đến 11:04, 22/11/2026');
    expect(location.href).not.toContain('the-token');
    press('Xong');
    await shows(text, 'Người hoa');
    expect(pageText()).not.toContain('the-token');
    await waitFor(() => expect(document.activeElement?.id).toBe('main'));
  });
  it('whose sign-in name is taken, or is none, is told so at the field', async () => {
    open('/dashboard/accounts/new', { 'POST accounts': () => problem(409, 'name-taken') });
    await shows(text, 'Họ và tên');
    type('Họ và tên', 'Minh');
    type('Tên đăng nhập', 'Trần Minh');
    press('Thêm người');
    await shows(text, 'Cần ít nhất 2 ký tự');
    type('Tên đăng nhập', 'minh');
    press('Thêm người');
    await shows(text, 'Tên đăng nhập này đã có người dùng');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Tên đăng nhập')));
  });
  it('is added after the step-up, with all that was typed', async () => {
    let fresh = false;
    const account = listed('minh', { name: 'Minh' });
    const asked = open('/dashboard/accounts/new', {
      'POST accounts': () =>
        fresh ? Response.json({ account, path: '/dashboard/link#t', expiresAt: LATER }) : problem(403, 'not-fresh'),
      'POST session/step-up': () => {
        fresh = true;
        return Response.json(session);
      },
    });
    await shows(text, 'Họ và tên');
    type('Họ và tên', 'Minh');
    type('Tên đăng nhập', 'minh');
    press('Thêm người');
    await shows(text, 'Xác nhận lại là Ông/Bà');
    expect(document.querySelector('.shell')?.hasAttribute('inert')).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>('Họ và tên').value).toBe('Minh');
    type('Mật khẩu', 'của tôi');
    press('Xác nhận');
    await shows(text, 'Đường dẫn cho Minh');
    expect(document.querySelector('.shell')?.hasAttribute('inert')).toBe(false);
    expect(asked.find(({ url }) => url.endsWith('step-up'))?.body).toEqual({ password: 'của tôi' });
    expect(asked.filter(({ url, method }) => url === '/api/accounts' && method === 'POST')).toHaveLength(2);
  });
});

describe('one person', () => {
  it('is renamed and given another role', async () => {
    const asked = open('/dashboard/accounts/hoa', {
      'PATCH accounts/hoa': ({ body }) => Response.json({ ...listed('hoa'), ...(body as object) }), // what was sent
    });
    await shows(text, 'Tên và vai trò');
    type('Họ và tên', 'Trần Thị Hoa');
    fireEvent.click(screen.getByRole('radio', { name: /Quản trị/ }));
    await shows(text, 'Đổi vai trò thì các phiên đang mở của người này sẽ kết thúc.');
    press('Lưu');
    await shows(text, 'Đã lưu.');
    expect(asked.find(({ method }) => method === 'PATCH')?.body).toEqual({
      name: 'Trần Thị Hoa',
      role: 'administrator',
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Trần Thị Hoa');
  });
  it('is locked and unlocked', async () => {
    const asked = open('/dashboard/accounts/hoa', {
      'PATCH accounts/hoa': ({ body }) =>
        Response.json(listed('hoa', { disabledAt: JSON.stringify(body).includes('true') ? NOW : null })),
    });
    await shows(text, 'Tên và vai trò');
    press('Khóa tài khoản');
    await shows(text, 'Đã khóa tài khoản của Người hoa.');
    // Whoever cannot sign in needs no link.
    expect(pageText()).not.toContain('Đặt lại mật khẩu');
    press('Mở khóa');
    await shows(text, 'Đã mở khóa tài khoản của Người hoa.');
    expect(asked.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([
      { disabled: true },
      { disabled: false },
    ]);
  });
  it('who is the last administrator stays one, and the page says why', async () => {
    open('/dashboard/accounts/hoa', { 'PATCH accounts/hoa': () => problem(409, 'last-administrator') });
    await shows(text, 'Tên và vai trò');
    press('Lưu');
    await shows(text, 'Đơn vị phải còn ít nhất một người quản trị');
  });
  it('gets a link for another password, and the second factor goes only when that is asked for', async () => {
    const account = listed('hoa', { secondFactor: true });
    const asked = open(
      '/dashboard/accounts/hoa',
      {
        'POST accounts/hoa/reset': () => Response.json({ account, path: '/dashboard/link#r', expiresAt: LATER }),
      },
      [ME, account],
    );
    await shows(text, 'Tên và vai trò');
    press('Tạo đường dẫn');
    await shows(text, 'Đường dẫn cho Người hoa');
    press('Xong');
    await shows(text, 'Tên và vai trò');
    fireEvent.click(screen.getByRole('checkbox'));
    press('Tạo đường dẫn');
    await shows(text, 'Đường dẫn cho Người hoa');
    expect(asked.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { secondFactor: false },
      { secondFactor: true },
    ]);
  });
  it('who is oneself can be neither locked nor given a link', async () => {
    open(`/dashboard/accounts/${ME.id}`);
    await shows(text, 'Không khóa được tài khoản của chính mình');
    expect(screen.queryByRole('button', { name: /Khóa|đường dẫn/ })).toBeNull();
  });
  it('who is not there leads back to the list', async () => {
    open('/dashboard/accounts/nobody');
    await shows(text, 'Không có trang này.');
    fireEvent.click(screen.getByText('Về danh sách'));
    await shows(text, 'Người hoa');
  });
});
