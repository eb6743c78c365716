/**
 * The rules that raise an alert. Each looks at a window of days and keeps still below a minimum of answers: a bad day with
 * four ballots is chance, and would say too much about four people.
 */
import * as z from 'zod/mini';

const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
const Percent = z.number().check(z.minimum(0), z.maximum(100), z.multipleOf(0.01));
/** The last days up to today. */
const Days = z.int().check(z.minimum(1), z.maximum(92));
const Minimum = z.int().check(z.minimum(5), z.maximum(10_000));

const common = {
  id: Id,
  on: z.boolean(),
  /** True: closes by itself once things are well again. False: a person closes it, with a note. */
  closesItself: z.boolean(),
};
/** What a rule about answers looks at: the office as a whole, each counter, or each criterion. */
export const AlertScope = z.literal(['office', 'counter', 'criterion']);
export type AlertScope = z.infer<typeof AlertScope>;
const answers = { ...common, scope: AlertScope, days: Days, minimum: Minimum };

/** The index lies below a percentage; `null` stands for the survey's goal. */
export const IndexRule = z.strictObject({ kind: z.literal('index'), ...answers, below: z.nullable(Percent) });
/** The share of levels 1 and 2 among the valid answers lies above a percentage. */
export const LowRule = z.strictObject({ kind: z.literal('low'), ...answers, above: Percent });
/** A tablet has not spoken for more than so many minutes of opening hours. */
export const SilentRule = z.strictObject({
  kind: z.literal('silent'),
  ...common,
  minutes: z.int().check(z.minimum(15), z.maximum(6000)),
});
/** A tablet holds an answer that is older than so many hours and has not been sent. */
export const UnsentRule = z.strictObject({
  kind: z.literal('unsent'),
  ...common,
  hours: z.int().check(z.minimum(1), z.maximum(720)),
});
/** A place of a tablet's sequence has been missing for more than so many hours. */
export const GapRule = z.strictObject({
  kind: z.literal('gap'),
  ...common,
  hours: z.int().check(z.minimum(1), z.maximum(720)),
});
/** The clock of a tablet is off by more than so many minutes. */
export const ClockRule = z.strictObject({
  kind: z.literal('clock'),
  ...common,
  offMinutes: z.int().check(z.minimum(1), z.maximum(1440)),
});
/** The storage that the browser allows is used up to so many per cent. */
export const SpaceRule = z.strictObject({
  kind: z.literal('space'),
  ...common,
  percent: z.int().check(z.minimum(50), z.maximum(99)),
});
/** The browser may clear what the tablet holds. */
export const LooseRule = z.strictObject({ kind: z.literal('loose'), ...common });
/** A tablet has no key of its own: whoever copies its token can send in its name. */
export const TokenRule = z.strictObject({ kind: z.literal('token'), ...common });
/** Something happened to what a tablet stores (FAULT_EVENTS). */
export const FaultsRule = z.strictObject({ kind: z.literal('faults'), ...common });
/** What a tablet sent does not fit together (FOUND_EVENTS). */
export const IntegrityRule = z.strictObject({ kind: z.literal('integrity'), ...common });
/** No backup that was read back and found good is younger than so many hours. */
export const BackupRule = z.strictObject({
  kind: z.literal('backup'),
  ...common,
  hours: z.int().check(z.minimum(1), z.maximum(720)),
});

export const AlertRule = z.discriminatedUnion('kind', [
  IndexRule,
  LowRule,
  SilentRule,
  UnsentRule,
  GapRule,
  ClockRule,
  SpaceRule,
  LooseRule,
  TokenRule,
  FaultsRule,
  IntegrityRule,
  BackupRule,
]);
export type AlertRule = z.infer<typeof AlertRule>;
export type AnswerRule = z.infer<typeof IndexRule> | z.infer<typeof LowRule>;
export type BackupRule = z.infer<typeof BackupRule>;
export type TabletRule = Exclude<AlertRule, AnswerRule | BackupRule>;

export const AlertRules = z.array(AlertRule).check(
  z.maxLength(50),
  z.refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length),
);
export type AlertRules = z.infer<typeof AlertRules>;

/** Shipped; what an office saves takes their place. */
export const DEFAULT_ALERT_RULES: AlertRules = [
  {
    id: 'index-office',
    kind: 'index',
    on: true,
    closesItself: false,
    scope: 'office',
    days: 30,
    minimum: 30,
    below: null,
  },
  {
    id: 'index-criterion',
    kind: 'index',
    on: true,
    closesItself: false,
    scope: 'criterion',
    days: 30,
    minimum: 30,
    below: null,
  },
  { id: 'low-counter', kind: 'low', on: true, closesItself: false, scope: 'counter', days: 7, minimum: 30, above: 15 },
  { id: 'silent', kind: 'silent', on: true, closesItself: true, minutes: 60 },
  { id: 'unsent', kind: 'unsent', on: true, closesItself: true, hours: 24 },
  { id: 'gap', kind: 'gap', on: true, closesItself: true, hours: 24 },
  { id: 'clock', kind: 'clock', on: true, closesItself: true, offMinutes: 5 },
  { id: 'space', kind: 'space', on: true, closesItself: true, percent: 80 },
  { id: 'loose', kind: 'loose', on: true, closesItself: true },
  { id: 'token', kind: 'token', on: true, closesItself: true },
  { id: 'faults', kind: 'faults', on: true, closesItself: false },
  { id: 'integrity', kind: 'integrity', on: true, closesItself: false },
  { id: 'backup', kind: 'backup', on: true, closesItself: true, hours: 26 },
];

/** Who is written to. */
export const AlertRecipients = z.array(z.email().check(z.maxLength(254))).check(z.maxLength(20));
export type AlertRecipients = z.infer<typeof AlertRecipients>;

/** How far past its limit a percentage must come back before a rule counts as well again: around the limit it would flap. */
export const MARGIN = 2;
