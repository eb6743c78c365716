/** Each signal of staff entry: what it finds, what ordinary thing it must not find, and that the order of arrival is nothing to it. */
import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../src/server/demo/chance.ts';
import { type BallotSignal, flagsOf } from '../../src/domain/signal.ts';
import type { SeenBallot } from '../../src/domain/signal-ballot.ts';
import { farFromPeers } from '../../src/domain/signal-peers.ts';
import { DEFAULT_THRESHOLDS, type SignalThresholds, thresholdChanges } from '../../src/domain/signal-thresholds.ts';
import { answersAt, LOW, MIXED, NINE, seen, TIMES, TOP } from '../helpers/signals.ts';

const look = (ballots: readonly SeenBallot[], limits: SignalThresholds = DEFAULT_THRESHOLDS) =>
  flagsOf(ballots, limits, TIMES);
const found = (ballots: readonly SeenBallot[], kind: BallotSignal) =>
  look(ballots).flatMap((flag) => (flag.kind === kind ? flag.ballots : []));
const every = (seconds: number, count: number, more: (at: number) => Partial<SeenBallot> = () => ({})) =>
  Array.from({ length: count }, (_, at) => seen(at + 1, at * seconds, more(at)));
const ids = (...seqs: number[]) => seqs.map((seq) => `ballot-${seq}`);

describe('too quick to have been read', () => {
  it('is a finished ballot of less than a second for each answer', () => {
    const ballots = [seen(1, 0, { tookMs: 5999 }), seen(2, 300, { tookMs: 6000 }), seen(3, 600)];
    expect(found(ballots, 'too-quick')).toEqual(ids(1));
    expect(look(ballots)[0]?.facts).toEqual({ ballots: 1, quickest: 1000, limit: 1000 });
  });
  it('is never a ballot that was left, nor one with one or two answers', () => {
    const few = { tookMs: 900, answers: answersAt(4, 4) };
    expect(look([seen(1, 0, { tookMs: 1000, end: 'left' }), seen(2, 300, few)])).toEqual([]);
  });
});

describe('a burst', () => {
  it('is eight ballots of a tablet within three minutes, with all that belong to it', () => {
    expect(found(every(180 / 7, 8), 'burst')).toHaveLength(8);
    expect(found(every(20, 12), 'burst')).toHaveLength(12);
    expect(found(every(26, 12), 'burst')).toEqual([]);
  });
  it('is told from another one later that day', () => {
    const second = every(20, 8).map((ballot) => ({
      ...ballot,
      id: `later-${ballot.seq}`,
      seq: ballot.seq + 8,
      answeredAt: ballot.answeredAt + 3_600_000,
    }));
    expect(look([...every(20, 8), ...second]).map(({ ballots }) => ballots.length)).toEqual([8, 8]);
  });
  it('is not what a clock looks like that was set back', () => {
    const ballots = every(400, 12, (at) => ({ answeredAt: NINE + (at % 2) * 400_000 - at * 1000 }));
    expect(found(ballots, 'burst')).toEqual([]);
  });
});

describe('a row at the top', () => {
  const top = () => ({ answers: TOP });
  it('is five in a row with the same answers, all 5, within a minute of one another', () => {
    expect(found(every(60, 5, top), 'straight-top')).toEqual(ids(1, 2, 3, 4, 5));
    expect(found(every(61, 9, top), 'straight-top')).toEqual([]);
  });
  it('is never a single ballot, however quickly the next came, nor a row with another among it', () => {
    expect(look([seen(1, 0, { answers: TOP })])).toEqual([]);
    expect(
      found(
        every(40, 9, (at) => ({ answers: at % 4 === 3 ? MIXED : TOP })),
        'straight-top',
      ),
    ).toEqual([]);
  });
});

describe('out of hours', () => {
  const at = (text: string) => ({ at: Date.parse(text), answeredAt: Date.parse(text) });
  it('is more than half an hour from the opening hours, a Sunday and a holiday', () => {
    const ballots = [
      seen(1, 0, at('2026-03-10T17:31:00+07:00')),
      seen(2, 0, at('2026-03-10T17:29:00+07:00')),
      seen(3, 0, at('2026-03-10T07:01:00+07:00')),
      seen(4, 0, at('2026-03-10T06:59:00+07:00')),
      seen(5, 0, at('2026-03-10T12:30:00+07:00')),
    ];
    expect(found(ballots, 'out-of-hours')).toEqual(ids(1, 4, 5));
    expect(found([seen(1, 0, at('2026-03-15T09:00:00+07:00'))], 'out-of-hours')).toEqual(ids(1));
    expect(found([seen(1, 0, at('2026-04-30T09:00:00+07:00'))], 'out-of-hours')).toEqual(ids(1));
  });
  it('is nothing that is said of a ballot whose time nobody knows', () => {
    expect(look([seen(1, 0, { ...at('2026-03-15T09:00:00+07:00'), at: null })])).toEqual([]);
  });
});

describe('a compensation', () => {
  const usual = every(600, 12);
  const after = (seconds: number, more: Partial<SeenBallot>) => [
    ...usual,
    seen(20, 9000, { answers: LOW }),
    seen(21, 9000 + seconds, { answers: TOP, tookMs: 11_000, ...more }),
  ];
  it('is a quick ballot all 5 within five minutes after a bad one; the bad one itself is not marked', () => {
    expect(found(after(300, {}), 'compensation')).toEqual(ids(21));
    expect(look(after(300, {}))[0]?.facts).toMatchObject({ ballots: 1, usual: 5000, quickest: 1833 });
  });
  it('is none that took its time, came later, or is not all 5', () => {
    expect(found(after(300, { tookMs: 12_001 }), 'compensation')).toEqual([]);
    expect(found(after(301, {}), 'compensation')).toEqual([]);
    expect(found(after(60, { answers: MIXED }), 'compensation')).toEqual([]);
  });
  it('does not take its measure from the quick ballots themselves', () => {
    const many = Array.from({ length: 40 }, (_, at) => seen(30 + at, 9100 + at, { answers: TOP, tookMs: 8000 }));
    expect(found([...usual, seen(20, 9000, { answers: LOW }), ...many], 'compensation')).toHaveLength(40);
  });
});

