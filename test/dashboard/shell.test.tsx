// @vitest-environment happy-dom
import { fireEvent, waitFor } from '@testing-library/preact';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { SessionReply } from '../../src/domain/account.ts';
import { addressOf, inLanguage, parseAddress } from '../../src/dashboard/shell/address.ts';
import { createGates, type GateKind } from '../../src/dashboard/shell/gates.ts';
import { SECTIONS, sectionAt } from '../../src/dashboard/shell/sections.ts';
import { SHELL_WORDS } from '../../src/ui/words/shell.ts';
import { openPage, pageText, problem, screen, sessionOf, shows } from './desk.tsx';

const text = { text: pageText };
const at = (path: string) => {
  const { pathname, search } = new URL(path, 'http://x');
  return { pathname, search };
};

describe('an address', () => {
  it('is a section, what follows it, and its query', () => {
    const { section, rest, query, language } = parseAddress(at('/dashboard/accounts/a%20b?x=1&lang=en'));
    expect({ section, rest, x: query.get('x'), language }).toEqual({
      section: 'accounts',
      rest: ['a b'],
      x: '1',
      language: 'en',
    });
    expect(parseAddress(at('/dashboard')).section).toBe('');
    expect(parseAddress(at('/dashboard/')).section).toBe('');
  });
  it('never fails, whatever stands in it (seed 31)', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, search) => {
        const { section, language } = parseAddress({ pathname: `/dashboard/${path}`, search: `?${search}` });
        expect(typeof section).toBe('string');
        expect(['vi', 'en']).toContain(language);
      }),
      { seed: 31, numRuns: 1000 },
    );
  });
  it('keeps the language on the way, and says it only where it is not the first one', () => {
    expect(addressOf('/dashboard/audit?area=x', at('/dashboard?lang=en'))).toBe('/dashboard/audit?area=x&lang=en');
    expect(addressOf('?edit=password', at('/dashboard/account?lang=en'))).toBe(
      '/dashboard/account?edit=password&lang=en',
    );
    expect(addressOf('/dashboard/audit', at('/dashboard'))).toBe('/dashboard/audit');
    expect(inLanguage('vi', at('/dashboard/audit?area=x&lang=en'))).toBe('/dashboard/audit?area=x');
    expect(inLanguage('en', at('/dashboard/audit?area=x'))).toBe('/dashboard/audit?area=x&lang=en');
  });
});

describe('the gates', () => {
  it('release everything that waits, with one answer', async () => {
    const gates = createGates();
    const seen: (GateKind | null)[] = [];
    gates.subscribe(() => seen.push(gates.closed()));
    const waiting = [gates.wait('step-up'), gates.wait('step-up')];
    expect(gates.closed()).toBe('step-up');
    gates.open(true);
    expect(await Promise.all(waiting)).toEqual([true, true]);
    expect(seen).toEqual(['step-up', null]);
  });
  it('ask whoever is signed out to sign in, also when they were asked to step up before', () => {
    const gates = createGates();
    void gates.wait('step-up');
    void gates.wait('sign-in');
    expect(gates.closed()).toBe('sign-in');
    void gates.wait('step-up');
    expect(gates.closed()).toBe('sign-in');
  });
});

describe('the sections', () => {
  it('each have an address of their own, and a name', () => {
    expect(new Set(SECTIONS.map(({ path }) => path)).size).toBe(SECTIONS.length);
    for (const { name, path } of SECTIONS) {
      expect(sectionAt(path)?.name).toBe(name);
      expect(SHELL_WORDS.vi.sections[name]).not.toBe('');
    }
    expect(sectionAt('nowhere')).toBeNull();
  });
  it('are listed as far as the role goes; one’s own account is reached by one’s name', async () => {
    const listed = async (role: SessionReply['account']['role']) => {
      openPage('/dashboard/nowhere', ({ url }) =>
        url === '/api/session' ? Response.json(sessionOf(role)) : problem(404, 'not-found'),
      );
      await shows(text, 'Không có trang này.');
      const names = [...document.querySelectorAll('.nav-link')].map((link) => link.textContent);
      document.body.replaceChildren();
      return names;
    };
    expect(await listed('viewer')).not.toContain('Người dùng');
    expect(await listed('team')).not.toContain('Nhật ký');
    const all = await listed('administrator');
    expect(all).toEqual(expect.arrayContaining(['Tổng quan', 'Người dùng', 'Nhật ký']));
    expect(all).not.toContain('Tài khoản của tôi');
  });
});

