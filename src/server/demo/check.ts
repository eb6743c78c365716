/** Holds what the server counted against what was made: the demo proves the way from a tablet to the result page. */
import type { Results } from '../../domain/results.ts';
import type { Survey } from '../../domain/survey.ts';
import { tallyOf } from '../../domain/tally.ts';
import { dayHour } from '../../domain/period.ts';
import type { Visit } from './visits.ts';

/** Named counts, such as `access n4` or `2026-03-02 ballots`. */
export type NamedCounts = Map<string, number>;

const add = (counts: NamedCounts, name: string, count: number) => counts.set(name, (counts.get(name) ?? 0) + count);

export function countsOfVisits(visits: readonly Visit[], survey: Survey, zone: string): NamedCounts {
  const counts: NamedCounts = new Map();
  for (const { at, draft } of visits) {
    const { ballots, criteria, reasons } = tallyOf(draft, survey);
    for (const [name, count] of Object.entries(ballots)) add(counts, `ballots ${name}`, count);
    add(counts, `day ${dayHour(at, zone).day}`, 1);
    for (const { id, levels, unknown, blank } of criteria) {
      for (const [i, count] of levels.entries()) add(counts, `${id} n${i + 1}`, count);
      add(counts, `${id} unknown`, unknown);
      add(counts, `${id} blank`, blank);
    }
    for (const { criterion, reason } of reasons) add(counts, `${criterion} because ${reason}`, 1);
  }
  return counts;
}

export function countsOfResults({ total, days, reasons }: Results): NamedCounts {
  const counts: NamedCounts = new Map();
  for (const [name, count] of Object.entries(total.ballots)) add(counts, `ballots ${name}`, count);
  for (const { id, ballots } of days) add(counts, `day ${id}`, ballots);
  for (const { id, levels, unknown, blank } of total.criteria) {
    for (const [i, count] of levels.entries()) add(counts, `${id} n${i + 1}`, count);
    add(counts, `${id} unknown`, unknown);
    add(counts, `${id} blank`, blank);
  }
  for (const { criterion, reason, count } of reasons) add(counts, `${criterion} because ${reason}`, count);
  return counts;
}

/** One sentence for each count that did not grow by what was made. */
export function findDifferences(made: NamedCounts, before: NamedCounts, after: NamedCounts): string[] {
  return [...new Set([...made.keys(), ...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const grown = (after.get(name) ?? 0) - (before.get(name) ?? 0);
    const expected = made.get(name) ?? 0;
    return grown === expected ? [] : [`${name}: made ${expected}, the server counts ${grown}`];
  });
}
