/** When it is asked whether anybody is there, and how long a draft is tried again: both without a screen. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idleness } from '../../src/kiosk/idle.ts';
import { keepTrying } from '../../src/kiosk/keep.ts';

const rules = { idleSeconds: 30, countdownSeconds: 10 };

describe('being left alone', () => {
  it('is not noticed before the time', () => {
    expect(idleness(0, rules)).toEqual({ kind: 'present', next: 30_000 });
    expect(idleness(29_999, rules)).toEqual({ kind: 'present', next: 1 });
  });

  it('is asked about with whole seconds counting down', () => {
    expect(idleness(30_000, rules)).toEqual({ kind: 'asked', seconds: 10, next: 1000 });
    expect(idleness(30_001, rules)).toEqual({ kind: 'asked', seconds: 10, next: 999 });
    expect(idleness(31_000, rules)).toEqual({ kind: 'asked', seconds: 9, next: 1000 });
    expect(idleness(39_999, rules)).toEqual({ kind: 'asked', seconds: 1, next: 1 });
  });

  it('ends the visit when the countdown is over, also if nobody looked in between', () => {
    expect(idleness(40_000, rules)).toEqual({ kind: 'gone' });
    expect(idleness(4_000_000, rules)).toEqual({ kind: 'gone' });
  });
});

describe('keeping a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  const patience = { pauses: [100, 200], lateAfter: 250 };

  it('tries again until it is saved, and says nothing if that was soon', async () => {
    let tries = 0;
    let late = 0;
    const save = () => (++tries < 3 ? Promise.reject(new Error('full')) : Promise.resolve());
    const kept = keepTrying(save, () => late++, { pauses: [100, 100], lateAfter: 250 });
    await vi.advanceTimersByTimeAsync(1000);
    await kept;
    expect({ tries, late }).toEqual({ tries: 3, late: 0 });
  });

  it('says once that it is late, whether a try fails or hangs, and goes on', async () => {
    let tries = 0;
    let late = 0;
    void keepTrying(
      () => (++tries, Promise.reject(new Error('full'))),
      () => late++,
      patience,
    );
    void keepTrying(
      () => new Promise<void>(() => {}),
      () => late++,
      patience,
    );
    await vi.advanceTimersByTimeAsync(249);
    expect(late).toBe(0);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(late).toBe(2);
    expect(tries).toBeGreaterThan(400);
  });
});
