/** The tablets and the counters as the dashboard shows them. */
import * as z from 'zod/mini';
import { SILENT_MINUTES } from './alert-tablets.ts';
import { Counter } from './place.ts';
import { KeptEvent } from './device-event.ts';
import { Words } from './survey.ts';
import { Aside } from './tablet-file.ts';
import { StoreStates } from './wire.ts';

const Instant = z.int();
const Count = z.int().check(z.minimum(0));
const Choice = z.object({ id: z.string(), label: Words });
const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));

/** How a tablet was when it last spoke. */
export const TabletReport = z.object({
  app: z.string(),
  unsent: Count,
  refused: Count,
  /** By the server's clock, and only to the hour: with one answer waiting it is the time of that answer. */
  oldestUnsentAt: z.nullable(Instant),
  /** Whether the browser has promised not to clear the answers; `null` where it does not say. */
  persisted: z.nullable(z.boolean()),
  usage: z.nullable(z.int()),
  quota: z.nullable(z.int()),
  /** Milliseconds by which the tablet's clock was ahead of the server's, travel time included. */
  clockAhead: z.int(),
  /** From 0 to 1; `null` where the browser does not tell. */
  battery: z.nullable(z.object({ level: z.number(), charging: z.boolean() })),
  /** Submissions that were sent and are kept all the same; `null` from an older program. */
  kept: z.nullable(Count),
  /** How the two copies on the tablet are; `null` from an older program. */
  stores: z.nullable(StoreStates),
});
export type TabletReport = z.infer<typeof TabletReport>;

/** How many gaps of a tablet are listed; the counts are of all. */
export const LISTED_GAPS = 20;
/** After so many hours what has not arrived counts as missing, and no longer as waiting. */
export const GAP_HOURS = 24;

/** What is known of the completeness of what a tablet made. */
export const TabletEvidence = z.object({
  /** Each life of the tablet's database, oldest first: the last number given out, and how many of them have not arrived. */
  epochs: z.array(z.object({ epoch: z.int(), last: Count, missing: Count })),
  /** The oldest gaps. `since` to the hour: a later number was known by then. */
  gaps: z.array(z.object({ epoch: z.int(), first: z.int(), last: z.int(), since: Instant, late: z.boolean() })),
});
export type TabletEvidence = z.infer<typeof TabletEvidence>;

export const Tablet = z.object({
  id: z.string(),
  name: z.string(),
  counter: z.string(),
  enrolledAt: Instant,
  revokedAt: z.nullable(Instant),
  lastSeenAt: z.nullable(Instant),
  /** Minutes of opening hours since then, or since it joined. */
  silentMinutes: Count,
  /** Of the key that it signs with; `null` for one that could not keep a key, and only has a token. */
  fingerprint: z.nullable(z.string()),
  /** When an administrator saw the same fingerprint on both screens. */
  confirmedAt: z.nullable(Instant),
  report: z.nullable(TabletReport),
  evidence: TabletEvidence,
  /** What happened to it, newest first. */
  events: z.array(KeptEvent),
});
export type Tablet = z.infer<typeof Tablet>;

/**
 * `new`: it joined a moment ago and is being checked, so nothing of it is late yet. `quiet`: not heard of lately, but the office was
 * closed for most of the time.
 */
export type TabletState = 'revoked' | 'new' | 'never' | 'in-touch' | 'silent' | 'quiet';

/** @param now by the server's clock */
export function tabletState(
  tablet: Pick<Tablet, 'revokedAt' | 'lastSeenAt' | 'silentMinutes'>,
  now: number,
): TabletState {
  if (tablet.revokedAt !== null) return 'revoked';
  if (tablet.silentMinutes >= SILENT_MINUTES) return tablet.lastSeenAt === null ? 'never' : 'silent';
  if (tablet.lastSeenAt === null) return 'new';
  return now - tablet.lastSeenAt < SILENT_MINUTES * 60_000 ? 'in-touch' : 'quiet';
}

/** A counter with what hangs on it: tablets in use. */
export const ListedCounter = z.object({ ...Counter.shape, retired: z.boolean(), tablets: Count });
export type ListedCounter = z.infer<typeof ListedCounter>;

export const Fleet = z.object({
  now: Instant,
  tablets: z.array(Tablet),
  counters: z.array(ListedCounter),
  /** What a counter may ask for, or have fixed: of the newest survey. */
  fields: z.array(Choice),
  stages: z.array(Choice),
  /** From files: what waits for a decision. */
  aside: z.array(z.object({ ...Aside.shape, name: z.nullable(z.string()) })),
});
export type Fleet = z.infer<typeof Fleet>;

/** Asks for a one-time code for one tablet at a counter. */
export const CodeRequest = z.strictObject({ counter: Counter.shape.id, name: z.optional(Name) });
export type CodeRequest = z.infer<typeof CodeRequest>;
/** `id` asks later what became of it and opens nothing. `code` is told this once. */
export const CodeReply = z.object({ id: z.string(), code: z.string(), expiresAt: Instant });
export type CodeReply = z.infer<typeof CodeReply>;
export const CodeState = z.object({ state: z.literal(['waiting', 'used', 'expired']), device: z.nullable(z.string()) });
export type CodeState = z.infer<typeof CodeState>;

export const TabletChange = z.strictObject({ name: z.optional(Name), counter: z.optional(Counter.shape.id) });
export type TabletChange = z.infer<typeof TabletChange>;

/** The fingerprint that was compared, so that a key that came meanwhile is not confirmed unseen. */
export const Confirmation = z.strictObject({
  fingerprint: z.string().check(z.regex(/^([0-9A-F]{4}-){3}[0-9A-F]{4}$/)),
});
export type Confirmation = z.infer<typeof Confirmation>;

const counterSettings = {
  name: Counter.shape.name,
  asksField: Counter.shape.asksField,
  field: Counter.shape.field,
  asksStage: Counter.shape.asksStage,
  stage: Counter.shape.stage,
};
export const NewCounter = z.strictObject(counterSettings);
export type NewCounter = z.infer<typeof NewCounter>;
export const CounterChange = z.strictObject({ ...counterSettings, retired: z.boolean() });
export type CounterChange = z.infer<typeof CounterChange>;
/** Ids of all counters in the order in which they are shown. */
export const CounterOrder = z.strictObject({ order: z.array(Counter.shape.id).check(z.maxLength(200)) });
export type CounterOrder = z.infer<typeof CounterOrder>;

/** What was added or changed, by its id. */
export const Changed = z.object({ id: z.string() });
export type Changed = z.infer<typeof Changed>;
export const Saved = z.object({ saved: z.literal(true) });
export type Saved = z.infer<typeof Saved>;
