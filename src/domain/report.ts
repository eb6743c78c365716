/**
 * A frozen period: all that a report may say, as it was counted at one moment. It never changes afterwards, so what was
 * signed, hung up or published can be made again, byte for byte. A correction is another frozen period.
 */
import * as z from 'zod/mini';
import { Coverage } from './coverage.ts';
import { Office } from './place.ts';
import { Before, ReasonTally, type Results } from './results.ts';
import { Flagged } from './results-flagged.ts';
import { Group } from './suppression.ts';
import { OlderCriterion } from './survey-names.ts';
import { Scale, scaleOf } from './survey-scale.ts';
import { Survey } from './survey.ts';
import { Tally } from './tally.ts';

/** What was noticed about the ballots of the period: a kind of signal (domain/signal.ts), and how many ballots have it. */
export const ReportFlag = z.object({ code: z.string(), count: z.int() });
export type ReportFlag = z.infer<typeof ReportFlag>;

export const FrozenPeriod = z.object({
  v: z.literal(1),
  office: Office,
  zone: z.string(),
  period: z.object({ from: z.string(), to: z.string() }),
  /** When it was counted: milliseconds since 1970. The "time of making" on every document. */
  frozenAt: z.int(),
  /** The newest survey version with answers in the period. Its method and goal are those of the report. */
  survey: Survey,
  versions: z.array(z.int()),
  /** Missing in what was frozen while every survey had the same levels. */
  scale: z.optional(Scale),
  /** Missing in what was frozen while an older criterion was told by its id. */
  older: z.optional(z.array(OlderCriterion)),
  /** Ballots struck out with a reason: kept, counted here, and in no figure. */
  voided: z.int(),
  total: Tally,
  /** The period before, and the ballots that the sample rule asks for; `null` where they were not known. */
  before: z.nullable(Before),
  coverage: z.nullable(Coverage),
  reasons: z.array(ReasonTally),
  days: z.array(Group),
  counters: z.array(Group),
  fields: z.array(Group),
  stages: z.array(Group),
  channels: z.array(Group),
  names: z.object({ counters: z.array(z.object({ id: z.string(), name: z.string() })) }),
  flags: z.array(ReportFlag),
  /** The flagged ballots, and what all others say. Missing in what was frozen before there were flags. */
  flagged: z.optional(z.pick(Flagged, { ballots: true, without: true })),
});
export type FrozenPeriod = z.infer<typeof FrozenPeriod>;

/** A frozen period as it stands in the list. */
export const ReportEntry = z.object({
  id: z.string(),
  /** 1, 2, … within the office. */
  number: z.int(),
  from: z.string(),
  to: z.string(),
  frozenAt: z.int(),
  /** Name of the person who froze it. */
  frozenBy: z.string(),
  ballots: z.int(),
});
export type ReportEntry = z.infer<typeof ReportEntry>;
/** Newest first. */
export const ReportList = z.object({ reports: z.array(ReportEntry) });
export type ReportList = z.infer<typeof ReportList>;

/** Both days included. */
export const FreezeRequest = z.strictObject({ from: z.string(), to: z.string() });

/** How many lines an export of these days has, before it is fetched. */
export const ExportSize = z.object({ rows: z.int() });
export type ExportSize = z.infer<typeof ExportSize>;

/** The results of a period, kept. @param frozenAt milliseconds since 1970 */
export const freeze = (results: Results, frozenAt: number): FrozenPeriod => ({
  v: 1,
  office: results.office,
  zone: results.zone,
  period: results.period,
  frozenAt,
  survey: results.survey,
  versions: results.versions,
  scale: results.scale,
  older: results.older,
  voided: results.voided.ballots.all,
  total: results.total,
  before: results.before,
  coverage: results.coverage,
  reasons: results.reasons,
  days: results.days,
  counters: results.counters,
  fields: results.fields,
  stages: results.stages,
  channels: results.channels,
  names: results.names,
  flags: results.flagged.kinds.map(({ kind, count }) => ({ code: kind, count })),
  flagged: { ballots: results.flagged.ballots, without: results.flagged.without },
});

/** The levels that were offered in a frozen period. */
export const scaleIn = ({ scale, survey }: Pick<FrozenPeriod, 'scale' | 'survey'>): Scale => scale ?? scaleOf([survey]);

/** What is in no base: answers "Không biết", questions left blank, and ballots struck out. */
export function excludedFrom({ total, voided }: Pick<FrozenPeriod, 'total' | 'voided'>) {
  const sum = (key: 'unknown' | 'blank') => total.criteria.reduce((all, one) => all + one[key], 0);
  return { unknown: sum('unknown'), blank: sum('blank'), voided };
}