/** Someone types a new person in, and the session ends before it is sent. */
async function typeAndLoseSession(next: SessionReply, startAnew: () => void = vi.fn()) {
  const first = sessionOf('administrator');
  const state = { over: false };
  const asked = openPage(
    '/dashboard/accounts/new',
    ({ url, method }) => {
      if (method === 'POST' && url === '/api/session') {
        state.over = false;
        return Response.json({ state: 'signed-in', session: next });
      }
      if (state.over) return problem(401, 'signed-out');
      if (url === '/api/session') return Response.json(first);
      if (method === 'GET') return Response.json({ accounts: [] });
      return problem(409, 'name-taken');
    },
    { startAnew },
  );
  await shows(text, 'Họ và tên');
  fireEvent.input(screen.getByLabelText('Họ và tên'), { target: { value: 'Minh' } });
  fireEvent.input(screen.getByLabelText('Tên đăng nhập'), { target: { value: 'minh' } });
  state.over = true;
  const send = screen.getByRole('button', { name: 'Thêm người' });
  send.focus();
  fireEvent.click(send);
  await shows(text, 'Nguyễn Thị Lan đã hết phiên đăng nhập');
  const signIn = () => {
    fireEvent.input(screen.getByLabelText('Mật khẩu'), { target: { value: 'x' } });
    fireEvent.click(screen.getByRole('button', { name: 'Đăng nhập' }));
  };
  const sent = () => asked.filter(({ url, method }) => url === '/api/accounts' && method === 'POST');
  return { signIn, sent, send };
}

describe('a session that ends while someone types', () => {
  it('is taken up again by the same person: the request is repeated and nothing typed is lost', async () => {
    const { signIn, sent, send } = await typeAndLoseSession(sessionOf('administrator'));
    const page = document.querySelector('.shell');
    expect(page?.hasAttribute('inert')).toBe(true);
    await waitFor(() => expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true));
    signIn();
    // The server's answer to the request itself arrives at the form that sent it.
    await shows(text, 'Tên đăng nhập này đã có người dùng');
    expect(page?.isConnected).toBe(true);
    expect(page?.hasAttribute('inert')).toBe(false);
    expect(sent().map(({ body }) => body)).toEqual(Array(2).fill({ name: 'Minh', signInName: 'minh', role: 'team' }));
    expect(screen.getByLabelText<HTMLInputElement>('Họ và tên').value).toBe('Minh');
    await waitFor(() => expect(page?.contains(document.activeElement)).toBe(true));
    expect(send.isConnected).toBe(true);
  });
  it('is not taken up by another person: the page is loaded anew, and nothing is sent in their name', async () => {
    const startAnew = vi.fn();
    const other = sessionOf('administrator');
    const { signIn, sent } = await typeAndLoseSession(
      { ...other, account: { ...other.account, id: 'other' } },
      startAnew,
    );
    signIn();
    await waitFor(() => expect(startAnew).toHaveBeenCalledOnce());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent()).toHaveLength(1);
    expect(document.querySelector('.shell')?.hasAttribute('inert')).toBe(true);
  });
});

describe('the focus', () => {
  it('goes back to where it was when the gate opens', async () => {
    let fresh = false;
    openPage('/dashboard/account', ({ url, method }) => {
      if (url.endsWith('step-up')) fresh = true;
      if (url.endsWith('/session') || url.endsWith('step-up')) return Response.json(sessionOf());
      if (url.endsWith('/account'))
        return Response.json({ account: sessionOf().account, secondFactor: true, recoveryCodes: 9, shortest: 8 });
      if (url.endsWith('/sessions')) return Response.json({ sessions: [] });
      return method === 'POST' && !fresh ? problem(403, 'not-fresh') : problem(503, 'busy');
    });
    await shows(text, 'Tạo mã mới');
    const button = screen.getByRole('button', { name: 'Tạo mã mới' });
    button.focus();
    fireEvent.click(button);
    await shows(text, 'Xác nhận lại là Ông/Bà');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Mật khẩu')));
    fireEvent.input(screen.getByLabelText('Mật khẩu'), { target: { value: 'x' } });
    fireEvent.click(screen.getByRole('button', { name: 'Xác nhận' }));
    await shows(text, 'Máy chủ đang bận');
    await waitFor(() => expect(document.activeElement).toBe(button));
  });
  it('goes to the page when another section is opened', async () => {
    openPage('/dashboard/account', ({ url }) =>
      url === '/api/session' ? Response.json(sessionOf('administrator')) : problem(404, 'not-found'),
    );
    await shows(text, 'Tài khoản của tôi');
    fireEvent.click(screen.getByRole('link', { name: 'Nhật ký' }));
    await waitFor(() => expect(document.activeElement?.id).toBe('main'));
    expect(location.pathname).toBe('/dashboard/audit');
  });
});

describe('a gate that cannot be loaded', () => {
  it('says so and can be tried again', async () => {
    let tries = 0;
    openPage('/dashboard', () => problem(401, 'signed-out'), {
      loadGate: () =>
        ++tries === 1 ? Promise.reject(new TypeError('offline')) : import('../../src/dashboard/people/Gate.tsx'),
    });
    await shows(text, 'Không liên lạc được với máy chủ');
    fireEvent.click(screen.getByText('Thử lại'));
    await shows(text, 'Quên mật khẩu');
  });
});

describe('a server that cannot be reached', () => {
  it('is said instead of a page, and tried again on request', async () => {
    let up = false;
    openPage('/dashboard/nowhere', () => (up ? Response.json(sessionOf()) : 'unreachable'));
    await shows(text, 'Không liên lạc được với máy chủ');
    up = true;
    fireEvent.click(screen.getByText('Thử lại'));
    await shows(text, 'Không có trang này.');
  });
});
