// @vitest-environment happy-dom
/** The screens over a port in memory, from the side of the person at the tablet. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { App } from '../../src/kiosk/App.tsx';
import { kioskSettings, MemoryPort } from './memory-port.ts';

const wait = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
/** A tap, and the time in which its screen is shown as taken and the next one comes. */
async function tap(name: string | RegExp, ms = 250): Promise<void> {
  fireEvent.click(button(name));
  await wait(ms);
}
const shown = () => document.querySelector('[data-screen]')?.getAttribute('data-screen');
const heading = () => document.querySelector('[data-heading]')?.textContent;
const pressed = () =>
  [...document.querySelectorAll('main [aria-pressed="true"]')].map((element) => element.textContent);

async function start(port: MemoryPort): Promise<void> {
  render(<App port={port} />);
  await wait(0);
}
async function begin(port: MemoryPort): Promise<void> {
  await start(port);
  await tap('Bắt đầu đánh giá');
  await tap('Nộp hồ sơ');
  await tap('Đất đai');
}
async function rateAll(level = 'Hài lòng'): Promise<void> {
  for (let question = 0; question < 6; question++) await tap(level);
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the kiosk', () => {
  it('welcomes with the office, the invitation and one start', async () => {
    await start(new MemoryPort());
    expect(shown()).toBe('welcome');
    expect(document.body.textContent).toContain('UBND xã Đại Lãnh');
    expect(heading()).toBe(SIX_CRITERIA.invitation.vi);
    expect(screen.getAllByRole('button').map((one) => one.textContent)).toEqual([
      'Chữ to',
      'Tương phản',
      'English',
      'Bắt đầu đánh giá',
    ]);
  });

  it('forgets language and display when somebody walks away from the welcome screen', async () => {
    await start(new MemoryPort());
    await tap('English');
    await tap('Larger text');
    expect(document.documentElement.lang).toBe('en');
    await wait(29_000);
    expect(document.documentElement.lang).toBe('en');
    await wait(1500);
    expect(document.documentElement.lang).toBe('vi');
    expect(document.documentElement.hasAttribute('data-larger')).toBe(false);
  });

  it('takes a whole visit to the thanks, and by itself back to welcome', async () => {
    const port = new MemoryPort();
    await begin(port);
    expect(screen.getByText('Câu 1 trên 6')).toBeDefined();
    await rateAll();
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Rất chu đáo' } });
    await tap('Gửi đánh giá');
    expect(shown()).toBe('thanks');
    expect(port.saved).toHaveLength(1);
    expect(port.saved[0]).toMatchObject({ end: 'finished', field: 'land', stage: 'filing', remark: 'Rất chu đáo' });
    expect(port.saved[0]?.answers.map(({ level }) => level)).toEqual([4, 4, 4, 4, 4, 4]);
    await wait(6000);
    expect(shown()).toBe('welcome');
  });

  it.each(['best-first', 'worst-first'] as const)('shows the faces %s, none chosen', async (order) => {
    await begin(new MemoryPort(kioskSettings({ survey: { ...SIX_CRITERIA, order } })));
    const labels = [...document.querySelectorAll('.level')].map((one) => one.textContent);
    const best = ['Rất hài lòng', 'Hài lòng', 'Bình thường', 'Không hài lòng', 'Rất không hài lòng'];
    expect(labels).toEqual(order === 'best-first' ? best : best.reverse());
    expect(pressed()).toEqual([]);
  });

  it('offers reasons after a low level, moves on by the button, and shows them again on the way back', async () => {
    const port = new MemoryPort();
    await begin(port);
    await tap('Không hài lòng');
    expect(heading()).toBe(SIX_CRITERIA.criteria[0]?.question.vi);
    await tap('Khó tìm thông tin');
    await tap('Lý do khác');
    await tap('Tiếp tục');
    expect(heading()).toBe(SIX_CRITERIA.criteria[1]?.question.vi);
    await tap('Quay lại');
    expect(pressed()).toEqual(['Không hài lòng', 'Khó tìm thông tin', 'Lý do khác']);
    await tap('Bình thường');
    await tap('Quay lại');
    expect(pressed()).toEqual(['Bình thường']);
  });

  it('changes the language at any moment without touching an answer', async () => {
    const port = new MemoryPort();
    await begin(port);
    await tap('Không hài lòng');
    await tap('Khó tìm thông tin');
    await tap('English');
    expect(heading()).toBe(SIX_CRITERIA.criteria[0]?.question.en);
    expect(pressed()).toEqual(['Dissatisfied', 'Information hard to find']);
    expect(document.documentElement.lang).toBe('en');
    await tap('Continue');
    for (let question = 1; question < 6; question++) await tap('Don’t know / Not used');
    await tap('Skip and send');
    expect(port.saved[0]).toMatchObject({ language: 'en', remark: null });
    expect(port.saved[0]?.answers[0]).toEqual({ criterion: 'access', level: 2, reasons: ['information'] });
    expect(port.saved[0]?.answers.slice(1).map(({ level }) => level)).toEqual(Array(5).fill('unknown'));
    await wait(6000);
    expect(document.documentElement.lang).toBe('vi');
  });

  it('has no English on the Vietnamese screens but the name of the language', async () => {
    await begin(new MemoryPort());
    const seen: (string | null)[] = [document.body.textContent];
    await tap('Rất không hài lòng');
    seen.push(document.body.textContent);
    await tap('Tiếp tục');
    for (let question = 1; question < 6; question++) await tap('Hài lòng');
    seen.push(document.body.textContent);
    expect(seen.join(' ').replaceAll('English', '')).not.toMatch(
      /\b(the|you|your|and|satisfied|back|send|question)\b/i,
    );
  });

  it('goes by the keys alone: the focus stands on the heading of each new screen', async () => {
    await begin(new MemoryPort());
    await wait(300);
    expect(document.activeElement?.textContent).toBe(SIX_CRITERIA.criteria[0]?.question.vi);
    await tap('Không hài lòng', 300);
    expect(document.activeElement?.id).toBe('reasons');
  });

  it('forgets larger text and contrast with the person who chose them', async () => {
    const port = new MemoryPort();
    await begin(port);
    await tap('Chữ to');
    await tap('Tương phản');
    expect(document.documentElement.hasAttribute('data-larger')).toBe(true);
    expect(document.documentElement.dataset['contrast']).toBe('more');
    await wait(41_000);
    expect(document.documentElement.hasAttribute('data-larger')).toBe(false);
    expect(document.documentElement.dataset['contrast']).toBeUndefined();
  });
});

