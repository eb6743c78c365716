import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createJob, LEASE_MS, LONGEST_REST_MS } from '../../src/kiosk/job.ts';
import { createSchedule, restAfter } from '../../src/kiosk/schedule.ts';
import type { Pass, PassEnd } from '../../src/kiosk/sync.ts';
import { createFakeClock, seeded } from './support.ts';

const MINUTE = 60_000;
const later = (code = 'http-503', retryAfterMs?: number): PassEnd =>
  retryAfterMs === undefined
    ? { kind: 'later', code, sent: false }
    : { kind: 'later', code, retryAfterMs, sent: false };
const EMPTY: PassEnd = { kind: 'empty', sent: false };

/** A schedule whose passes end as `next` says; `starts` are the times at which they began. */
function scheduled(next: (turn: Pass) => PassEnd | Promise<PassEnd>, seed = 1) {
  const clock = createFakeClock();
  const starts: number[] = [];
  const drained = vi.fn();
  const schedule = createSchedule(
    clock,
    seeded(seed),
    async (turn) => {
      starts.push(clock.now());
      return next(turn);
    },
    drained,
  );
  return { clock, starts, schedule, drained };
}

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => vi.restoreAllMocks());

describe('the rest after a failure', () => {
  it('is drawn anew between nothing and a limit that doubles from one second to five minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, chance) => {
          const { delayMs } = restAfter(later(), failures, () => chance);
          const limit = Math.min(5 * MINUTE, 1000 * 2 ** failures);
          expect(delayMs).toBeCloseTo(chance * limit, 3);
        },
      ),
      { seed: 20_261_122 },
    );
  });

  it('is at most a minute while the network is gone, so that its return is noticed', () => {
    for (const code of ['network', 'timeout', 'portal'])
      expect(restAfter(later(code), 50, () => 0.999).delayMs).toBeLessThanOrEqual(MINUTE);
  });

  it('honours Retry-After, with jitter on top, but never for longer than six minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 99 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (wait, failures, chance) => {
          const { delayMs, atLeastMs = 0 } = restAfter(later('http-429', wait), failures, () => chance);
          expect(atLeastMs).toBe(Math.min(wait, 5 * MINUTE));
          expect(delayMs).toBeGreaterThanOrEqual(atLeastMs);
          expect(delayMs).toBeLessThanOrEqual(LONGEST_REST_MS);
        },
      ),
      { seed: 20_261_122 },
    );
  });

  it('is long, yet ends, when staff must see to something', () => {
    for (const kind of ['stuck', 'rejected'] as const) {
      expect(restAfter({ kind, code: 'x', sent: false }, 1, () => 0).delayMs).toBe(2.5 * MINUTE);
      expect(restAfter({ kind, code: 'x', sent: false }, 1, () => 1).delayMs).toBe(5 * MINUTE);
    }
  });
});

