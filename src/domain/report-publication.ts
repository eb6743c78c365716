/**
 * What the public sees of a frozen period: what the administrator has let out, with small groups hidden once more, since
 * nobody who reads it has a duty of care. The page, the JSON and the CSV are all written from this one value.
 */
import * as z from 'zod/mini';
import { toNumber } from './fraction.ts';
import { Office } from './place.ts';
import { excludedFrom, type FrozenPeriod, scaleIn } from './report.ts';
import { type Figure, overallFigure, printIndex, summarise } from './summary.ts';
import { openTally, SMALLEST_SHOWN, type Group } from './suppression.ts';
import { criterionWords, reasonWords } from './survey-names.ts';
import { Level, Method, OverallRule, Words } from './survey.ts';
import type { Tally } from './tally.ts';

/** Which frozen period is public (`null`: none), and which of its parts besides the criteria. */
export const Publication = z.strictObject({
  report: z.nullable(z.string().check(z.maxLength(64))),
  counters: z.boolean(),
  fields: z.boolean(),
  reasons: z.boolean(),
});
export type Publication = z.infer<typeof Publication>;
export const NOT_PUBLISHED: Publication = { report: null, counters: false, fields: false, reasons: false };

/** `index` and the bounds in percent; `shown` as it is printed, with a point. All `null` without data or when hidden. */
const PublicFigure = z.object({
  base: z.nullable(z.int()),
  index: z.nullable(z.number()),
  shown: z.nullable(z.string()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  verdict: z.literal(['met', 'notMet', 'noData', 'hidden']),
  certain: z.boolean(),
  smallSample: z.boolean(),
});
export type PublicFigure = z.infer<typeof PublicFigure>;
const Counts = z.nullable(z.array(z.int()));
const PublicGroup = z.object({ id: z.string(), name: Words, ballots: z.int(), overall: PublicFigure });
export type PublicGroup = z.infer<typeof PublicGroup>;
const PublicReason = z.object({ criterion: z.string(), reason: z.string(), label: Words, count: z.int() });

export const PublicResult = z.object({
  v: z.literal(1),
  office: Office,
  period: z.object({ from: z.string(), to: z.string() }),
  /** Milliseconds since 1970. */
  madeAt: z.int(),
  surveyVersion: z.int(),
  surveyVersions: z.array(z.int()),
  surveyTitle: Words,
  method: Method,
  rule: OverallRule,
  goal: z.number(),
  /** `flagged`: those with a signal of staff entry, counted like all others; `null` in a period frozen before there were any. */
  ballots: z.object({ all: z.int(), left: z.int(), valid: z.int(), flagged: z.nullable(z.int()) }),
  excluded: z.object({ unknown: z.int(), blank: z.int(), voided: z.int() }),
  channels: z.array(z.object({ id: z.string(), ballots: z.int() })),
  overall: PublicFigure,
  criteriaJudged: z.int(),
  criteriaBelow: z.int(),
  /** The levels that were offered, the best first: where one is not among them nobody could choose it. */
  offered: z.array(Level),
  /** `levels`: answers at 1 to 5. */
  criteria: z.array(z.extend(PublicFigure, { id: z.string(), name: Words, levels: Counts })),
  counters: z.nullable(z.array(PublicGroup)),
  fields: z.nullable(z.array(PublicGroup)),
  /** Most chosen first; those chosen fewer than 5 times are left out. */
  reasons: z.nullable(z.array(PublicReason)),
});
export type PublicResult = z.infer<typeof PublicResult>;

const HIDDEN: PublicFigure = {
  base: null,
  index: null,
  shown: null,
  low: null,
  high: null,
  verdict: 'hidden',
  certain: false,
  smallSample: true,
};
const tooFew = (base: number) => base > 0 && base < SMALLEST_SHOWN;

const open = ({ base, index, interval, verdict, certain, small }: Figure, goal: number): PublicFigure => ({
  base,
  index: index && toNumber(index),
  shown: index && printIndex(index, goal),
  low: interval?.low ?? null,
  high: interval?.high ?? null,
  verdict,
  certain,
  smallSample: small,
});

function groupOf(group: Group, name: Words, { survey }: FrozenPeriod): PublicGroup {
  const tally: Tally | null = openTally(group);
  const figure = tally && overallFigure(tally, survey, survey.method, survey.overall);
  const overall = figure === null || tooFew(figure.base) ? HIDDEN : open(figure, survey.goal);
  return { id: group.id, name, ballots: group.ballots, overall };
}

const NONE: Words = { vi: 'Không ghi', en: 'Not stated' };

/** @param parts what is let out besides the criteria. */
export function publicResult(frozen: FrozenPeriod, parts: Omit<Publication, 'report'>): PublicResult {
  const { office, period, frozenAt, survey, versions, total, names } = frozen;
  const { criteria, overall, judged, below } = summarise(total, survey);
  // With one criterion hidden, the overall index and the others would give it away.
  const anyHidden = criteria.some(({ base }) => tooFew(base)) || tooFew(overall.base);
  const hidden = criteria.filter(
    ({ id, base, index }) => tooFew(base) && index !== null && survey.criteria.some((one) => one.id === id),
  );
  const plain = (id: string): Words => ({ vi: id, en: id });
  const counterName = (id: string): Words => plain(names.counters.find((one) => one.id === id)?.name ?? id);
  const fieldName = (id: string): Words => survey.fields.find((one) => one.id === id)?.label ?? plain(id);
  const nameIn = (find: (id: string) => Words, id: string) => (id === '' ? NONE : find(id));
  const reasonName = (criterion: string, reason: string) => reasonWords(frozen, criterion, reason) ?? plain(reason);
  return {
    v: 1,
    office,
    period,
    madeAt: frozenAt,
    surveyVersion: survey.version,
    surveyVersions: versions,
    surveyTitle: survey.title,
    method: survey.method,
    rule: survey.overall,
    goal: survey.goal,
    ballots: {
      all: total.ballots.all,
      left: total.ballots.left,
      valid: total.ballots.valid,
      flagged: frozen.flagged?.ballots ?? null,
    },
    excluded: excludedFrom(frozen),
    channels: frozen.channels.map(({ id, ballots }) => ({ id, ballots })),
    overall: anyHidden ? HIDDEN : open(overall, survey.goal),
    // A hidden criterion is in neither count: whether it reaches the goal would follow from the others.
    criteriaJudged: judged - hidden.length,
    criteriaBelow: below - hidden.filter(({ verdict }) => verdict === 'notMet').length,
    offered: scaleIn(frozen).map(({ level }) => level),
    criteria: criteria.map((one) => ({
      id: one.id,
      name: criterionWords(frozen, one.id) ?? plain(one.id),
      ...(tooFew(one.base)
        ? { ...HIDDEN, levels: null }
        : { ...open(one, survey.goal), levels: [...one.tally.levels] }),
    })),
    counters: parts.counters
      ? frozen.counters.map((group) => groupOf(group, nameIn(counterName, group.id), frozen))
      : null,
    fields: parts.fields ? frozen.fields.map((group) => groupOf(group, nameIn(fieldName, group.id), frozen)) : null,
    reasons: parts.reasons
      ? frozen.reasons
          .filter(({ count }) => count >= SMALLEST_SHOWN)
          .map(({ criterion, reason, count }) => ({ criterion, reason, label: reasonName(criterion, reason), count }))
      : null,
  };
}
