/** Results as the server gives them, made by the domain's own code from seeded ballots or from counts. */
import { addDays, daysIn, weekday, type Period } from '../../src/domain/period.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import type { ReasonTally, Results } from '../../src/domain/results.ts';
import type { Answer, Draft } from '../../src/domain/submission.ts';
import { suppress } from '../../src/domain/suppression.ts';
import { scaleOf } from '../../src/domain/survey-scale.ts';
import { LEVELS, type Survey } from '../../src/domain/survey.ts';
import { emptyBallots, emptyCriterion, tallyOf, type CriterionTally, type Tally } from '../../src/domain/tally.ts';
import { addTallies } from '../../src/dashboard/overview/trend.ts';

export type Ballot = Pick<Draft, 'answers' | 'stage' | 'end' | 'counter' | 'field' | 'channel'> & { day: string };

const NAMES = [1, 2, 3].map((n) => ({ id: `quay-${n}`, name: `Quầy ${n}` }));
const empty = (survey: Survey): Tally => ({
  ballots: emptyBallots(),
  criteria: survey.criteria.map(({ id }) => emptyCriterion(id)),
});

export interface SampleOptions {
  survey?: Survey;
  today?: string;
  period?: Period;
  devices?: Results['devices'];
}

/** Nothing narrowed, nothing hidden, nothing before and no void ballot. */
const PLAIN = {
  narrowing: {},
  hidden: { ballots: false, criteria: [] },
  before: null,
  coverage: null,
  insight: { kind: 'tooFew', criterion: null, counter: null, when: null },
} satisfies Partial<Results>;

/** Everything but the counts. */
function frame({ survey = SIX_CRITERIA, today = '2026-11-22', period, devices = [] }: SampleOptions) {
  return {
    office: { code: '22504', name: 'Trung tâm Phục vụ hành chính công xã Đại Lãnh' },
    zone: 'Asia/Ho_Chi_Minh',
    today,
    survey,
    scale: scaleOf([survey]),
    older: [],
    devices,
    ...PLAIN,
    voided: empty(survey),
    flagged: { ballots: 0, without: null, kinds: [] },
    period: period ?? { from: today, to: today },
    names: { counters: NAMES },
  };
}

/** Results with these totals and no breakdowns. */
export function resultsOf(total: Tally, options: SampleOptions = {}): Results {
  const base = frame(options);
  return {
    ...base,
    versions: [base.survey.version],
    total,
    reasons: [],
    days: [],
    counters: [],
    fields: [],
    stages: [],
    channels: [],
  };
}

/** `[satisfied, valid]` for each criterion; who is not satisfied is neutral. */
export function sixPairs(pairs: readonly (readonly [number, number])[], ballots = 100): Tally {
  const criteria = pairs.map(([satisfied, valid], i): CriterionTally => ({
    ...emptyCriterion(SIX_CRITERIA.criteria[i]?.id ?? ''),
    levels: [0, 0, valid - satisfied, satisfied, 0],
  }));
  return { ballots: { all: ballots, left: 0, valid: ballots, satisfied: 0 }, criteria };
}

/** Results counted from ballots, small groups hidden by the domain's rule. */
export function countBallots(ballots: readonly Ballot[], options: SampleOptions = {}): Results {
  const base = frame(options);
  const parts: Record<'days' | 'counters' | 'fields' | 'stages' | 'channels', Map<string, Tally>> = {
    days: new Map(),
    counters: new Map(),
    fields: new Map(),
    stages: new Map(),
    channels: new Map(),
  };
  let total = empty(base.survey);
  const reasons = new Map<string, ReasonTally>();
  for (const ballot of ballots) {
    const one = tallyOf(ballot, base.survey);
    const full = addTallies(empty(base.survey), one);
    total = addTallies(total, full);
    const keys = {
      days: ballot.day,
      counters: ballot.counter,
      fields: ballot.field ?? '',
      stages: ballot.stage ?? '',
      channels: ballot.channel,
    };
    for (const by of ['days', 'counters', 'fields', 'stages', 'channels'] as const)
      parts[by].set(keys[by], addTallies(parts[by].get(keys[by]) ?? empty(base.survey), full));
    for (const { criterion, reason } of one.reasons) {
      const key = `${criterion}/${reason}`;
      reasons.set(key, { criterion, reason, count: (reasons.get(key)?.count ?? 0) + 1 });
    }
  }
  const groups = (by: keyof typeof parts) =>
    suppress([...parts[by]].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, tally]) => ({ id, tally })));
  return {
    ...base,
    versions: [base.survey.version],
    total,
    reasons: [...reasons.values()],
    days: groups('days'),
    counters: groups('counters'),
    fields: groups('fields'),
    stages: groups('stages'),
    channels: groups('channels'),
  };
}

/** A small generator of chance with a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** How often criteria are rated 4 or 5; the third is the weak one. */
const GOOD = [0.9, 0.87, 0.79, 0.93, 0.86, 0.88];

/** A ballot of a seeded commune; `shift` moves everybody's opinion. */
function ballotOn(day: string, chance: () => number, shift: number): Ballot {
  const { fields, criteria } = SIX_CRITERIA;
  const stage = chance() < 0.6 ? 'filing' : 'collecting';
  const answers: Answer[] = [];
  criteria.forEach(({ id, reasons }, i) => {
    const fate = chance();
    if (fate < 0.02) return;
    if (fate < (i === 5 ? 0.2 : 0.06)) return void answers.push({ criterion: id, level: 'unknown' });
    const satisfied = chance() < (GOOD[i] ?? 0.9) + shift;
    const level = LEVELS[satisfied ? (chance() < 0.45 ? 4 : 3) : Math.floor(3 - 3 * chance() ** 2.2)] ?? 3;
    const reason = reasons[Math.floor(chance() ** 1.6 * reasons.length)]?.id ?? 'other';
    answers.push({ criterion: id, level, ...(level <= 2 && chance() < 0.7 ? { reasons: [reason] } : {}) });
  });
  const field = fields[Math.floor(chance() ** 1.8 * fields.length)]?.id ?? null;
  return {
    day,
    stage,
    answers,
    field: chance() < 0.02 ? null : field,
    counter: `quay-${1 + Math.floor(chance() ** 1.4 * 3)}`,
    channel: chance() < 0.9 ? 'kiosk' : chance() < 0.6 ? 'paper' : 'assisted',
    end: chance() < 0.04 ? 'left' : 'finished',
  };
}

/** A period of ballots: working days only, busier on Mondays, one bad month (July). */
export function communePeriod({ from, to }: Period, perDay: number, seed: number): Ballot[] {
  const chance = seeded(seed);
  return Array.from({ length: daysIn({ from, to }) }, (_, i) => addDays(from, i)).flatMap((day) => {
    const open = weekday(day) < 5 ? 1 : weekday(day) === 5 ? 0.12 : 0;
    const count = Math.round(perDay * open * (weekday(day) === 0 ? 1.4 : 1) * (0.6 + 0.8 * chance()));
    const shift = day.slice(5, 7) === '07' ? -0.11 : 0;
    return Array.from({ length: count }, () => ballotOn(day, chance, shift));
  });
}