describe('a channel that does not fit', () => {
  it('is anything but "kiosk" from a tablet, and "kiosk" or "link" from paper', () => {
    const [tablet, paper] = ['tablet', 'paper:0f'];
    const ballots = [
      seen(1, 0, { device: tablet, channel: 'kiosk' }),
      seen(2, 400, { device: tablet, channel: 'assisted' }),
      seen(3, 800, { device: paper, channel: 'paper' }),
      seen(4, 1200, { device: paper, channel: 'assisted' }),
      seen(5, 1600, { device: paper, channel: 'kiosk' }),
    ];
    expect(found(ballots, 'channel-misfit')).toEqual(ids(2, 5));
  });
  it('is all that is said of paper, which is typed in at any pace and hour', () => {
    const typed = every(5, 30, () => ({ device: 'paper:0f', channel: 'paper', answers: TOP, tookMs: 0 }));
    expect(look(typed)).toEqual([]);
  });
});

describe('a counter far from its peers', () => {
  const peers = (satisfied: number, valid = 100) => [
    { counter: 'quay-1', valid, satisfied },
    { counter: 'quay-2', valid: 100, satisfied: 70 },
    { counter: 'quay-3', valid: 100, satisfied: 74 },
  ];
  it('is one above the 99.8 % limits of all others, never one below', () => {
    expect(farFromPeers(peers(95), DEFAULT_THRESHOLDS.farFromPeers)).toEqual([
      { counter: 'quay-1', valid: 100, satisfied: 95, peersValid: 200, peersSatisfied: 144 },
    ]);
    expect(farFromPeers(peers(85), DEFAULT_THRESHOLDS.farFromPeers)).toEqual([]);
    expect(farFromPeers(peers(20), DEFAULT_THRESHOLDS.farFromPeers).map(({ counter }) => counter)).not.toContain(
      'quay-1',
    );
  });
  it('needs enough ballots on both sides', () => {
    expect(farFromPeers(peers(49, 49), DEFAULT_THRESHOLDS.farFromPeers)).toEqual([]);
    expect(farFromPeers(peers(99).slice(0, 1), DEFAULT_THRESHOLDS.farFromPeers)).toEqual([]);
  });
});

it('finds nothing that is switched off', () => {
  const ballots = [
    ...every(10, 12, () => ({ answers: TOP, tookMs: 4000, at: NINE + 12 * 3_600_000 })),
    seen(20, 130, { answers: LOW }),
    seen(21, 150, { answers: TOP, tookMs: 4000, channel: 'assisted' }),
  ];
  const kinds = (limits: SignalThresholds) => [...new Set(look(ballots, limits).map(({ kind }) => kind))].sort();
  const all = ['burst', 'channel-misfit', 'compensation', 'out-of-hours', 'straight-top', 'too-quick'];
  expect(kinds(DEFAULT_THRESHOLDS)).toEqual(all);
  const { tooQuick, burst, straightTop, outOfHours, compensation } = DEFAULT_THRESHOLDS;
  const off: [string, SignalThresholds][] = [
    ['too-quick', { ...DEFAULT_THRESHOLDS, tooQuick: { ...tooQuick, on: false } }],
    ['burst', { ...DEFAULT_THRESHOLDS, burst: { ...burst, on: false } }],
    ['straight-top', { ...DEFAULT_THRESHOLDS, straightTop: { ...straightTop, on: false } }],
    ['out-of-hours', { ...DEFAULT_THRESHOLDS, outOfHours: { ...outOfHours, on: false } }],
    ['compensation', { ...DEFAULT_THRESHOLDS, compensation: { ...compensation, on: false } }],
    ['channel-misfit', { ...DEFAULT_THRESHOLDS, channelMisfit: { on: false } }],
  ];
  for (const [kind, limits] of off) expect(kinds(limits)).toEqual(all.filter((one) => one !== kind));
});

it('says the same whatever the order of arrival, with seed 7', () => {
  const chance = chanceFrom(7);
  let seconds = 0;
  const day = Array.from({ length: 120 }, (_, at) =>
    seen(at + 1, (seconds += chance.between(8, 70)), {
      answers: chance.weighted([TOP, MIXED, LOW], (_one, which) => [8, 1, 1][which] ?? 0) ?? TOP,
      tookMs: chance.between(3000, 40_000),
    }),
  );
  const expected = look(day);
  expect(new Set(expected.map(({ kind }) => kind)).size).toBeGreaterThan(2);
  for (let turn = 0; turn < 20; turn++) {
    const shuffled = day.map((ballot) => ({ ballot, at: chance.next() })).sort((a, b) => a.at - b.at);
    expect(look(shuffled.map(({ ballot }) => ballot))).toEqual(expected);
  }
});

it('tells which thresholds were changed, and from what to what', () => {
  const after = { ...DEFAULT_THRESHOLDS, burst: { on: false, ballots: 6, minutes: 3 } };
  expect(thresholdChanges(DEFAULT_THRESHOLDS, after)).toEqual({ 'burst.on': 'true → false', 'burst.ballots': '8 → 6' });
});