describe('a pass starts', () => {
  it('when the kiosk starts, and every minute while nothing is against it', async () => {
    const { clock, starts } = scheduled(() => EMPTY);
    await clock.advance(3 * MINUTE + 1);
    expect(starts).toEqual([0, MINUTE, 2 * MINUTE, 3 * MINUTE]);
  });

  it('at once after a save', async () => {
    const { clock, starts, schedule } = scheduled(() => EMPTY);
    await clock.advance(7000);
    schedule.saved();
    await clock.advance(0);
    expect(starts).toEqual([0, 7000]);
  });

  it('again after the one that was going when a record was saved', async () => {
    let end = (_end: PassEnd) => {};
    const { clock, starts, schedule } = scheduled(() => new Promise((resolve) => (end = resolve)));
    await clock.advance(10);
    schedule.saved();
    await clock.advance(1000);
    expect(starts).toHaveLength(1);
    end(EMPTY);
    await clock.advance(0);
    expect(starts).toHaveLength(2);
  });

  it('no sooner after a save while it waits for a failing server', async () => {
    const { clock, starts, schedule } = scheduled(() => later());
    await clock.advance(10 * MINUTE);
    const before = starts.length;
    for (let save = 0; save < 100; save++) schedule.saved();
    await clock.advance(1);
    expect(starts.length - before).toBeLessThanOrEqual(1);
  });

  it('at once when the network or the page comes back, but not before Retry-After', async () => {
    let end: PassEnd = later('network');
    const { clock, starts, schedule } = scheduled(() => end);
    await clock.advance(10 * MINUTE);
    let before = starts.length;
    schedule.returned();
    await clock.advance(0);
    expect(starts.length).toBe(before + 1);
    end = later('http-429', 2 * MINUTE);
    schedule.returned();
    await clock.advance(0);
    before = starts.length;
    schedule.returned();
    await clock.advance(2 * MINUTE - 1);
    expect(starts.length).toBe(before);
    await clock.advance(MINUTE + 1);
    expect(starts.length).toBe(before + 1);
  });

  it('when staff ask for it, whatever it waited for, and says when it has ended', async () => {
    const { clock, starts, schedule } = scheduled(() => later('http-429', 5 * MINUTE));
    await clock.advance(10);
    const asked = schedule.sendNow();
    expect(schedule.state().sync).toBe('sending');
    await asked;
    expect(starts).toHaveLength(2);
    expect(schedule.state()).toEqual({ sync: 'waiting', lastProblem: 'http-429' });
  });

  it('never while another is going', async () => {
    let going = 0;
    const { clock, schedule } = scheduled(async () => {
      going += 1;
      expect(going).toBe(1);
      await Promise.resolve();
      going -= 1;
      return EMPTY;
    });
    for (let time = 0; time < 50; time++) {
      schedule.saved();
      schedule.returned();
      void schedule.sendNow();
      await clock.advance(10);
    }
  });
});

