/** What the result page is given for a period: counts only, small groups already hidden. Figures are worked out from it. */
import * as z from 'zod/mini';
import { Coverage } from './coverage.ts';
import { Insight } from './insight.ts';
import { Office } from './place.ts';
import { Flagged } from './results-flagged.ts';
import { Narrowing } from './results-narrowing.ts';
import { OlderCriterion } from './survey-names.ts';
import { Scale } from './survey-scale.ts';
import { Survey } from './survey.ts';
import { Group } from './suppression.ts';
import { Tally } from './tally.ts';

const Named = z.object({ id: z.string(), name: z.string() });

export const ReasonTally = z.object({ criterion: z.string(), reason: z.string(), count: z.int() });
export type ReasonTally = z.infer<typeof ReasonTally>;

/** Numbers of a sequence that have not arrived for more than an hour, and since when; to the hour. */
export const Late = z.object({ count: z.int(), since: z.int() });
export type Late = z.infer<typeof Late>;

/** How a tablet was when it last spoke. `lastSeenAt` in milliseconds since 1970 by the server's clock. */
export const DeviceState = z.object({
  id: z.string(),
  name: z.string(),
  counter: z.string(),
  lastSeenAt: z.nullable(z.int()),
  unsent: z.nullable(z.int()),
  missing: z.optional(z.nullable(Late)),
});
export type DeviceState = z.infer<typeof DeviceState>;

const Days = z.object({ from: z.string(), to: z.string() });
/** What of a narrowed total is hidden: its counts are 0 there. Never anything of the whole. */
export const Hidden = z.object({ ballots: z.boolean(), criteria: z.array(z.string()) });
export type Hidden = z.infer<typeof Hidden>;

/** The period before, of the same kind, over the same criteria. */
export const Before = z.object({
  period: Days,
  versions: z.array(z.int()),
  total: Tally,
  hidden: Hidden,
  /** Why the two are not directly comparable; empty where they are. */
  breaks: z.array(z.literal(['office', 'version', 'method'])),
});
export type Before = z.infer<typeof Before>;

export const Results = z.object({
  office: Office,
  zone: z.string(),
  /** Today in the office's zone, yyyy-MM-dd. */
  today: z.string(),
  period: Days,
  narrowing: Narrowing,
  /** The newest survey version that has answers in the period, or the current one. */
  survey: Survey,
  /** All versions with answers in the period; more than one is said on the page. */
  versions: z.array(z.int()),
  /** The levels that these versions offer. */
  scale: Scale,
  /** Criteria and reasons that only the older of these versions have. */
  older: z.array(OlderCriterion),
  total: Tally,
  hidden: Hidden,
  /** `null` where the period before has no ballots. */
  before: z.nullable(Before),
  /** `null` where the number of transactions is not known, and in a narrowed view. */
  coverage: z.nullable(Coverage),
  /** What the void ballots of the period say. They are in no other count. Of a small narrowed group only their number. */
  voided: Tally,
  /** Ballots that look as if staff had entered them: they are in every count, and may be left out of one figure. */
  flagged: Flagged,
  insight: Insight,
  reasons: z.array(ReasonTally),
  /** Empty in a view that is narrowed by more than two dimensions. */
  days: z.array(Group),
  counters: z.array(Group),
  fields: z.array(Group),
  stages: z.array(Group),
  channels: z.array(Group),
  names: z.object({ counters: z.array(Named) }),
  devices: z.array(DeviceState),
});
export type Results = z.infer<typeof Results>;
