/** An alert: what a rule found, about which object, and what people did about it. It never holds a citizen's words. */
import * as z from 'zod/mini';
import { AlertRule, AlertRules } from './alert-rules.ts';
import { EVENT_KINDS } from './device-event.ts';
import { Words } from './survey.ts';

const Instant = z.int().check(z.minimum(0));
const Count = z.int().check(z.minimum(0));

/** `id` is '' for the office as a whole. */
export const AlertObject = z.object({ kind: z.literal(['office', 'counter', 'criterion', 'device']), id: z.string() });
export type AlertObject = z.infer<typeof AlertObject>;
export const objectKey = ({ kind, id }: AlertObject): string => `${kind}:${id}`;

/** What was found when the alert was opened. */
export const Measured = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('share'),
    /** Percent as text with a point, kept on its side of the limit. */
    value: z.string(),
    limit: z.number(),
    /** Valid answers (a share of levels, a criterion) or ballots with a valid answer (an overall index). */
    n: Count,
    from: z.string(),
    to: z.string(),
  }),
  z.object({ kind: z.literal('silent'), since: Instant, minutes: Count }),
  z.object({ kind: z.literal('unsent'), since: Instant, hours: Count, unsent: Count }),
  z.object({ kind: z.literal('gap'), since: Instant, hours: Count, missing: Count }),
  /** `minutes` by which the clock is ahead, negative for behind. */
  z.object({ kind: z.literal('clock'), minutes: z.int() }),
  z.object({ kind: z.literal('space'), percent: Count }),
  z.object({ kind: z.literal('loose') }),
  /** `at` is `null` where none was ever made. */
  z.object({ kind: z.literal('backup'), at: z.nullable(Instant), hours: Count }),
  z.object({ kind: z.literal('token') }),
  /** The last of them, how many of all kinds within a day, and when the server learned of it. */
  z.object({ kind: z.literal('event'), event: z.literal(EVENT_KINDS), count: Count, at: Instant }),
]);
export type Measured = z.infer<typeof Measured>;

/** How the message about it fared. */
export const AlertDelivery = z.object({
  channel: z.literal(['email', 'webhook']),
  state: z.literal(['waiting', 'sent', 'failed']),
  tries: Count,
});
export type AlertDelivery = z.infer<typeof AlertDelivery>;

export const Alert = z.object({
  id: z.string(),
  rule: AlertRule,
  object: AlertObject,
  /** The object's name at present. */
  name: Words,
  measured: Measured,
  openedAt: Instant,
  /** Since when things are well again. */
  recoveredAt: z.nullable(Instant),
  acknowledgedAt: z.nullable(Instant),
  acknowledgedBy: z.nullable(z.string()),
  closedAt: z.nullable(Instant),
  /** `null` when it closed by itself. */
  closedBy: z.nullable(z.string()),
  note: z.string(),
  deliveries: z.array(AlertDelivery),
});
export type Alert = z.infer<typeof Alert>;

/** Open ones first seen; then those that were closed last. */
export const AlertList = z.object({ open: z.array(Alert), closed: z.array(Alert) });
export type AlertList = z.infer<typeof AlertList>;
export const AlertCount = z.object({ open: Count, unacknowledged: Count });
export type AlertCount = z.infer<typeof AlertCount>;

export const AlertRulesReply = z.object({
  rules: AlertRules,
  goal: z.number(),
  /** Stands for these rules: a change names the ones that it was made to. */
  version: z.string(),
});
export type AlertRulesReply = z.infer<typeof AlertRulesReply>;
export const AlertRulesChange = z.strictObject({ rules: AlertRules, version: z.string() });
export type AlertRulesChange = z.infer<typeof AlertRulesChange>;

/** What was done about it. */
export const AlertClosure = z.strictObject({ note: z.string().check(z.trim(), z.minLength(3), z.maxLength(1000)) });
export type AlertClosure = z.infer<typeof AlertClosure>;
