/** Where an answer is given: the office (đơn vị), its counters (quầy), and what a tablet is told about itself. */
import * as z from 'zod/mini';
import { OpeningHours } from './opening-hours.ts';
import { Survey } from './survey.ts';

const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
const Name = z.string().check(z.minLength(1), z.maxLength(120));

/** An office is known by its official code; names repeat. */
export const Office = z.strictObject({
  code: z.string().check(z.regex(/^[A-Za-z0-9.-]{1,32}$/)),
  name: Name,
});
export type Office = z.infer<typeof Office>;

/** A counter may skip a question about the service; then its fixed value (or none) stands for it. */
export const Counter = z.strictObject({
  id: Id,
  name: Name,
  asksField: z.boolean(),
  field: z.nullable(Id),
  asksStage: z.boolean(),
  stage: z.nullable(Id),
});
export type Counter = z.infer<typeof Counter>;

/** How the tablet behaves. Times in whole seconds. */
export const KioskRules = z.strictObject({
  idleSeconds: z.int().check(z.minimum(15), z.maximum(120)),
  countdownSeconds: z.int().check(z.minimum(10), z.maximum(60)),
  /** What happens to the answered criteria of a visit that was left. */
  onLeft: z.literal(['keep', 'discard']),
});
export type KioskRules = z.infer<typeof KioskRules>;

/** PBKDF2-SHA-256 of the staff PIN; hex. The PIN itself is never stored. */
export const PinHash = z.strictObject({
  salt: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  iterations: z.int().check(z.minimum(1)),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type PinHash = z.infer<typeof PinHash>;

/** The server's public key for sealing answers (RFC 9180, DHKEM P-256): its id, and the 65 bytes of the point, base64url. */
export const SealingKey = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)),
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{87}$/)),
});
export type SealingKey = z.infer<typeof SealingKey>;

/** When the office is open, as a tablet is told: by weekday, without these days (yyyy-MM-dd), in the office's zone. */
export const OfficeHours = z.object({ week: OpeningHours, closedDays: z.array(z.string()), zone: z.string() });
export type OfficeHours = z.infer<typeof OfficeHours>;

/** All that a tablet needs to work offline; kept on the tablet as it came. Unknown keys of a newer server are let be. */
export const DeviceSettings = z.object({
  device: z.object({ id: z.string(), name: z.string() }),
  office: Office,
  counter: Counter,
  survey: Survey,
  rules: KioskRules,
  pin: PinHash,
  /** Missing in what a tablet has kept from an older server. */
  sealing: z.optional(SealingKey),
  /** Missing where the office never said when it is open: then no tablet is ever shown as closed. */
  hours: z.optional(OfficeHours),
  /** The oldest version of the kiosk that should go on running: an older one looks for a newer at once. */
  minKioskVersion: z.optional(z.string()),
});
export type DeviceSettings = z.infer<typeof DeviceSettings>;
