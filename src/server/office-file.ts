/**
 * The office's settings as one JSON file: read out, edited by a person, applied as a whole or not at all. A published
 * survey is never changed: a different one becomes the next version. A counter with answers is retired, never deleted.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { Counter, KioskRules, Office } from '../domain/place.ts';
import { Survey } from '../domain/survey.ts';
import type { Database } from './deps.ts';
import { listCounters, readOffice, readRules, saveCounter, saveOffice } from './store/office.ts';
import { publishSurvey, readSurvey } from './store/surveys.ts';

/** A part that is missing stays as it is. */
const OfficeFile = z.strictObject({
  office: z.optional(Office),
  counters: z.optional(z.array(Counter).min(1).max(100)),
  rules: z.optional(KioskRules),
  survey: z.optional(Survey),
});
type OfficeFile = z.infer<typeof OfficeFile>;
export interface WholeOfficeFile {
  office: Office;
  counters: Counter[];
  rules: KioskRules;
  survey: Survey;
}

export type ApplyResult = { ok: true; changes: string[] } | { ok: false; messages: string[] };

export function readOfficeFile(db: Database, office: number): WholeOfficeFile {
  const survey = readSurvey(db, office);
  if (!survey) throw new Error(`office ${office} has no survey`);
  const counters = listCounters(db, office).filter(({ retired }) => !retired);
  return {
    office: readOffice(db, office),
    counters: counters.map((one) => {
      const { retired: _, ...counter } = one;
      return counter;
    }),
    rules: readRules(db, office),
    survey,
  };
}

/** What the shapes cannot say: that the parts fit one another. */
function misfits(file: OfficeFile, current: WholeOfficeFile): string[] {
  const { fields, stages } = file.survey ?? current.survey;
  const counters = file.counters ?? current.counters;
  const found: string[] = [];
  if (file.office && file.office.code !== current.office.code)
    found.push(`office.code: this data folder belongs to ${current.office.code}`);
  if (new Set(counters.map(({ id }) => id)).size < counters.length) found.push('counters: an id is used twice');
  for (const { id, field, stage } of counters) {
    if (field !== null && !fields.some((one) => one.id === field))
      found.push(`counters: ${id} names the field "${field}", which the survey does not have`);
    if (stage !== null && !stages.some((one) => one.id === stage))
      found.push(`counters: ${id} names the stage "${stage}", which the survey does not have`);
  }
  return found;
}

/** The list replaces the one before; a counter that is no longer in it takes no new tablet. */
function applyCounters(db: Database, office: number, counters: readonly Counter[]): string[] {
  const changes: string[] = [];
  const known = listCounters(db, office);
  for (const [position, counter] of counters.entries()) {
    const before = known.find(({ id }) => id === counter.id);
    if (!isDeepStrictEqual(before, { ...counter, retired: false }))
      changes.push(`counter ${counter.id} ${before ? 'changed' : 'added'}`);
    saveCounter(db, office, counter, position);
  }
  const gone = known.filter(({ id }) => !counters.some((counter) => counter.id === id));
  for (const [at, { retired, ...counter }] of gone.entries()) {
    saveCounter(db, office, counter, counters.length + at, true);
    if (!retired) changes.push(`counter ${counter.id} retired`);
  }
  return changes;
}

/** @returns what was changed, or why nothing was. */
export function applyOfficeFile(db: Database, office: number, content: unknown, now: number): ApplyResult {
  const parsed = OfficeFile.safeParse(content);
  if (!parsed.success)
    return { ok: false, messages: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  const file = parsed.data;
  return db
    .transaction((): ApplyResult => {
      const current = readOfficeFile(db, office);
      const messages = misfits(file, current);
      if (messages.length > 0) return { ok: false, messages };
      const changes: string[] = [];
      if (file.office && file.office.name !== current.office.name) {
        saveOffice(db, office, { name: file.office.name });
        changes.push('office name changed');
      }
      if (file.rules && !isDeepStrictEqual(file.rules, current.rules)) {
        saveOffice(db, office, { rules: file.rules });
        changes.push('rules changed');
      }
      if (file.counters) changes.push(...applyCounters(db, office, file.counters));
      if (file.survey && !isDeepStrictEqual({ ...file.survey, version: current.survey.version }, current.survey))
        changes.push(`survey published as version ${publishSurvey(db, office, file.survey, now)}`);
      return { ok: true, changes };
    })
    .immediate();
}
