/**
 * What about the ballots of one tablet on one day makes it likely that staff, not citizens, entered some of them. A pure
 * function of all of that day's ballots: however late or out of order they arrive, the same ballots give the same flags.
 * A flag asks for a look; it drops nothing and proves nothing.
 */
import * as z from 'zod/mini';
import { isOpen, type OpenTimes } from './opening-hours.ts';
import { msPerAnswer, type SeenBallot } from './signal-ballot.ts';
import { findBursts, findCompensations, findTopRuns } from './signal-runs.ts';
import type { SignalThresholds } from './signal-thresholds.ts';
import type { Submission } from './submission.ts';

/** Flags on ballots; `far-from-peers` is a flag on a counter and a week (signal-peers.ts) and on no ballot. */
export const BALLOT_SIGNALS = [
  'too-quick',
  'burst',
  'straight-top',
  'out-of-hours',
  'compensation',
  'channel-misfit',
] as const;
export const SIGNAL_KINDS = [...BALLOT_SIGNALS, 'far-from-peers'] as const;
export type BallotSignal = (typeof BALLOT_SIGNALS)[number];
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** The numbers that led to a flag; which ones depends on its kind (docs/signals.md). Whole. */
export const FlagFacts = z.record(z.string(), z.int());
export type FlagFacts = z.infer<typeof FlagFacts>;
export interface Flag {
  kind: BallotSignal;
  counter: string;
  facts: FlagFacts;
  /** The ids of the ballots that it is about, in their order. */
  ballots: string[];
}

const MINUTE = 60_000;
/** Fewer answers are done in a moment by anybody. */
const FEWEST_ANSWERS = 3;

const isPaper = (device: string): boolean => device.startsWith('paper:');

/** A tablet makes ballots of the channel "kiosk" only; what is typed in is paper, or was answered with help. */
export const channelFits = ({ device, channel }: Pick<Submission, 'device' | 'channel'>): boolean =>
  isPaper(device) ? channel === 'paper' || channel === 'assisted' : channel === 'kiosk';

const isTooQuick = (ballot: SeenBallot, limit: number): boolean =>
  ballot.end === 'finished' && ballot.answers.length >= FEWEST_ANSWERS && msPerAnswer(ballot) < limit;

function isOutOfHours({ at }: SeenBallot, graceMinutes: number, times: OpenTimes): boolean {
  if (at === null) return false;
  const grace = graceMinutes * MINUTE;
  return !isOpen(at, times) && !isOpen(at - grace, times) && !isOpen(at + grace, times);
}

/** The tablet's own order, whatever its clock said meanwhile. */
const inOrder = (ballots: readonly SeenBallot[]): SeenBallot[] =>
  ballots.toSorted((a, b) => a.epoch - b.epoch || a.seq - b.seq);

/** @param ballots all ballots of one tablet (or of one source of paper) that count on one day, in any order. */
export function flagsOf(ballots: readonly SeenBallot[], limits: SignalThresholds, times: OpenTimes): Flag[] {
  const all = inOrder(ballots);
  const flags: Flag[] = [];
  const flag = (kind: BallotSignal, found: readonly SeenBallot[], facts: FlagFacts) => {
    const [first] = found;
    if (first)
      flags.push({
        kind,
        counter: first.counter,
        facts: { ballots: found.length, ...facts },
        ballots: found.map(({ id }) => id),
      });
  };
  const { tooQuick, burst, straightTop, outOfHours, compensation, channelMisfit } = limits;
  if (channelMisfit.on)
    flag(
      'channel-misfit',
      all.filter((ballot) => !channelFits(ballot)),
      {},
    );
  // What was typed in from paper has no moment of its own.
  const tapped = all.filter(({ device }) => !isPaper(device));
  if (tooQuick.on) {
    const found = tapped.filter((ballot) => isTooQuick(ballot, tooQuick.msPerAnswer));
    const quickest = Math.round(Math.min(...found.map(msPerAnswer), tooQuick.msPerAnswer));
    flag('too-quick', found, { quickest, limit: tooQuick.msPerAnswer });
  }
  if (outOfHours.on)
    flag(
      'out-of-hours',
      tapped.filter((ballot) => isOutOfHours(ballot, outOfHours.graceMinutes, times)),
      { grace: outOfHours.graceMinutes },
    );
  if (burst.on) for (const { found, facts } of findBursts(tapped, burst)) flag('burst', found, facts);
  if (straightTop.on)
    for (const { found, facts } of findTopRuns(tapped, straightTop)) flag('straight-top', found, facts);
  if (compensation.on)
    for (const { found, facts } of findCompensations(tapped, compensation)) flag('compensation', found, facts);
  return flags;
}
