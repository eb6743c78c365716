/**
 * What lies on the tablet's disk. Every row is parsed when it is read: a disk can give back anything, and one bad row must
 * not stop the others.
 */
import * as z from 'zod/mini';
import { DeviceEvent } from '../domain/device-event.ts';
import { DeviceSettings } from '../domain/place.ts';
import { Hash } from '../domain/submission.ts';
import { Run } from '../domain/wire.ts';
import type { KeyPair } from '../seal/sign.ts';

const Count = z.int().check(z.minimum(0));
const Place = z.int().check(z.minimum(1));

/** One submission, sent or not. `body` is the line as it was made, `hash` its SHA-256; times in ms since 1970. */
export const OutboxRecord = z.object({
  epoch: Place,
  seq: Place,
  id: z.string(),
  hash: Hash,
  body: z.string(),
  madeAt: Count,
});
export type OutboxRecord = z.infer<typeof OutboxRecord>;

/** A record that was moved aside, with all that it had; `code` says why. */
export interface RefusedRecord {
  id: string;
  body: string;
  code: string;
  refusedAt: number;
}
/** Reads a refused row; what is unreadable in it is empty, for it was put there because it may be broken. */
export function readRefused(row: { readonly [Name in keyof RefusedRecord]?: unknown }): RefusedRecord {
  const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);
  return {
    id: text(row.id, ''),
    body: text(row.body, ''),
    code: text(row.code, 'record-malformed'),
    refusedAt: typeof row.refusedAt === 'number' ? row.refusedAt : 0,
  };
}

/** Who this tablet is to the server; without a token it signs with its key. */
export const Identified = z.object({ id: z.string(), token: z.nullable(z.string()) });
export type Identified = z.infer<typeof Identified>;

export const CachedSettings = z.object({ tag: z.string(), settings: DeviceSettings });
export type CachedSettings = z.infer<typeof CachedSettings>;

/** The last place given out; `hash` links the next record to it. */
export const Last = z.object({ epoch: Place, seq: Count, hash: Hash });
export type Last = z.infer<typeof Last>;

export interface OutboxState {
  unsent: number;
  /** Sent, and kept for a server that has to be restored. */
  kept: number;
  oldestUnsentAt: number | null;
  refused: number;
  last: Last | null;
}

/** Wrong tries of the staff PIN since the last right one, and when the last try was. */
export const PinTries = z.object({ wrong: Count, at: Count });
export type PinTries = z.infer<typeof PinTries>;

/** Places that the server has answered for, and the latest of the times at which it received them, by its own clock. */
export const SentRun = z.object({ ...Run.shape, at: Count });
export type SentRun = z.infer<typeof SentRun>;

/** The device's key, kept as the browser's own object: its private half never becomes bytes. */
const isKey = (value: unknown) => value instanceof CryptoKey;
export const Keys = z.custom<KeyPair>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'privateKey' in value &&
    'publicKey' in value &&
    isKey(value.privateKey) &&
    isKey(value.publicKey),
);

/**
 * How far it is shown that this tablet's storage stays (trial.ts). `end`: how the check ended, `null` while it goes on;
 * `mark` is kept beside the database too, and both must come through a restart.
 */
export const Trial = z.object({
  mark: z.string(),
  restarted: z.boolean(),
  end: z.nullable(z.literal(['checked', 'allowed', 'unchecked'])),
});
export type Trial = z.infer<typeof Trial>;

/** Single values, by name. */
export const Meta = {
  device: Identified,
  keys: Keys,
  /** Made and kept, and perhaps known to the server: the pair that comes after `keys`. */
  nextKeys: Keys,
  /** Since when `keys` is in use, by the server's clock; missing until the next heartbeat. */
  keyedAt: Count,
  /** What the tablet showed before `keys`: a server that was set back to an earlier day knows that. */
  before: z.object({ device: z.string(), token: z.nullable(z.string()), keys: z.nullable(Keys) }),
  trial: Trial,
  settings: CachedSettings,
  last: Last,
  contact: Count,
  pin: PinTries,
  /** Kept, though sent: the rows of these places stay in the outbox until they are purged. */
  sent: z.array(SentRun),
  /** Places whose rows were removed after their time. */
  purged: z.array(Run),
  /** When the newest backup was begun that the server told of; `null` when it said that there is none. */
  backup: z.nullable(Count),
  /** Names this life of the tablet's storage; the mark and the journal carry it as well. */
  install: z.string(),
  /** The journal has been whole at least once: should it be missing, that is told. */
  journaled: z.boolean(),
  /** Records were saved without the journal: what it lacks is no loss. */
  behind: z.boolean(),
  /** What happened to the tablet and the server has not yet written down. */
  events: z.array(DeviceEvent),
};
export type MetaName = keyof typeof Meta;
export type MetaValue<Name extends MetaName> = z.infer<(typeof Meta)[Name]>;

/** What the journal keeps of who the tablet is: enough to carry on without the database, and never a token or a key. */
export const Known = z.object({ device: z.string(), settings: CachedSettings });
export type Known = z.infer<typeof Known>;

/** @returns `null` for what is missing or cannot be read. */
export function parseMeta<Name extends MetaName>(name: Name, value: unknown): MetaValue<Name> | null {
  const parsed = Meta[name].safeParse(value);
  // The schema under a name has the type of that name; TypeScript does not follow the index.
  return parsed.success ? (parsed.data as MetaValue<Name>) : null;
}

const asText = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return ''; // The row itself is kept beside it.
  }
};

/** An unreadable row as it is kept among the refused: everything it had, and a body that fits on one line. */
export function salvage<Row extends object>(row: Row, refusedAt: number) {
  const { id, body } = readRefused(row);
  return {
    ...row,
    id,
    body: body !== '' && !body.includes('\n') ? body : asText(row),
    code: 'record-malformed',
    refusedAt,
  };
}
