/**
 * What happened to a tablet that the people who look after it must know: told by the tablet itself with its heartbeat, or
 * found by the server in what it received. An event is kept for good; what it says never names an answer.
 */
import * as z from 'zod/mini';

const Place = z.object({ epoch: z.int().check(z.minimum(1)), seq: z.int().check(z.minimum(1)) });

/** Told by the tablet. */
export const TOLD_EVENTS = [
  /** The database came back empty; it was filled again from the journal. */
  'database-reset',
  /** The journal was gone or unreadable; it was written anew from the database. */
  'journal-reset',
  /** The mark outside both was gone. */
  'mark-lost',
  /** A record could be read in neither store; its place stays empty. */
  'record-damaged',
  /** One of the two copies of a record was damaged and was put right. */
  'record-mended',
  /** The disk failed; nothing is written to the database until the browser is started again. */
  'disk-fault',
  /** The disk or the allowance is full; the reserve was given up. */
  'disk-full',
  /** Taken into use although the browser may clear its storage, with the reason that staff gave. */
  'unprotected',
  /** Several wrong PINs in a row. */
  'pin-guessed',
] as const;
/** Of them those after which somebody should look at the tablet. */
export const FAULT_EVENTS = [
  'database-reset',
  'journal-reset',
  'record-damaged',
  'disk-fault',
  'disk-full',
] as const satisfies readonly (typeof TOLD_EVENTS)[number][];
/** Found by the server. */
export const FOUND_EVENTS = [
  /** Two different records with the same place. */
  'fork',
  /** A record does not name the hash of the one before it. */
  'chain-broken',
  /** The tablet gives out places that it had given out before. */
  'went-back',
  /** A signature that does not fit. */
  'signature-wrong',
] as const;

export const DeviceEvent = z.object({
  /** Random, made by who noticed it: so that it is kept once. */
  id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  kind: z.literal(TOLD_EVENTS),
  /** By the tablet's clock. */
  at: z.int().check(z.minimum(0), z.maximum(4_294_967_295_000)),
  place: z.optional(Place),
  /** A few words of a person, or of the browser's error. */
  note: z.optional(z.string().check(z.maxLength(200))),
});
export type DeviceEvent = z.infer<typeof DeviceEvent>;
export const EVENT_KINDS = [...TOLD_EVENTS, ...FOUND_EVENTS] as const;
export type DeviceEventKind = (typeof EVENT_KINDS)[number];

const Instant = z.int();
/** An event as the dashboard is told it. */
export const KeptEvent = z.object({
  kind: z.literal(EVENT_KINDS),
  /** By the server's clock, as far as the tablet's could be corrected; and when the server learned of it. */
  at: Instant,
  receivedAt: Instant,
  place: z.nullable(Place),
  note: z.nullable(z.string()),
});
export type KeptEvent = z.infer<typeof KeptEvent>;
