/** What an office is given about those beneath it: figures, counts and what is missing, never an answer or a word. */
import * as z from 'zod/mini';
import { OFFICE_CHANGE } from './change.ts';
import { Unit } from './offices.ts';
import type { Period } from './period.ts';
import { Office } from './place.ts';
import { Late, Results } from './results.ts';
import { Group } from './suppression.ts';

/**
 * Why a figure is not directly comparable with those beside it. `validity`: the office was not there all the time. `merged`: it was made
 * from others within the period, or offices everywhere were. `survey`: its people were asked something else.
 */
export const OfficeMark = z.literal(['validity', 'merged', 'survey']);
export type OfficeMark = z.infer<typeof OfficeMark>;

export const OfficeRow = z.object({
  unit: Unit,
  /** How many offices are beneath it: all of them are counted in its figures. */
  beneath: z.int(),
  /** `id` is the code. */
  group: Group,
  marks: z.array(OfficeMark),
  /** Of all its tablets together. */
  missing: z.nullable(Late),
  /** The last day with a ballot, in whatever period. */
  lastDay: z.nullable(z.string()),
});
export type OfficeRow = z.infer<typeof OfficeRow>;

export const OfficesView = z.object({
  /** Of the office that is looked at with all that is beneath it. What only a single office has is empty. */
  results: Results,
  /** From the office that asks to the one that is looked at. */
  path: z.array(Office),
  /** The office that is looked at. */
  unit: OfficeRow,
  /** Those right beneath it, and last the office itself where it has ballots of its own; each with all that is beneath it. */
  rows: z.array(OfficeRow),
  /** yyyy-MM, oldest first, of another office than the one that asks. */
  months: z.array(Group),
});
export type OfficesView = z.infer<typeof OfficesView>;

/** @param criteria what its people were asked in the period. @param asked what the office that asks has in its survey. */
export function marksOf(
  { validFrom, validTo, predecessors }: Pick<Unit, 'validFrom' | 'validTo' | 'predecessors'>,
  { from, to }: Period,
  criteria: ReadonlySet<string>,
  asked: readonly string[],
): OfficeMark[] {
  const since = validFrom ?? OFFICE_CHANGE;
  const marks: OfficeMark[] = [];
  if ((validFrom !== null && from < validFrom) || (validTo !== null && to > validTo)) marks.push('validity');
  if ((predecessors.length > 0 && from < since && to >= since) || (from < OFFICE_CHANGE && to >= OFFICE_CHANGE))
    marks.push('merged');
  if (criteria.size > 0 && (criteria.size !== asked.length || asked.some((id) => !criteria.has(id))))
    marks.push('survey');
  return marks;
}
