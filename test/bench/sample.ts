/** Records as tablets make them, seeded, fast enough for a million. */
import { createHash } from 'node:crypto';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { canonicalBody, NO_PREVIOUS, type Answer, type Draft } from '../../src/domain/submission.ts';
import { asksReasons, LEVELS, type Level } from '../../src/domain/survey.ts';

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(list: readonly T[], random: () => number): T => {
  const one = list[Math.floor(random() * list.length)];
  if (one === undefined) throw new RangeError('nothing to pick from');
  return one;
};

export function draftAt(answeredAt: number, counter: string, random: () => number): Draft {
  const answers = SIX_CRITERIA.criteria.flatMap(({ id, reasons }): Answer[] => {
    const chance = random();
    if (chance < 0.03) return [];
    if (chance < 0.1) return [{ criterion: id, level: 'unknown' }];
    const level: Level = random() < 0.85 ? (random() < 0.5 ? 5 : 4) : pick(LEVELS, random);
    return [
      asksReasons(level) ? { criterion: id, level, reasons: [pick(reasons, random).id] } : { criterion: id, level },
    ];
  });
  return {
    survey: 1,
    counter,
    field: pick(SIX_CRITERIA.fields, random).id,
    stage: pick(SIX_CRITERIA.stages, random).id,
    channel: 'kiosk',
    language: 'vi',
    end: 'finished',
    answeredAt,
    tookMs: 20_000 + Math.floor(random() * 20_000),
    answers,
    remark: null,
  };
}

/** One tablet's records, chained; each call gives the next body. */
export function tablet(device: string, counter: string, random: () => number) {
  let prev = NO_PREVIOUS;
  let seq = 0;
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  return (answeredAt: number) => {
    const id = `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
    const body = canonicalBody(draftAt(answeredAt, counter, random), { id, device, epoch: 1, seq: ++seq, prev });
    prev = createHash('sha256').update(body).digest('hex');
    return { body, hash: prev };
  };
}
