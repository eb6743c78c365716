/** What a visit may have gathered, drawn by chance that is the same for the same seed. Runs in Node and in a browser. */
import type { Draft } from '../../src/domain/submission.ts';
import { criteriaAt, OTHER_REASON, type Level, type Survey } from '../../src/domain/survey.ts';

/** Numbers from 0 to below 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function drawDraft(
  random: () => number,
  { survey, counters, answeredAt }: { survey: Survey; counters: readonly string[]; answeredAt: number },
): Draft {
  const pick = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(random() * list.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  };

  const stage = random() < 0.1 ? null : pick(survey.stages).id;
  const asked = criteriaAt(survey, stage);
  const answers = asked.flatMap((criterion): Draft['answers'] => {
    const dice = random();
    if (dice < 0.07) return [];
    if (dice < 0.14) return [{ criterion: criterion.id, level: 'unknown' }];
    const level = pick<Level>(([1, 2, 3, 4, 4, 5, 5, 5] as const).filter((one) => survey.levels[one]));
    if (level > 2 || random() < 0.3) return [{ criterion: criterion.id, level }];
    const reasons = [pick(criterion.reasons).id, ...(random() < 0.3 ? [OTHER_REASON] : [])];
    return [{ criterion: criterion.id, level, reasons }];
  });
  return {
    survey: survey.version,
    counter: pick(counters),
    field: random() < 0.1 ? null : pick(survey.fields).id,
    stage,
    channel: 'kiosk',
    language: random() < 0.9 ? 'vi' : 'en',
    end: random() < 0.9 ? 'finished' : 'left',
    answeredAt,
    tookMs: 15e3 + Math.floor(random() * 3e4),
    answers,
    remark: random() < 0.2 ? 'Chờ hơi lâu, nhưng cán bộ hướng dẫn "rất kỹ"' : null,
  };
}
