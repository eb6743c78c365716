/**
 * The flags of a period as people see them: by tablet and day and no finer, so that nobody can tell whose ballot it was. A kind that
 * says something about answers is left out on a day with too few ballots, and counted.
 */
import * as z from 'zod/mini';
import { FlagFacts, type SignalKind } from './signal.ts';
import { SMALLEST_SHOWN } from './suppression.ts';

/** These tell that ballots were all at the top, or that one was not: on a day of few ballots that is somebody's answer. */
const ABOUT_ANSWERS: readonly SignalKind[] = ['straight-top', 'compensation'];
/** @param kind a word of SignalKind. @param ballots of that tablet on that day. */
export const tellsTooMuch = (kind: string, ballots: number): boolean =>
  ballots < SMALLEST_SHOWN && ABOUT_ANSWERS.some((one) => one === kind);

export const DaySignal = z.object({
  kind: z.string(),
  /** Ballots with this flag that are not void. */
  ballots: z.int(),
  /** The numbers of the largest flag of this kind on that day. */
  facts: FlagFacts,
});
export type DaySignal = z.infer<typeof DaySignal>;

export const TabletDaySignals = z.object({
  device: z.string(),
  /** Its name, or its id where there is no such tablet; '' for paper. */
  name: z.string(),
  counter: z.string(),
  /** yyyy-MM-dd */
  day: z.string(),
  /** All ballots of that tablet on that day that are not void. */
  ballots: z.int(),
  signals: z.array(DaySignal),
});
export type TabletDaySignals = z.infer<typeof TabletDaySignals>;

/** A counter far above its peers in a week, which begins on a Monday. */
export const PlaceSignal = z.object({
  counter: z.string(),
  week: z.string(),
  valid: z.int(),
  satisfied: z.int(),
  peersValid: z.int(),
  peersSatisfied: z.int(),
});
export type PlaceSignal = z.infer<typeof PlaceSignal>;

export const SignalList = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  /** Ballots with at least one flag; void ones are not among them. */
  ballots: z.int(),
  /** Newest day first. */
  days: z.array(TabletDaySignals),
  /** Days of tablets beyond the first 200, which are not listed. */
  more: z.int(),
  /** Flags that are not shown because there were too few ballots on that day. */
  hidden: z.int(),
  places: z.array(PlaceSignal),
  /** Days of tablets that are still to be looked at. */
  waiting: z.int(),
  counters: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SignalList = z.infer<typeof SignalList>;
