/** A file that staff exported from a tablet: what is in it, and what became of it. */
import * as z from 'zod/mini';

const Count = z.int().check(z.minimum(0));

/** The longest file that can be brought: more than a year of a busy counter. */
export const TABLET_FILE_BYTES = 64 * 1024 * 1024;

/** Why records are kept aside until an administrator decides. `unsigned`: not signed, in the name of a tablet that signs. */
export const AsideReason = z.literal(['revoked', 'unknown', 'unsigned']);
export type AsideReason = z.infer<typeof AsideReason>;

export const TabletFilePart = z.object({
  /** The tablet that the records name as their maker; '' for lines that name none. */
  device: z.string(),
  /** `null` for one that this server does not know. */
  name: z.nullable(z.string()),
  records: Count,
  /** Here already, byte for byte. */
  known: Count,
  /** Without a signature: whoever had the file may have changed them. */
  unsigned: Count,
  /** Kept aside, or to be: counted once an administrator takes them in. */
  aside: Count,
  /** After the import: newly counted, and refused (their bytes are kept). */
  added: Count,
  refused: Count,
});
export type TabletFilePart = z.infer<typeof TabletFilePart>;
export const TabletFileReply = z.object({ records: Count, parts: z.array(TabletFilePart) });
export type TabletFileReply = z.infer<typeof TabletFileReply>;

/** Records that wait for a decision, by the tablet that they name. */
export const Aside = z.object({
  device: z.string(),
  reason: AsideReason,
  records: Count,
  unsigned: Count,
  /** When the first of them came. */
  since: z.int(),
});
export type Aside = z.infer<typeof Aside>;

/** `take`: they are judged and counted like any others. Else they stay as they are, and are not asked about again. */
export const AsideDecision = z.strictObject({
  take: z.boolean(),
  note: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});
export type AsideDecision = z.infer<typeof AsideDecision>;
