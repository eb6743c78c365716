/**
 * The one sentence of what is wrong, as data: which criterion pulls the index down most, and where and when it is worst. A
 * place or a time is named only when it is worse than the rest by more than chance, and neither it nor the rest is small.
 * Counts of the place are not told, so the sentence gives nobody away.
 */
import * as z from 'zod/mini';
import { compare, fraction, type Fraction, fromDecimal, times } from './fraction.ts';
import { SMALL_SAMPLE, type Summary } from './summary.ts';
import { base } from './tally.ts';
import type { Survey } from './survey.ts';

/** Monday is 0; the morning ends at 12:00. */
export const HalfDay = z.object({ weekday: z.int(), half: z.literal(['morning', 'afternoon']) });
export type HalfDay = z.infer<typeof HalfDay>;

export const Insight = z.object({
  /** `tooFew`: nothing can be said. `below`: a criterion is below the goal. `met`: none is; the lowest is named. */
  kind: z.literal(['tooFew', 'below', 'met']),
  criterion: z.nullable(z.string()),
  counter: z.nullable(z.string()),
  when: z.nullable(HalfDay),
});
export type Insight = z.infer<typeof Insight>;

/** Valid answers to one criterion at a counter in an hour of the week (Monday 0:00 is 0). */
export interface HourCount {
  counter: string;
  hour: number;
  valid: number;
  satisfied: number;
}

export const halfDayOf = (hour: number): HalfDay => ({
  weekday: Math.floor(hour / 24),
  half: hour % 24 < 12 ? 'morning' : 'afternoon',
});

/**
 * The upper tail of the normal distribution by the complementary error function (W. J. Cody's form in Numerical Recipes,
 * §6.2, relative error below 1.2e-7).
 */
function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  const power = terms.reduceRight((sum, term) => sum * t + term, 0);
  const tail = (t * Math.exp(-x * x + power)) / 2;
  return z >= 0 ? tail : 1 - tail;
}

interface Share {
  valid: number;
  satisfied: number;
}
/** z of the two-proportion test with pooled variance; above 0 when the part is worse than the rest. */
export function worseBy(part: Share, rest: Share): number {
  const pooled = (part.satisfied + rest.satisfied) / (part.valid + rest.valid);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / part.valid + 1 / rest.valid));
  return spread === 0 ? 0 : (rest.satisfied / rest.valid - part.satisfied / part.valid) / spread;
}

interface Candidate extends Share {
  counter: string | null;
  when: HalfDay | null;
}

/** Every counter, half-day of the week, and the two together. */
function candidatesOf(hours: readonly HourCount[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { counter, hour, valid, satisfied } of hours) {
    const when = halfDayOf(hour);
    const name = `${when.weekday}${when.half}`;
    const places = [
      { key: `|${name}`, counter: null, when },
      { key: `${counter}|`, counter, when: null },
      { key: `${counter}|${name}`, counter, when },
    ];
    for (const { key, ...place } of places) {
      const one = found.get(key) ?? { ...place, valid: 0, satisfied: 0 };
      found.set(key, { ...one, valid: one.valid + valid, satisfied: one.satisfied + satisfied });
    }
  }
  return [...found.values()];
}

/**
 * The counter, half-day or both at which a criterion is worst: the highest z of all candidates, provided that its chance of
 * error times the number of candidates (Bonferroni) is below 5 %. A fault that is all over a counter has its highest z
 * there, one that is there on Monday mornings only has it there.
 */
export function worstPlace(hours: readonly HourCount[]): Pick<Insight, 'counter' | 'when'> {
  const all = hours.reduce(
    (sum, { valid, satisfied }) => ({ valid: sum.valid + valid, satisfied: sum.satisfied + satisfied }),
    {
      valid: 0,
      satisfied: 0,
    },
  );
  const tried = candidatesOf(hours)
    .map((one) => ({ one, rest: { valid: all.valid - one.valid, satisfied: all.satisfied - one.satisfied } }))
    .filter(({ one, rest }) => one.valid >= SMALL_SAMPLE && rest.valid >= SMALL_SAMPLE)
    .map(({ one, rest }) => ({ one, z: worseBy(one, rest) }))
    .sort((a, b) => b.z - a.z);
  const worst = tried[0];
  if (!worst || upperTail(worst.z) * 2 * tried.length >= 0.05) return { counter: null, when: null };
  return { counter: worst.one.counter, when: worst.one.when };
}

/**
 * How far a criterion lies under the goal, times its share in the overall index: what the index would gain if it reached the
 * goal. The weights are those of the survey's rule.
 */
function pulls({ criteria, rule, goal }: Summary, survey: Survey) {
  const weight = (id: string, valid: number): Fraction => {
    if (rule === 'pooled') return fraction(valid);
    if (rule === 'weighted') return fromDecimal(survey.criteria.find((one) => one.id === id)?.weight ?? 0);
    return fraction(1);
  };
  const asked = new Set(survey.criteria.map(({ id }) => id));
  const target = fromDecimal(goal);
  return criteria.flatMap(({ id, index, tally }) => {
    if (index === null || !asked.has(id)) return [];
    const below = { num: target.num * index.den - index.num * target.den, den: target.den * index.den };
    return [{ id, index, verdictBelow: below.num > 0n, pull: times(below, weight(id, base(tally))) }];
  });
}

/**
 * @param summary of the period, by the survey's own method and rule.
 * @param hoursOf the answers to a criterion by counter and hour of the week; none where the view is narrowed by what the
 * hours do not know.
 */
export function insightOf(
  summary: Summary,
  survey: Survey,
  hoursOf: (criterion: string) => readonly HourCount[],
): Insight {
  const nothing: Insight = { kind: 'tooFew', criterion: null, counter: null, when: null };
  if (summary.ballots.valid < SMALL_SAMPLE) return nothing;
  const list = pulls(summary, survey);
  const [worst] = list.filter(({ verdictBelow }) => verdictBelow).sort((a, b) => compare(b.pull, a.pull));
  if (worst) return { kind: 'below', criterion: worst.id, ...worstPlace(hoursOf(worst.id)) };
  const [lowest] = list.sort((a, b) => compare(a.index, b.index));
  return lowest ? { ...nothing, kind: 'met', criterion: lowest.id } : nothing;
}
