/** What an administrator sets for the office as a whole, as the dashboard reads and changes it. */
import * as z from 'zod/mini';
import { AlertRecipients } from './alert-rules.ts';
import { OpeningHours } from './opening-hours.ts';
import { KioskRules, Office } from './place.ts';
import { SignalThresholds } from './signal-thresholds.ts';
import { Holidays } from './working-days.ts';

/** Names under which the parts lie in the table `office_settings`. */
export const SETTING = {
  openingHours: 'openingHours',
  holidays: 'holidays',
  population: 'population',
  alertRules: 'alertRules',
  recipients: 'alertRecipients',
  signals: 'signals',
  minKioskVersion: 'minKioskVersion',
  lastBackup: 'lastBackup',
  triedToWrite: 'triedToWrite',
} as const;

/**
 * What an office that has not set it takes from the nearest office above that has: how tablets behave, when they are closed, and from where
 * on ballots are worth a look. Nothing else comes from above: not the PIN, counters, surveys and keys, which are the office's own; not its
 * dossiers and its letterhead, which say something of itself; not who is written to, what is published and which alerts it has, which are
 * between the office and its people.
 */
export const INHERITED = ['rules', 'openingHours', 'holidays', 'signals'] as const;
export type Inherited = (typeof INHERITED)[number];
/** Where a value is from: set by the office itself, by one above it, or by nobody, as it was shipped. */
const Source = z.union([z.literal(['own', 'shipped']), Office]);
export type Source = z.infer<typeof Source>;

/** A year, a quarter or a month: 2026, 2026-Q3, 2026-07. */
export const PopulationPeriod = z.string().check(z.regex(/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/));
/** N of the sample rule by period: how many transactions there were to be rated. */
export const Population = z
  .record(PopulationPeriod, z.int().check(z.minimum(1), z.maximum(100_000_000)))
  .check(z.refine((all) => Object.keys(all).length <= 200));
export type Population = z.infer<typeof Population>;

export const OfficeSettings = z.object({
  office: Office,
  rules: KioskRules,
  openingHours: OpeningHours,
  holidays: Holidays,
  population: Population,
  recipients: AlertRecipients,
  signals: SignalThresholds,
  /** Where each of those that come from above is from. */
  from: z.object({ rules: Source, openingHours: Source, holidays: Source, signals: Source }),
  /** The offices above this one, the nearest first: they see its figures. */
  above: z.array(Office),
  /** Whether the server was started with a way to send alerts by e-mail, and to another program. */
  delivery: z.object({ email: z.boolean(), webhook: z.boolean() }),
});
export type OfficeSettings = z.infer<typeof OfficeSettings>;

/** What is missing stays as it is. */
export const OfficeSettingsChange = z.strictObject({
  name: z.optional(Office.shape.name),
  rules: z.optional(KioskRules),
  openingHours: z.optional(OpeningHours),
  holidays: z.optional(Holidays),
  population: z.optional(Population),
  recipients: z.optional(AlertRecipients),
  signals: z.optional(SignalThresholds),
  /** These are taken from above from now on: what the office had set is forgotten. */
  inherit: z.optional(z.array(z.literal(INHERITED))),
});
export type OfficeSettingsChange = z.infer<typeof OfficeSettingsChange>;

/** The staff PIN of the tablets: six digits. */
export const PinChange = z.strictObject({ pin: z.string().check(z.regex(/^\d{6}$/)) });
export type PinChange = z.infer<typeof PinChange>;
