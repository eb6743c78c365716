/** Changes to the counters, one at a time. A counter that has answers keeps its id for ever: it is retired, never deleted. */
import type { Database } from './engine.ts';
import type { CounterChange, NewCounter } from '../../domain/fleet.ts';
import { tabletsByCounter } from './devices-fleet.ts';
import { listCounters, saveCounter } from './office.ts';
import { readSurvey } from './surveys.ts';

export type CounterProblem = 'not-found' | 'counter-in-use' | 'last-counter' | 'counter-misfit' | 'counters-changed';
export type CounterResult = { ok: true; id: string } | { ok: false; code: CounterProblem };

/** A fixed field or stage must be one that the newest survey has. */
function fits(db: Database, office: number, { field, stage }: Pick<NewCounter, 'field' | 'stage'>): boolean {
  const survey = readSurvey(db, office);
  if (!survey) throw new Error(`office ${office} has no survey`);
  const has = (list: readonly { id: string }[], id: string | null) => id === null || list.some((one) => one.id === id);
  return has(survey.fields, field) && has(survey.stages, stage);
}

/** Adds it after the others. Runs in the caller's transaction, as all here. @returns the id that it was given. */
export function addCounter(db: Database, office: number, counter: NewCounter): CounterResult {
  if (!fits(db, office, counter)) return { ok: false, code: 'counter-misfit' };
  const known = listCounters(db, office);
  let number = known.length + 1;
  while (known.some(({ id }) => id === `quay-${number}`)) number += 1;
  const id = `quay-${number}`;
  saveCounter(db, office, { ...counter, id }, known.length);
  return { ok: true, id };
}

/** A counter is retired only when no tablet stands at it, and one must be left. */
export function changeCounter(db: Database, office: number, id: string, change: CounterChange): CounterResult {
  const known = listCounters(db, office);
  const position = known.findIndex((one) => one.id === id);
  const before = known[position];
  if (!before) return { ok: false, code: 'not-found' };
  const { retired, ...settings } = change;
  if (!fits(db, office, settings)) return { ok: false, code: 'counter-misfit' };
  if (retired && !before.retired) {
    if ((tabletsByCounter(db, office).get(id) ?? 0) > 0) return { ok: false, code: 'counter-in-use' };
    if (known.filter((one) => !one.retired).length === 1) return { ok: false, code: 'last-counter' };
  }
  saveCounter(db, office, { ...settings, id }, position, retired);
  return { ok: true, id };
}

/** @param order every counter of the office, each once. */
export function orderCounters(db: Database, office: number, order: readonly string[]): CounterResult {
  const known = new Map(listCounters(db, office).map((one) => [one.id, one]));
  const sorted = order.flatMap((id) => known.get(id) ?? []);
  // All is checked before anything is written: the caller commits whatever the answer is.
  if (order.length !== known.size || new Set(sorted).size !== known.size)
    return { ok: false, code: 'counters-changed' };
  for (const [position, { retired, ...settings }] of sorted.entries())
    saveCounter(db, office, settings, position, retired);
  return { ok: true, id: '' };
}
