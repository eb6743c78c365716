// @vitest-environment happy-dom
/** What only staff see: connecting the tablet, the PIN, the state of the tablet. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../src/kiosk/App.tsx';
import { CODE, MemoryPort, PIN } from './memory-port.ts';

const wait = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const shown = () => document.querySelector('[data-screen]')?.getAttribute('data-screen');
const button = (name: string) => screen.getByRole('button', { name });
/** A lazy screen comes with a real import, which fake timers do not hurry. */
async function until(selector: string): Promise<void> {
  await vi.waitFor(() => expect(document.querySelector(selector)).not.toBeNull(), { timeout: 8000 });
  await wait(50);
}
async function start(port: MemoryPort): Promise<void> {
  render(<App port={port} />);
  await wait(0);
}
async function press(ms: number): Promise<void> {
  const office = document.querySelector('.office');
  if (!office) throw new Error('no office name');
  fireEvent.pointerDown(office);
  await wait(ms);
  fireEvent.pointerUp(office);
}
async function enter(pin: string): Promise<void> {
  for (const digit of pin) fireEvent.click(button(digit));
  await wait(10);
}
async function openPanel(port: MemoryPort): Promise<void> {
  await start(port);
  await press(3100);
  await until('.pin');
  await enter(PIN);
  await until('.facts');
}

beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('connecting the tablet', () => {
  it('says in words why a code is not taken, and shows the welcome with the right one', async () => {
    await start(new MemoryPort(null));
    await until('.enrol');
    const field = screen.getByRole('textbox', { name: 'Mã kết nối' });
    fireEvent.input(field, { target: { value: 'NOPE' } });
    fireEvent.click(button('Kết nối'));
    await wait(10);
    expect(screen.getByText('Mã kết nối không đúng.')).toBeDefined();
    fireEvent.input(field, { target: { value: ` ${CODE} ` } });
    fireEvent.click(button('Kết nối'));
    await wait(10);
    expect(shown()).toBe('welcome');
  });

  it('asks without a code only for the machine itself', async () => {
    await start(new MemoryPort(null));
    await until('.enrol');
    fireEvent.click(button('Máy này chính là máy chủ'));
    await wait(10);
    expect(document.querySelector('output')?.textContent).toContain('Chỉ làm được ngay trên máy chủ');
  });
});

describe('the way to the staff screen', () => {
  it('opens by a long press on the name of the office, not by a short one', async () => {
    const port = new MemoryPort();
    await start(port);
    await press(1500);
    await wait(3000);
    expect(shown()).toBe('welcome');
    await press(3100);
    expect(shown()).toBe('staff');
    expect(port.rest.at(-1)).toBe(false);
  });

  it('needs the right PIN', async () => {
    await start(new MemoryPort());
    await press(3100);
    await until('.pin');
    await enter('111111');
    expect(screen.getByText('Mã PIN không đúng.')).toBeDefined();
    expect(document.querySelector('.facts')).toBeNull();
    await enter(PIN);
    await until('.facts');
  });

  it('waits as long as it is told to after wrong tries', async () => {
    const port = new MemoryPort();
    port.waitSeconds = 5;
    await start(port);
    await press(3100);
    await until('.pin');
    await enter('111111');
    expect(screen.getByText(/Thử lại sau [45] giây\./)).toBeDefined();
    expect(button('1').hasAttribute('disabled')).toBe(true);
    for (let second = 0; second < 6; second++) await wait(1000);
    expect(button('1').hasAttribute('disabled')).toBe(false);
  });
});

describe('the staff screen', () => {
  it('shows the state of the tablet in words', async () => {
    await openPanel(new MemoryPort());
    const text = document.querySelector('.facts')?.textContent ?? '';
    for (const part of [
      '3 phiếu, lâu nhất từ',
      'Không có lĩnh vực này trong bộ phiếu.',
      'Đang chờ mạng; phiếu được giữ an toàn trên máy',
      'Không liên lạc được với máy chủ.',
      'Chưa lần nào',
      '9.8.7 / 4',
      'dùng 3,4 trong 900 MB',
    ])
      expect(text).toContain(part);
  });

  it('sends now and hands out the file', async () => {
    const port = new MemoryPort();
    await openPanel(port);
    fireEvent.click(button('Gửi ngay'));
    await wait(10);
    expect(port.sent).toBe(1);
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    fireEvent.click(button('Xuất phiếu chưa gửi ra tệp'));
    await wait(10);
    expect(names).toEqual([expect.stringMatching(/^hai-long-Máy-quầy-1-\d{4}-\d\d-\d\d-\d{4}\.ndjson$/)]);
    expect(screen.getByText('Đã xuất tệp. Phiếu vẫn được giữ trên máy.')).toBeDefined();
  });

  it('connects the tablet again with a new code, and comes back to its state', async () => {
    await openPanel(new MemoryPort());
    fireEvent.click(button('Kết nối lại'));
    await until('.enrol');
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'WRONG' } });
    fireEvent.click(button('Kết nối'));
    await wait(10);
    expect(document.querySelector('#enrol-problem')?.textContent).toBe('Mã kết nối không đúng.');
    fireEvent.input(screen.getByRole('textbox'), { target: { value: CODE } });
    fireEvent.click(button('Kết nối'));
    await until('.facts');
  });

  it('says on the way to a new connection how many forms wait on the tablet', async () => {
    const port = new MemoryPort();
    port.forms = 3;
    await openPanel(port);
    fireEvent.click(button('Kết nối lại'));
    await until('.enrol');
    await wait(10);
    expect(screen.getByText(/Còn 3 phiếu chưa gửi trên máy này/)).toBeDefined();
  });

  it('closes by itself after a minute without a touch', async () => {
    const port = new MemoryPort();
    await openPanel(port);
    await wait(50_000);
    fireEvent.pointerDown(document.body);
    await wait(50_000);
    expect(shown()).toBe('staff');
    await wait(11_000);
    expect(shown()).toBe('welcome');
    expect(port.rest.at(-1)).toBe(true);
  });
});
