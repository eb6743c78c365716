// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { SessionReply } from '../../src/domain/account.ts';
import { pauseText } from '../../src/dashboard/people/fault-text.ts';
import { PEOPLE_WORDS } from '../../src/ui/words/people.ts';
import { OFFICE, openPage, pageText, problem, screen, sessionOf, shows, type Answer, type AskedFor } from './desk.tsx';

const text = { text: pageText };
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
/** Effects run after the page was drawn. */
const focusIs = (element: () => HTMLElement) => waitFor(() => expect(document.activeElement).toBe(element()));
/** What a screen reader says about a field besides its label. */
const describedBy = (label: string): string =>
  (field(label).getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');

/** A server with these answers, by method and path; the session is `null` until one of them sets it. */
function desk(address: string, session: SessionReply | null, answers: Record<string, Answer>): { asked: AskedFor[] } {
  const state = { session };
  const asked = openPage(address, async (one) => {
    const known = answers[`${one.method} ${one.url.replace(/^\/api\//, '')}`];
    if (known) {
      const reply = await known(one);
      if (one.url !== '/api/link' && one.method !== 'GET' && reply instanceof Response && reply.ok)
        state.session ??= sessionOf();
      return reply;
    }
    if (one.url === '/api/session') return state.session ? Response.json(state.session) : problem(401, 'signed-out');
    if (one.url === '/api/account/sessions') return Response.json({ sessions: [] });
    if (one.url === '/api/account')
      return state.session
        ? Response.json({ account: state.session.account, secondFactor: true, recoveryCodes: 9, shortest: 8 })
        : problem(401, 'signed-out');
    return problem(404, 'not-found');
  });
  return { asked };
}
const signedIn = (session: SessionReply) => Response.json({ state: 'signed-in', session });

describe('signing in', () => {
  it('lets in with name and password, and the page that was asked for opens', async () => {
    const { asked } = desk('/dashboard/account', null, { 'POST session': () => signedIn(sessionOf()) });
    await shows(text, 'Quên mật khẩu');
    await focusIs(() => field('Tên đăng nhập'));
    expect(field('Tên đăng nhập').autocomplete).toBe('username');
    expect(field('Mật khẩu').autocomplete).toBe('current-password');
    type('Tên đăng nhập', ' lan.nguyen ');
    type('Mật khẩu', ' có dấu cách ');
    press('Đăng nhập');
    await shows(text, 'Nơi đang đăng nhập');
    const sent = asked.find(({ method }) => method === 'POST');
    // The name is trimmed; a password is sent exactly as it was typed.
    expect(sent?.body).toEqual({ signInName: 'lan.nguyen', password: ' có dấu cách ' });
  });
  it('says what is missing at its field, and moves there', async () => {
    const { asked } = desk('/dashboard', null, {});
    await shows(text, 'Quên mật khẩu');
    type('Tên đăng nhập', 'lan');
    press('Đăng nhập');
    await focusIs(() => field('Mật khẩu'));
    expect(field('Mật khẩu').getAttribute('aria-invalid')).toBe('true');
    expect(describedBy('Mật khẩu')).toContain('Bắt buộc nhập');
    expect(field('Tên đăng nhập').getAttribute('aria-invalid')).toBe('false');
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });
  it('that is refused does not tell whether the name or the password was wrong, and keeps what was typed', async () => {
    desk('/dashboard', null, { 'POST session': () => problem(401, 'sign-in-failed') });
    await shows(text, 'Quên mật khẩu');
    type('Tên đăng nhập', 'lan');
    type('Mật khẩu', 'sai rồi');
    press('Đăng nhập');
    await shows(text, 'Tên đăng nhập hoặc mật khẩu không đúng.');
    for (const label of ['Tên đăng nhập', 'Mật khẩu']) {
      expect(field(label).getAttribute('aria-invalid')).toBe('true');
      expect(describedBy(label)).toBe('Tên đăng nhập hoặc mật khẩu không đúng.');
    }
    expect(field('Mật khẩu').value).toBe('sai rồi');
  });
  it('too often says how long to wait', async () => {
    const slow = () => {
      const reply = problem(429, 'too-many');
      reply.headers.set('Retry-After', '95');
      return reply;
    };
    desk('/dashboard?lang=en', null, { 'POST session': slow });
    await shows(text, 'Forgotten');
    type('Sign-in name', 'lan');
    type('Password', 'x');
    press('Sign in');
    await shows(text, 'Wait 2 minutes, then try again.');
  });
  it('without a network says that nothing has changed', async () => {
    desk('/dashboard', null, { 'POST session': () => 'unreachable' });
    await shows(text, 'Quên mật khẩu');
    type('Tên đăng nhập', 'lan');
    type('Mật khẩu', 'x');
    press('Đăng nhập');
    await shows(text, 'Không liên lạc được với máy chủ. Chưa có gì thay đổi');
  });
  it('shows the password only as long as one asks, and hides it when it is sent', async () => {
    desk('/dashboard', null, { 'POST session': () => problem(401, 'sign-in-failed') });
    await shows(text, 'Quên mật khẩu');
    type('Tên đăng nhập', 'lan');
    type('Mật khẩu', 'x');
    expect(field('Mật khẩu').type).toBe('password');
    press('Hiện mật khẩu');
    expect(field('Mật khẩu').type).toBe('text');
    press('Đăng nhập');
    await waitFor(() => expect(field('Mật khẩu').type).toBe('password'));
  });
  it('is sent once, however often the button is pressed', async () => {
    let answer: (reply: Response) => void = () => undefined;
    const { asked } = desk('/dashboard', null, {
      'POST session': () => new Promise<Response>((resolve) => (answer = resolve)),
    });
    const sent = () => asked.filter(({ method }) => method === 'POST').length;
    await shows(text, 'Quên mật khẩu');
    type('Tên đăng nhập', 'lan');
    type('Mật khẩu', 'x');
    const button = screen.getByRole('button', { name: 'Đăng nhập' });
    fireEvent.click(button);
    await shows(text, 'Đang gửi…');
    for (let i = 0; i < 5; i++) fireEvent.click(button);
    answer(problem(401, 'sign-in-failed'));
    await shows(text, 'không đúng');
    expect(sent()).toBe(1);
  });
});

describe('the second step', () => {
  const ticket = { 'POST session': () => Response.json({ state: 'second-factor', ticket: 't-1' }) };
  const begin = async () => {
    await shows(text, 'Quên mật khẩu');
    type('Tên đăng nhập', 'lan');
    type('Mật khẩu', 'x');
    press('Đăng nhập');
    await shows(text, 'Nhập mã xác thực');
  };
  it('takes the code with the ticket, and says at the field when it is wrong', async () => {
    let tries = 0;
    const { asked } = desk('/dashboard/account', null, {
      ...ticket,
      'POST session/second-factor': () => (++tries === 1 ? problem(403, 'proof-wrong') : Response.json(sessionOf())),
    });
    await begin();
    await focusIs(() => field('Mã xác thực'));
    expect(field('Mã xác thực').autocomplete).toBe('one-time-code');
    expect(field('Mã xác thực').inputMode).toBe('numeric');
    type('Mã xác thực', '123456');
    press('Tiếp tục');
    await shows(text, 'Không đúng. Hãy kiểm tra');
    expect(describedBy('Mã xác thực')).toContain('Không đúng');
    type('Mã xác thực', '654 321');
    press('Tiếp tục');
    await shows(text, 'Nơi đang đăng nhập');
    expect(asked.filter(({ url }) => url.endsWith('second-factor')).map(({ body }) => body)).toEqual([
      { ticket: 't-1', code: '123456' },
      { ticket: 't-1', code: '654 321' },
    ]);
  });
  it('has another way, by a recovery code, and a way back to the start', async () => {
    const over = { 'POST session/second-factor': () => problem(403, 'link-over') };
    desk('/dashboard', null, { ...ticket, ...over });
    await begin();
    press(/Dùng mã dự phòng/);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nhập mã dự phòng');
    expect(field('Mã dự phòng').inputMode).toBe('text');
    type('Mã dự phòng', 'RJRC-FDLL-XHSB');
    press('Tiếp tục');
    await shows(text, 'Đã quá 5 phút');
    press('Đăng nhập lại từ đầu');
    await shows(text, 'Quên mật khẩu');
  });
});

const TOTP = {
  'POST account/second-factor': () => Response.json({ uri: 'otpauth://totp/x?secret=ABCDEFGH', secret: 'ABCDEFGH' }),
};
const CODES = { 'PUT account/second-factor': () => Response.json({ codes: ['AAAA-BBBB', 'CCCC-DDDD'] }) };

describe('an administrator without a second factor', () => {
  const needing = sessionOf('administrator', { needsSecondFactor: true });
  it('sets one up before anything of the page is there, and sees the recovery codes once', async () => {
    const { asked } = desk('/dashboard/account', needing, { ...TOTP, ...CODES });
    await shows(text, 'ABCD EFGH');
    expect(document.querySelector('.shell')).toBeNull();
    await focusIs(() => screen.getByRole('heading', { name: 'Đặt xác thực hai bước' }));
    expect(screen.getByRole('img', { name: /Mã QR/ })).toBeTruthy();
    type('Mã sáu chữ số ứng dụng đang hiện', '123456');
    press('Bật xác thực hai bước');
    await shows(text, 'AAAA-BBBB');
    await focusIs(() => screen.getByRole('heading', { name: 'Cất các mã dự phòng' }));
    expect(document.querySelector('.shell')).toBeNull();
    press('Tôi đã cất các mã');
    await shows(text, 'Nơi đang đăng nhập');
    expect(pageText()).not.toContain('AAAA-BBBB');
    expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({ code: '123456' });
  });
  it('long after signing in proves again who it is first', async () => {
    let fresh = false;
    desk('/dashboard/account', needing, {
      'POST account/second-factor': () => (fresh ? TOTP['POST account/second-factor']() : problem(403, 'not-fresh')),
      'POST session/step-up': () => {
        fresh = true;
        return Response.json(needing);
      },
    });
    await shows(text, 'Xác nhận lại là Ông/Bà');
    type('Mật khẩu', 'x');
    press('Xác nhận');
    await shows(text, 'ABCD EFGH');
  });
  it('can sign out instead', async () => {
    desk('/dashboard', needing, { ...TOTP, 'DELETE session': () => Response.json({ ended: 1 }) });
    await shows(text, 'ABCD EFGH');
    press('Đăng xuất');
    await shows(text, 'Quên mật khẩu');
  });
});

describe('a one-time link', () => {
  const link = (purpose: string) => () =>
    Response.json({
      purpose,
      office: OFFICE,
      account: purpose === 'set-up' ? null : { signInName: 'hoa.tran', name: 'Trần Thị Hoa' },
      shortest: 15,
      expiresAt: 0,
    });
  it('leaves the address at once, and its token travels in a body only', async () => {
    const { asked } = desk('/dashboard/link#the-token', null, { 'POST link': link('invitation') });
    await shows(text, 'Xin chào Trần Thị Hoa');
    expect(location.href).not.toContain('the-token');
    expect(asked.every(({ url }) => !url.includes('the-token'))).toBe(true);
    expect(asked[0]?.body).toEqual({ token: 'the-token' });
    // Nobody has to be signed in for it.
    expect(asked.map(({ url }) => url)).not.toContain('/api/session');
  });
  it('of the first start asks for both names, holds them to their form, and lets in', async () => {
    const { asked } = desk('/dashboard/link#the-token', null, {
      'POST link': link('set-up'),
      'POST link/accept': () => signedIn(sessionOf()),
    });
    await shows(text, 'Lập tài khoản quản trị đầu tiên');
    type('Họ và tên', ' Nguyễn Thị Lan ');
    type('Tên đăng nhập', 'Nguyễn Lan');
    type('Mật khẩu mới', 'mười bốn ký tự');
    press('Lập tài khoản');
    await focusIs(() => field('Tên đăng nhập'));
    expect(describedBy('Tên đăng nhập')).toContain('chữ thường không dấu');
    expect(describedBy('Mật khẩu mới')).toContain('cần ít nhất 15 ký tự');
    type('Tên đăng nhập', 'Lan.Nguyen');
    type('Mật khẩu mới', 'mười lăm ký tự nhé');
    press('Lập tài khoản');
    await waitFor(() => expect(location.pathname).toBe('/dashboard'));
    expect(asked.find(({ url }) => url.endsWith('accept'))?.body).toEqual({
      token: 'the-token',
      password: 'mười lăm ký tự nhé',
      person: { signInName: 'lan.nguyen', name: 'Nguyễn Thị Lan' },
    });
  });
  it('of an invitation gives the password manager the name to keep', async () => {
    desk('/dashboard/link#t', null, { 'POST link': link('invitation') });
    await shows(text, 'Xin chào');
    const name = document.querySelector<HTMLInputElement>('input[autocomplete="username"]');
    expect(name?.value).toBe('hoa.tran');
    expect(field('Mật khẩu mới').autocomplete).toBe('new-password');
    expect(pageText()).toContain('Tên đăng nhập: hoa.tran');
  });
  it.each([
    ['password-common', 'nhiều người dùng nên dễ đoán'],
    ['password-short', 'cần ít nhất 15 ký tự'],
    ['password-long', 'dài quá 256 byte'],
  ])('whose password is refused with %s says why at the field', async (code, sentence) => {
    desk('/dashboard/link#t', null, { 'POST link': link('reset'), 'POST link/accept': () => problem(422, code) });
    await shows(text, 'Đặt lại mật khẩu');
    type('Mật khẩu mới', 'mật khẩu mật khẩu');
    press('Đặt mật khẩu');
    await waitFor(() => expect(describedBy('Mật khẩu mới')).toContain(sentence));
  });
  it('that has been used explains what to do, also when that shows only at the end', async () => {
    desk('/dashboard/link#t', null, {
      'POST link': link('reset'),
      'POST link/accept': () => problem(403, 'link-over'),
    });
    await shows(text, 'Đặt lại mật khẩu');
    type('Mật khẩu mới', 'mật khẩu mật khẩu');
    press('Đặt mật khẩu');
    await shows(text, 'Đường dẫn không dùng được nữa');
    await focusIs(() => screen.getByRole('heading', { name: 'Đường dẫn không dùng được nữa' }));
    expect(pageText()).toContain('Nhờ người quản trị tạo đường dẫn mới.');
    press('Đến trang đăng nhập');
    await shows(text, 'Quên mật khẩu');
    expect(location.pathname).toBe('/dashboard');
  });
  it('without its token says that it is not complete', async () => {
    const { asked } = desk('/dashboard/link', null, {});
    await shows(text, 'Đường dẫn chưa đủ');
    expect(asked).toEqual([]);
  });
  it('can be tried again when the server could not be reached', async () => {
    let tries = 0;
    desk('/dashboard/link#t', null, {
      'POST link': () => (++tries === 1 ? 'unreachable' : link('invitation')()),
    });
    await shows(text, 'Không liên lạc được với máy chủ');
    press('Thử lại');
    await shows(text, 'Xin chào');
  });
  it('keeps its token when the language changes half way', async () => {
    desk('/dashboard/link#t', null, { 'POST link': link('invitation') });
    await shows(text, 'Xin chào');
    type('Mật khẩu mới', 'đang gõ');
    press('English');
    await shows(text, 'Welcome, Trần Thị Hoa');
    expect(field('New password').value).toBe('đang gõ');
  });
});

describe('a pause', () => {
  it('is never said shorter than it is', () => {
    const said = (seconds: number) => pauseText(PEOPLE_WORDS.en, seconds);
    expect([said(1), said(59.2), said(60), said(61), said(900), said(7201)]).toEqual([
      '1 second',
      '60 seconds',
      '1 minute',
      '2 minutes',
      '15 minutes',
      '3 hours',
    ]);
  });
});
