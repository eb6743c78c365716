/**
 * All that travels between a tablet and the server.
 * A batch is lines (application/x-ndjson): first the envelope, then one canonical body a line, the very bytes that lie on
 * the tablet's disk. A broken line harms no other, each is hashed as it came, and an exported file is a batch as it is.
 */
import * as z from 'zod/mini';
import { DeviceEvent } from './device-event.ts';
import { DeviceSettings } from './place.ts';
import { Hash } from './submission.ts';

export const WIRE_VERSION = 1;
/** Records in one batch, and the bytes of one request body. */
export const BATCH_RECORDS = 100;
export const BATCH_BYTES = 256 * 1024;
export const BODY_BYTES = 1024 * 1024;

const Instant = z.int().check(z.minimum(0), z.maximum(4_294_967_295_000));

/** First line of a batch. `records` lets the server notice a body that was cut off. */
export const Envelope = z.object({
  wire: z.literal(WIRE_VERSION),
  /** Random; the reply repeats it, so that a stale or foreign reply is not believed. */
  nonce: z.string().check(z.minLength(8), z.maxLength(64)),
  /** The tablet's clock when it sent; with the time of receipt it gives the skew. */
  sentAt: Instant,
  records: z.int().check(z.minimum(0), z.maximum(BATCH_RECORDS)),
});
export type Envelope = z.infer<typeof Envelope>;

/** What became of one record, named by the hash of its bytes. `code` says why it was refused, or what was noticed. */
export const Receipt = z.object({
  id: z.nullable(z.string()),
  hash: Hash,
  status: z.literal(['stored', 'duplicate', 'refused', 'gone']),
  code: z.optional(z.string()),
});
export type Receipt = z.infer<typeof Receipt>;

export const BatchReply = z.object({ nonce: z.string(), receivedAt: Instant, receipts: z.array(Receipt) });
export type BatchReply = z.infer<typeof BatchReply>;

const Place = z.object({ epoch: z.int().check(z.minimum(1)), seq: z.int().check(z.minimum(0)) });
/** Neighbouring places of one epoch, both ends included. */
export const Run = z.object({
  epoch: z.int().check(z.minimum(1)),
  first: z.int().check(z.minimum(1)),
  last: z.int().check(z.minimum(1)),
});
export type Run = z.infer<typeof Run>;

/**
 * How a store of the tablet is. `read-only`: it failed, and is not written until the browser starts again; `off`: it
 * cannot be used at all.
 */
const StoreState = z.literal(['ok', 'read-only', 'off']);
export const StoreStates = z.object({ database: StoreState, journal: StoreState });

/** How the tablet is; sent at start, every few minutes, and after a batch. What is optional came later. */
export const Heartbeat = z.object({
  wire: z.literal(WIRE_VERSION),
  sentAt: Instant,
  app: z.string().check(z.maxLength(40)),
  unsent: z.int().check(z.minimum(0)),
  refused: z.int().check(z.minimum(0)),
  oldestUnsentAt: z.nullable(Instant),
  /** The last place given out in the sequence; the server can tell which are missing. */
  last: z.nullable(Place),
  /**
   * The last place of each epoch of which the tablet still keeps records, with the hash of that record; `device` where
   * they were made under another id than the tablet has now.
   */
  given: z.optional(
    z
      .array(z.object({ ...Place.shape, hash: Hash, device: z.optional(z.string().check(z.maxLength(64))) }))
      .check(z.maxLength(50)),
  ),
  /** Records that were sent and are kept all the same, for a server that has to be restored. */
  kept: z.optional(z.int().check(z.minimum(0))),
  stores: z.optional(StoreStates),
  events: z.optional(z.array(DeviceEvent).check(z.maxLength(50))),
  battery: z.optional(
    z.nullable(z.object({ level: z.number().check(z.minimum(0), z.maximum(1)), charging: z.boolean() })),
  ),
  storage: z.object({
    persisted: z.nullable(z.boolean()),
    usage: z.nullable(z.int()),
    quota: z.nullable(z.int()),
  }),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
/** `settings` is the tag of the newest settings; when it differs from the tablet's, the tablet fetches them. */
export const HeartbeatReply = z.object({
  receivedAt: Instant,
  settings: z.string(),
  /** Ids of the events that are on the server's disk. */
  events: z.optional(z.array(z.string())),
  /** Places that the tablet has given out and the server does not have: to be sent again. */
  missing: z.optional(z.array(Run).check(z.maxLength(200))),
  /** When the newest backup was begun that was made and read back; `null` when there is none. */
  backedUpAt: z.optional(z.nullable(Instant)),
});
export type HeartbeatReply = z.infer<typeof HeartbeatReply>;

/** A public key, and a signature that shows that the tablet holds the private one (domain/device-proof.ts). */
export const OfferedKey = z.object({
  /** The 65 bytes of the uncompressed P-256 point, base64url. */
  publicKey: z.string().check(z.regex(/^[A-Za-z0-9_-]{87}$/)),
  signature: z.string().check(z.regex(/^[A-Za-z0-9_-]{86}$/)),
});
export type OfferedKey = z.infer<typeof OfferedKey>;

/** Without a code only the machine itself is enrolled; without a key the tablet gets a token instead. */
export const EnrolRequest = z.object({
  code: z.optional(z.string().check(z.maxLength(40))),
  name: z.optional(z.string().check(z.maxLength(80))),
  key: z.optional(OfferedKey),
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;
/** `token` is `null` for a tablet that signs. */
export const EnrolReply = z.object({ token: z.nullable(z.string()), tag: z.string(), settings: DeviceSettings });
export type EnrolReply = z.infer<typeof EnrolReply>;

/** `GET /api/nonce`: for the first request, and when the tablet has used up those that came with replies. */
export const NonceReply = z.object({ nonces: z.array(z.string()) });
export type NonceReply = z.infer<typeof NonceReply>;

/** `PUT /api/device-key`: another key for a tablet; the request itself is proved with the old one. */
export const KeyReply = z.object({ fingerprint: z.string() });
export type KeyReply = z.infer<typeof KeyReply>;

/** `GET /api/settings`: what the tablet caches, and the tag by which it knows that there is something newer. */
export const SettingsReply = z.object({ tag: z.string(), settings: DeviceSettings });
export type SettingsReply = z.infer<typeof SettingsReply>;

/** The body of every reply that is not a success (RFC 9457). */
export const Problem = z.object({
  type: z.string(),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.object({ vi: z.string(), en: z.string() }),
});
export type Problem = z.infer<typeof Problem>;

/** One batch as it travels: the envelope and the bodies, a line each. */
export const batchText = (envelope: Envelope, bodies: readonly string[]): string =>
  [JSON.stringify(envelope), ...bodies, ''].join('\n');