describe('nothing wedges it', () => {
  it('takes over from a pass that never ends, once its lease has run out', async () => {
    const turns: Pass[] = [];
    const { clock } = scheduled((turn) => {
      turns.push(turn);
      return new Promise(() => undefined);
    });
    await clock.advance(LEASE_MS + MINUTE);
    expect(turns.map(({ steal }) => steal)).toEqual([false, true]);
  });

  it('lets a long pass go on as long as it moves', async () => {
    const { clock, starts } = scheduled(async ({ moved }) => {
      for (let batch = 0; batch < 10; batch++) {
        await new Promise<void>((resolve) => clock.after(MINUTE, resolve));
        moved();
      }
      return EMPTY;
    });
    await clock.advance(10 * MINUTE);
    expect(starts).toEqual([0]);
  });

  it('takes the lock from a tab that has held it for longer than a lease', async () => {
    const steals: boolean[] = [];
    const { clock } = scheduled(({ steal }) => {
      steals.push(steal);
      return { kind: 'busy', sent: false };
    });
    await clock.advance(LEASE_MS + MINUTE);
    expect(steals[0]).toBe(false);
    expect(steals.at(-1)).toBe(true);
  });

  it('ignores what an overtaken run says', async () => {
    const clock = createFakeClock();
    let finish = (_rest: { delayMs: number }) => {};
    let runs = 0;
    createJob(
      clock,
      () => {
        runs += 1;
        if (runs > 1) return Promise.resolve({ delayMs: MINUTE });
        return new Promise((resolve) => (finish = resolve));
      },
      () => ({ delayMs: 0 }),
    );
    await clock.advance(LEASE_MS + 1000);
    expect(runs).toBe(2);
    finish({ delayMs: 0 });
    await clock.advance(1000);
    expect(runs).toBe(2);
  });

  const SEEDS = 400;
  it(`starts an attempt at least every ten minutes under ${SEEDS} random schedules of faults, and soon after they end`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const chance = seeded(seed);
      const clock = createFakeClock();
      let healed = false;
      const starts: number[] = [];
      const fault = async (): Promise<PassEnd> => {
        const kind = Math.floor(chance() * 9);
        if (kind === 0) return new Promise(() => undefined);
        if (kind === 1) throw new Error('a fault');
        if (chance() < 0.5) await new Promise<void>((resolve) => clock.after(chance() * 90_000, resolve));
        if (kind === 2) return later('http-503', chance() * 1e9);
        if (kind === 3) return later('network');
        if (kind === 4) return { kind: 'rejected', code: 'x', sent: false };
        if (kind === 5) return { kind: 'stuck', code: 'x', sent: chance() < 0.5 };
        if (kind === 6) return { kind: 'busy', sent: false };
        return kind === 7 ? EMPTY : later();
      };
      const schedule = createSchedule(
        clock,
        chance,
        async () => {
          starts.push(clock.now());
          return healed ? EMPTY : fault();
        },
        () => undefined,
      );
      for (let step = 0; step < 30; step++) {
        await clock.advance(chance() * 8 * MINUTE);
        if (chance() < 0.3) schedule.saved();
        if (chance() < 0.2) schedule.returned();
        if (chance() < 0.1) void schedule.sendNow();
      }
      healed = true;
      const healedAt = clock.now();
      await clock.advance(10 * MINUTE);
      const times = [...starts, clock.now()];
      const longest = Math.max(...times.map((at, index) => at - (times[index - 1] ?? 0)));
      expect({ seed, longest: longest <= 10 * MINUTE }).toEqual({ seed, longest: true });
      // A pass that began before the end of the faults may last its 90 seconds, and rest once more.
      const soon = starts.some((at) => at >= healedAt && at <= healedAt + 90_000 + LONGEST_REST_MS);
      expect({ seed, soon }).toEqual({ seed, soon: true });
      schedule.stop();
    }
  });

  it('is back within a minute of a network outage of any length, and within six minutes of a server outage', async () => {
    for (const outage of [1000, MINUTE, 10 * MINUTE, 3_600_000, 24 * 3_600_000]) {
      for (const [code, most] of [
        ['network', MINUTE],
        ['http-503', 6 * MINUTE],
      ] as const) {
        let down = true;
        const { clock, starts, schedule } = scheduled(() => (down ? later(code) : EMPTY), outage);
        await clock.advance(outage);
        down = false;
        const before = starts.length;
        await clock.advance(most);
        expect(starts.length).toBeGreaterThan(before);
        schedule.stop();
      }
    }
  });
});

describe('what staff see', () => {
  it.each([
    [EMPTY, 'idle', null],
    [later('portal'), 'waiting', 'portal'],
    [{ kind: 'busy', sent: false }, 'waiting', null],
    [{ kind: 'rejected', code: 'device-revoked', sent: false }, 'not-enrolled', 'device-revoked'],
    [{ kind: 'stuck', code: 'http-400', sent: true }, 'stuck', 'http-400'],
  ] as const)('%o is shown as %s', async (end, sync, lastProblem) => {
    const { clock, schedule } = scheduled(() => end);
    await clock.advance(1);
    expect(schedule.state()).toEqual({ sync, lastProblem });
  });

  it('a fault of the program is told to the console and waits like a failure', async () => {
    const { clock, schedule } = scheduled(() => Promise.reject(new Error('a bug')));
    await clock.advance(1);
    expect(schedule.state()).toEqual({ sync: 'waiting', lastProblem: 'fault' });
    expect(console.error).toHaveBeenCalled();
  });

  it('only a pass that sent something counts as a drain', async () => {
    let end: PassEnd = EMPTY;
    const { clock, drained } = scheduled(() => end);
    await clock.advance(1);
    expect(drained).not.toHaveBeenCalled();
    end = { kind: 'empty', sent: true };
    await clock.advance(MINUTE);
    expect(drained).toHaveBeenCalledTimes(1);
  });
});
