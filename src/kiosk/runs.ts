/**
 * Which places of the outbox were sent, as runs of neighbours: a hundred records or fifty thousand cost one short list. Pure;
 * a place is in at most one run, and runs stand in the order of their places.
 */
import type { Run } from '../domain/wire.ts';
import { keyOf, type Key } from './key.ts';
import type { SentRun } from './record.ts';

const DAY_MS = 86_400_000;
const inOrder = (a: Run, b: Run) => a.epoch - b.epoch || a.first - b.first;
const dayOf = (instant: number) => Math.floor(instant / DAY_MS);

/** The runs of neighbours among sorted keys. */
export function runsOf(keys: readonly Key[]): Run[] {
  const runs: Run[] = [];
  for (const [epoch, seq] of keys) {
    const run = runs.at(-1);
    if (run && run.epoch === epoch && run.last + 1 === seq) run.last = seq;
    else runs.push({ epoch, first: seq, last: seq });
  }
  return runs;
}

export const covers = (runs: readonly Run[], epoch: number, seq: number): boolean =>
  runs.some((run) => run.epoch === epoch && run.first <= seq && seq <= run.last);

/** What is left of `runs` when the places of `taken` are no longer among them. */
export function without<R extends Run>(runs: readonly R[], taken: readonly Run[]): R[] {
  return taken.reduce<R[]>(
    (left, { epoch, first, last }) =>
      left.flatMap((run) => {
        if (run.epoch !== epoch || last < run.first || run.last < first) return [run];
        const before = run.first < first ? [{ ...run, last: first - 1 }] : [];
        const after = last < run.last ? [{ ...run, first: last + 1 }] : [];
        return [...before, ...after];
      }),
    [...runs],
  );
}

/** Adds runs; neighbours become one where `same` lets them, which takes what else there is from the later of the two. */
function joined<R extends Run>(runs: readonly R[], added: readonly R[], same: (a: R, b: R) => R | null): R[] {
  const all: R[] = [];
  for (const run of [...without(runs, added), ...added].sort(inOrder)) {
    const before = all.at(-1);
    const one = before && before.epoch === run.epoch && before.last + 1 === run.first ? same(before, run) : null;
    if (before && one) all[all.length - 1] = { ...one, first: before.first, last: run.last };
    else all.push(run);
  }
  return all;
}

/** @param at when the server received them, by its clock. Receipts of one day are kept under the latest of them. */
export const withSent = (runs: readonly SentRun[], sent: readonly Run[], at: number): SentRun[] =>
  joined(
    runs,
    sent.map((run) => ({ ...run, at })),
    (a, b) => (dayOf(a.at) === dayOf(b.at) ? { ...a, at: Math.max(a.at, b.at) } : null),
  );

export const withRuns = (runs: readonly Run[], added: readonly Run[]): Run[] =>
  added.reduce<Run[]>((all, run) => joined(all, [run], (a) => a), [...runs]);

/** Keys between two others, both ends excluded; `null`: no end on that side. */
export interface Between {
  after: Key | null;
  before: Key | null;
}
const compare = (a: Key, b: Key) => a[0] - b[0] || a[1] - b[1];

/** The stretches of places after `after` that are in no run, in order. Runs must be in order. */
export function between(runs: readonly Run[], after: Key | null): Between[] {
  const stretches: Between[] = [];
  let from = after;
  for (const run of runs) {
    const last: Key = [run.epoch, run.last];
    if (from && compare(last, from) <= 0) continue;
    const before = keyOf({ epoch: run.epoch, seq: run.first });
    const neighbours = from && from[0] === run.epoch && run.first <= from[1] + 1;
    if (!neighbours) stretches.push({ after: from, before });
    from = last;
  }
  return [...stretches, { after: from, before: null }];
}

export function rangeOf({ after, before }: Between): IDBKeyRange | null {
  if (after && before) return IDBKeyRange.bound(after, before, true, true);
  if (after) return IDBKeyRange.lowerBound(after, true);
  return before && IDBKeyRange.upperBound(before, true);
}