describe('a visit left alone', () => {
  it('is asked after 30 seconds behind nothing of the visit, and ended 10 seconds later without the text', async () => {
    const port = new MemoryPort();
    await begin(port);
    await rateAll();
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Tôi là Nguyễn Văn A' } });
    await wait(30_100);
    expect(screen.getByRole('alertdialog').textContent).toContain('Phiếu sẽ tự đóng sau 10 giây.');
    expect(document.body.textContent).not.toContain('Nguyễn');
    expect(document.querySelector('textarea')).toBeNull();
    await wait(5000);
    expect(screen.getByRole('alertdialog').textContent).toContain('sau 5 giây');
    await wait(5100);
    expect(shown()).toBe('welcome');
    expect(port.saved).toMatchObject([{ end: 'left', remark: null }]);
    expect(port.saved[0]?.answers).toHaveLength(6);
  });

  it('goes on where it was when the person is still there', async () => {
    const port = new MemoryPort();
    await begin(port);
    await tap('Hài lòng');
    await wait(31_000);
    fireEvent.pointerDown(document.body);
    await wait(2000);
    expect(shown()).toBe('still-there');
    await tap('Tôi vẫn đang đánh giá');
    expect(screen.getByText('Câu 2 trên 6')).toBeDefined();
    await wait(29_000);
    expect(shown()).toBe('rate');
    expect(port.saved).toEqual([]);
  });

  it('is asked at once when the screen was off meanwhile', async () => {
    await begin(new MemoryPort());
    await wait(1000);
    document.dispatchEvent(new Event('visibilitychange'));
    await wait(10);
    expect(shown()).toBe('still-there');
  });

  it('starts counting anew with every touch', async () => {
    await begin(new MemoryPort());
    for (let touch = 0; touch < 5; touch++) {
      await wait(20_000);
      fireEvent.pointerDown(document.body);
    }
    expect(shown()).toBe('rate');
  });

  it('saves nothing where nothing was answered', async () => {
    const port = new MemoryPort();
    await begin(port);
    await wait(41_000);
    expect(shown()).toBe('welcome');
    expect(port.tries).toBe(0);
  });

  it.each(['pagehide', 'pageshow'])('ends when the page goes or comes back from memory (%s)', async (name) => {
    const port = new MemoryPort();
    await begin(port);
    await tap('Hài lòng');
    window.dispatchEvent(Object.assign(new Event(name), { persisted: true }));
    expect(port.saved).toMatchObject([{ end: 'left' }]);
    await wait(0);
    expect(shown()).toBe('welcome');
  });

  it('takes the back button of the device as back, and never leaves the page', async () => {
    await begin(new MemoryPort());
    const before = history.length;
    await tap('Hài lòng');
    window.dispatchEvent(new PopStateEvent('popstate'));
    await wait(0);
    expect(screen.getByText('Câu 1 trên 6')).toBeDefined();
    expect(history.length).toBeGreaterThan(before);
  });
});

describe('a disk that does not take the record', () => {
  it('is never thanked for: the person is asked to tell the staff, and the record goes on being tried', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const port = new MemoryPort();
    port.full = true;
    await begin(port);
    await rateAll();
    await tap('Bỏ qua và gửi');
    expect(shown()).toBe('saving');
    await wait(3000);
    expect(shown()).toBe('unsaved');
    expect(document.body.textContent).not.toMatch(/cảm ơn|lỗi/i);
    await tap('Xong');
    expect(shown()).toBe('welcome');
    expect(port.rest.at(-1)).toBe(false);
    const { tries } = port;
    port.full = false;
    await wait(6000);
    expect(port.tries).toBe(tries + 1);
    expect(port.saved).toHaveLength(1);
    expect(port.rest.at(-1)).toBe(true);
    expect(shown()).toBe('welcome');
  });
});

describe('new settings', () => {
  it('are shown on welcome, and do not reach a visit that has begun', async () => {
    const port = new MemoryPort();
    await begin(port);
    port.learn(kioskSettings({ survey: { ...SIX_CRITERIA, version: 2, criteria: SIX_CRITERIA.criteria.slice(0, 1) } }));
    await wait(0);
    expect(screen.getByText('Câu 1 trên 6')).toBeDefined();
    await tap('Hài lòng');
    await wait(41_000);
    expect(port.saved[0]).toMatchObject({ survey: 1 });
    await tap('Bắt đầu đánh giá');
    await tap('Bỏ qua');
    await tap('Bỏ qua');
    expect(screen.getByText('Câu 1 trên 1')).toBeDefined();
  });
});
