/** What the result page is given for a period: counts only, small groups already hidden. Figures are worked out from it. */
import * as z from 'zod/mini';
import { Office } from './place.ts';
import { Survey } from './survey.ts';
import { Group } from './suppression.ts';
import { Tally } from './tally.ts';

const Named = z.object({ id: z.string(), name: z.string() });

export const ReasonTally = z.object({ criterion: z.string(), reason: z.string(), count: z.int() });
export type ReasonTally = z.infer<typeof ReasonTally>;

/** How a tablet was when it last spoke. `lastSeenAt` in milliseconds since 1970 by the server's clock. */
export const DeviceState = z.object({
  id: z.string(),
  name: z.string(),
  counter: z.string(),
  lastSeenAt: z.nullable(z.int()),
  unsent: z.nullable(z.int()),
});
export type DeviceState = z.infer<typeof DeviceState>;

export const Results = z.object({
  office: Office,
  zone: z.string(),
  /** Today in the office's zone, yyyy-MM-dd. */
  today: z.string(),
  period: z.object({ from: z.string(), to: z.string() }),
  /** The newest survey version that has answers in the period, or the current one. */
  survey: Survey,
  /** All versions with answers in the period; more than one is said on the page. */
  versions: z.array(z.int()),
  total: Tally,
  reasons: z.array(ReasonTally),
  days: z.array(Group),
  counters: z.array(Group),
  fields: z.array(Group),
  stages: z.array(Group),
  channels: z.array(Group),
  names: z.object({ counters: z.array(Named) }),
  devices: z.array(DeviceState),
});
export type Results = z.infer<typeof Results>;
