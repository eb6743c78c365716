/**
 * Criteria joined for a report: six asked at the counter, told as the five of SIPAS. Only counts are added; no answer is
 * changed, and the survey stays as it was. Pure: reports and analysis use it on whatever tally they have.
 */
import * as z from 'zod/mini';
import { type Survey, Words } from './survey.ts';
import type { Interval } from './summary.ts';
import { emptyCriterion, type CriterionTally, type Tally } from './tally.ts';

const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));
/** One criterion of the report, and those of the survey that it is made of. */
export const MergedCriterion = z.strictObject({
  id: Id,
  name: Words,
  criteria: z.array(Id).check(z.minLength(2), z.maxLength(12)),
});
export type MergedCriterion = z.infer<typeof MergedCriterion>;

/** For one survey version: a later one may ask something else under the same id. */
export const Merge = z
  .strictObject({ version: z.int().check(z.minimum(1)), parts: z.array(MergedCriterion).check(z.maxLength(6)) })
  .check(
    z.refine(({ parts }) => {
      const all = parts.flatMap(({ criteria }) => criteria);
      return new Set(all).size === all.length;
    }, 'a criterion is in two parts'),
    z.refine(({ parts }) => new Set(parts.map(({ id }) => id)).size === parts.length, 'two parts have the same id'),
  );
export type Merge = z.infer<typeof Merge>;

/** The office setting `merges`: at most one for each version. */
export const Merges = z.array(Merge).check(
  z.maxLength(200),
  z.refine((all) => new Set(all.map(({ version }) => version)).size === all.length, 'a version comes twice'),
);
export type Merges = z.infer<typeof Merges>;

const partOf = (id: string, parts: readonly MergedCriterion[]) => parts.find(({ criteria }) => criteria.includes(id));

/** Each part where its first criterion stood; what is in no part stays as it is. */
function inPlace<One extends { id: string }>(
  list: readonly One[],
  parts: readonly MergedCriterion[],
  join: (part: MergedCriterion, members: One[]) => One,
): One[] {
  const done = new Set<string>();
  return list.flatMap((one) => {
    const part = partOf(one.id, parts);
    if (!part) return [one];
    if (done.has(part.id)) return [];
    done.add(part.id);
    return [
      join(
        part,
        list.filter(({ id }) => part.criteria.includes(id)),
      ),
    ];
  });
}

/**
 * The tally with the criteria of each part added up, level by level; unknown and blank likewise.
 *
 * What it means for the base: V of a part is the sum of the answers to its criteria, not of citizens. Who answered two of
 * them counts twice, so its index is the mean of theirs weighted by their V, and V may be above the number of ballots. The
 * counts of ballots stay: a citizen is as satisfied as before. For its interval take `mergedInterval`, since Wilson on
 * the sum would take two answers of one citizen for two citizens. The overall index changes under `criteriaMean` (five
 * parts weigh alike instead of six) and not under `pooled` or `allSatisfied`.
 */
export function mergeTally({ ballots, criteria }: Tally, parts: readonly MergedCriterion[]): Tally {
  return {
    ballots,
    criteria: inPlace(criteria, parts, ({ id }, members): CriterionTally => {
      const sum = emptyCriterion(id);
      for (const { levels, unknown, blank } of members) {
        const [n1, n2, n3, n4, n5] = sum.levels;
        sum.levels = [n1 + levels[0], n2 + levels[1], n3 + levels[2], n4 + levels[3], n5 + levels[4]];
        sum.unknown += unknown;
        sum.blank += blank;
      }
      return sum;
    }),
  };
}

/**
 * The survey as the merged tally is summed up with: names and order, the weight of a part being the sum of its
 * criteria's. For `summarise` only: nothing of it is ever asked, and it is not a version.
 */
export function mergeSurvey(survey: Survey, parts: readonly MergedCriterion[]): Survey {
  return {
    ...survey,
    criteria: inPlace(survey.criteria, parts, ({ id, name }, members) => ({
      id,
      name,
      question: name,
      weight: members.reduce((sum, { weight }) => sum + weight, 0),
      stages: [],
      reasons: [],
    })),
  };
}

/**
 * The 95 % interval of a part, in percent: the bounds of its criteria averaged by their V. One citizen answers them all, so
 * they rise and fall together; this width holds whatever their correlation is (as for the overall index, summary.ts).
 * @param members the figures of its criteria before merging, those without data too. @returns `null` without data.
 */
export function mergedInterval(members: readonly { base: number; interval: Interval | null }[]): Interval | null {
  let total = 0;
  const sum = { low: 0, high: 0 };
  for (const { base, interval } of members) {
    if (interval === null) continue;
    total += base;
    sum.low += interval.low * base;
    sum.high += interval.high * base;
  }
  return total === 0 ? null : { low: sum.low / total, high: sum.high / total };
}

/** Six to SIPAS-5: access and reception are one there ("Tiếp cận dịch vụ", QĐ 2640/QĐ-BNV). */
export const SIPAS_PARTS: readonly MergedCriterion[] = [
  {
    id: 'access-conditions',
    name: { vi: 'Tiếp cận dịch vụ', en: 'Access to the service' },
    criteria: ['access', 'reception'],
  },
];
