/**
 * From where on something about the ballots of a tablet is pointed out. The defaults are argued, and their rates of false
 * alarms measured, in docs/signals.md; an office may set its own.
 */
import * as z from 'zod/mini';

const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const on = z.boolean();

export const SignalThresholds = z.strictObject({
  /** Finished in less than this for each answer, in milliseconds. */
  tooQuick: z.strictObject({ on, msPerAnswer: whole(300, 10_000) }),
  /** So many ballots of one tablet within so many minutes. */
  burst: z.strictObject({ on, ballots: whole(3, 100), minutes: whole(1, 120) }),
  /** So many ballots in a row with the same answers, all at level 5, each at most so many seconds after the one before. */
  straightTop: z.strictObject({ on, ballots: whole(3, 100), seconds: whole(10, 3600) }),
  /** Further than so many minutes from the opening hours. */
  outOfHours: z.strictObject({ on, graceMinutes: whole(0, 240) }),
  /** All at level 5 within so many minutes after one with level 1 or 2, and faster than so many percent of what is usual. */
  compensation: z.strictObject({ on, minutes: whole(1, 120), percentOfUsual: whole(10, 100) }),
  /** A counter far above its peers in a week in which it, and they together, have so many ballots. */
  farFromPeers: z.strictObject({ on, ballots: whole(10, 10_000) }),
  channelMisfit: z.strictObject({ on }),
});
export type SignalThresholds = z.infer<typeof SignalThresholds>;

export const DEFAULT_THRESHOLDS: SignalThresholds = {
  tooQuick: { on: true, msPerAnswer: 1000 },
  burst: { on: true, ballots: 8, minutes: 3 },
  straightTop: { on: true, ballots: 5, seconds: 60 },
  outOfHours: { on: true, graceMinutes: 30 },
  compensation: { on: true, minutes: 5, percentOfUsual: 40 },
  farFromPeers: { on: true, ballots: 50 },
  channelMisfit: { on: true },
};

/** What differs, as `burst.ballots: "6 → 8"`: for the audit log. */
export function thresholdChanges(before: SignalThresholds, after: SignalThresholds): Record<string, string> {
  const flat = (all: SignalThresholds) =>
    new Map(
      Object.entries(all).flatMap(([signal, limits]) =>
        Object.entries(limits).map(([name, value]) => [`${signal}.${name}`, String(value)] as const),
      ),
    );
  const now = flat(after);
  return Object.fromEntries(
    [...flat(before)].flatMap(([name, was]) => {
      const is = now.get(name) ?? '';
      return is === was ? [] : [[name, `${was} → ${is}`]];
    }),
  );
}
