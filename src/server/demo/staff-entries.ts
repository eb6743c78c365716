/**
 * Ballots as staff would enter them, put among the honest visits of a year so that it can be measured how many of them are pointed
 * out: making good for a bad ballot, many all at level 5 in a few minutes, and an evening at the empty counter.
 */
import { dayHour } from '../../domain/period.ts';
import { criteriaAt, type Survey } from '../../domain/survey.ts';
import { chanceFrom, type Chance } from './chance.ts';
import type { Visit } from './visits.ts';

export const EPISODES = ['compensation', 'burst', 'out-of-hours'] as const;
export type EpisodeKind = (typeof EPISODES)[number];
export interface Episode {
  kind: EpisodeKind;
  visits: Visit[];
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** How many ballots, how many seconds apart, and how many milliseconds for each answer. */
const SHAPE: Record<EpisodeKind, { ballots: [number, number]; apart: [number, number]; pace: [number, number] }> = {
  compensation: { ballots: [1, 3], apart: [15, 70], pace: [700, 1700] },
  burst: { ballots: [8, 16], apart: [7, 19], pace: [700, 1700] },
  'out-of-hours': { ballots: [2, 6], apart: [20, 90], pace: [900, 4000] },
};
/** From the end of an ordinary visit to the evening, in hours. */
const INTO_THE_EVENING = [12, 14] as const;

const isLow = ({ draft }: Visit) => draft.answers.some(({ level }) => level === 1 || level === 2);

function topBallot(chance: Chance, like: Visit, at: number, survey: Survey, [fast, slow]: [number, number]): Visit {
  const answers = criteriaAt(survey, like.draft.stage).map(({ id }) => ({ criterion: id, level: 5 as const }));
  const tookMs = answers.length * chance.between(fast, slow);
  return { at, draft: { ...like.draft, language: 'vi', end: 'finished', tookMs, answers, remark: null } };
}

/** @param count of episodes, the three kinds in turn. Each follows on one of the visits, at its counter. */
export function episodesOf(
  visits: readonly Visit[],
  survey: Survey,
  zone: string,
  count: number,
  seed: number,
): Episode[] {
  const chance = chanceFrom(seed);
  const low = visits.filter(isLow);
  const morning = visits.filter(({ at }) => dayHour(at, zone).hour === 8);
  return Array.from({ length: count }, (_, turn): Episode => {
    const kind = EPISODES[turn % EPISODES.length] ?? 'burst';
    const from = { compensation: low, burst: visits, 'out-of-hours': morning }[kind];
    const like = chance.weighted(from, () => 1);
    if (!like) return { kind, visits: [] };
    const { ballots, apart, pace } = SHAPE[kind];
    let at = like.at + (kind === 'out-of-hours' ? chance.between(...INTO_THE_EVENING) * HOUR : 0);
    const made = Array.from({ length: chance.between(...ballots) }, () => {
      at += chance.between(...apart) * SECOND;
      return topBallot(chance, like, at, survey, pace);
    });
    return { kind, visits: made };
  });
}
