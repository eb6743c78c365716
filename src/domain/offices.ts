/**
 * Offices as a tree: a country, its provinces, their communes. An office is known by its official code; since 1 July 2025 it also has a day
 * from which it is valid, and what it was made from.
 */
import * as z from 'zod/mini';
import { isDay } from './period.ts';
import { Office } from './place.ts';

const Day = z.string().check(z.refine(isDay));
const Label = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));

/** What an office was made from: it need not be in the same store, and its code need not be known. */
export const Predecessor = z.strictObject({ code: z.nullable(Office.shape.code), name: Label });
export type Predecessor = z.infer<typeof Predecessor>;

/** What is known of an office beside its settings. The days are the first and the last on which it is valid. */
export const Unit = z.object({
  ...Office.shape,
  /** tỉnh, phường, xã, đặc khu: as the office itself calls it; '' where nobody said. */
  kind: z.string(),
  validFrom: z.nullable(z.string()),
  validTo: z.nullable(z.string()),
  predecessors: z.array(Predecessor),
});
export type Unit = z.infer<typeof Unit>;

/** An office beneath the one that asks. `under`: the code of the office right above it. */
export const UnitBeneath = z.object({ ...Unit.shape, under: z.string() });
export type UnitBeneath = z.infer<typeof UnitBeneath>;

/** The offices beneath one, each after the one that it is under; and what that one is called. */
export const UnitList = z.object({ office: Office, units: z.array(UnitBeneath) });
export type UnitList = z.infer<typeof UnitList>;

const inOrder = (unit: { validFrom?: string | null | undefined; validTo?: string | null | undefined }) =>
  !unit.validFrom || !unit.validTo || unit.validFrom <= unit.validTo;
const facts = {
  name: Label,
  kind: z.string().check(z.trim(), z.maxLength(40)),
  validFrom: z.nullable(Day),
  validTo: z.nullable(Day),
  predecessors: z.array(Predecessor).check(z.maxLength(40)),
};

/** `under` is the code of the office above it: the one that asks, or one beneath that. */
export const NewUnit = z
  .strictObject({ code: Office.shape.code, under: Office.shape.code, ...facts })
  .check(z.refine(inOrder));
export type NewUnit = z.infer<typeof NewUnit>;

/** All that can be changed of an office from above. Its code and its place in the tree stay. */
export const UnitChange = z.strictObject(facts).check(z.refine(inOrder));
export type UnitChange = z.infer<typeof UnitChange>;

export const KINDS = ['tỉnh', 'thành phố', 'xã', 'phường', 'đặc khu'] as const;
