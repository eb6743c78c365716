/**
 * A year of visits to a commune's counter, invented: people are content, except where something is wrong. One criterion
 * is weak, one month is bad, one counter has trouble with one field, and at that counter people wait on Monday mornings, so
 * that the result page has something to find.
 */
import { dayHour, type Period, periodAround, weekday } from '../../domain/period.ts';
import type { Counter } from '../../domain/place.ts';
import type { Answer, Draft } from '../../domain/submission.ts';
import { asksReasons, criteriaAt, type Criterion, type Level, OTHER_REASON, type Survey } from '../../domain/survey.ts';
import { minuteOfVisit, visitsByDay } from './calendar.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { CONTENT, DISCONTENT } from './remarks.ts';

/** One visit; `at` is when it really ended, in milliseconds since 1970. */
export interface Visit {
  at: number;
  draft: Omit<Draft, 'answeredAt'>;
}
export interface YearPlan {
  survey: Survey;
  counters: readonly Counter[];
  period: Period;
  visits: number;
  zone: string;
  seed: number;
}

/** What was asked about, and at which step. */
type Place = Pick<Draft, 'field' | 'stage'>;

/** How content people are with each criterion, as a logit; those of other surveys get the last. */
const CONTENTMENT: Record<string, number> = {
  access: 3.1,
  reception: 2.5,
  procedure: 2.35,
  staff: 3.2,
  result: 1.55,
  feedback: 2.4,
};
const USUAL = 2.6;
const WEAK = 1.5;
const SPREAD = 1.3;
const BAD_MONTH = -0.95;
const TROUBLE = -1.6;
const QUEUE = -2.2;

/** What is special about the year: the last criterion but one is the weak one where none is called "result". */
function troublesOf({ survey, counters, period }: YearPlan) {
  const weak = survey.criteria.find(({ id }) => id === 'result') ?? survey.criteria.at(-2);
  const days = Date.parse(period.to) - Date.parse(period.from);
  const badDay = new Date(Date.parse(period.from) + days * 0.72).toISOString().slice(0, 10);
  const badMonth = periodAround('month', badDay);
  const field = survey.fields.find(({ id }) => id === 'land') ?? survey.fields[0];
  return { weak: weak?.id, badMonth, counter: counters[1]?.id ?? counters[0]?.id, field: field?.id ?? null };
}

function feltLevel(chance: Chance, contentment: number): Level {
  if (chance.happens(1 / (1 + Math.exp(-contentment)))) return chance.happens(0.35 + 0.07 * contentment) ? 5 : 4;
  return chance.weighted<Level>([3, 2, 1], (level) => ({ 3: 5, 2: 3, 1: 1.6, 4: 0, 5: 0 })[level]) ?? 3;
}
/** Who finds no face for what they feel takes the next one outwards: "satisfied" is "very satisfied" then. */
const offeredLevel = ({ levels }: Survey, felt: Level): Level => (levels[felt] ? felt : felt > 3 ? 5 : 1);

function reasonsFor(chance: Chance, criterion: Criterion): string[] {
  if (!chance.happens(0.75)) return [];
  const ids = [...criterion.reasons.map(({ id }) => id), OTHER_REASON];
  const first = chance.weighted(ids, (_, at) => 1 / (at + 1)) ?? OTHER_REASON;
  const second = chance.happens(0.2) ? chance.weighted(ids, (id) => (id === first ? 0 : 1)) : null;
  return second === null || second === first ? [first] : [first, second];
}

/** Milliseconds since 1970 of midnight in the zone. */
function midnight(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  for (let quarters = -56; quarters <= 56; quarters++) {
    const instant = utc + quarters * 900_000;
    const { day: there, hour } = dayHour(instant, zone);
    if (there === day && hour === 0) return instant;
  }
  return utc;
}

/** All visits in the order in which they happened. */
export function visitsOf(plan: YearPlan): Visit[] {
  const { survey, counters, zone, seed } = plan;
  const chance = chanceFrom(seed);
  const { weak, badMonth, counter: badCounter, field: badField } = troublesOf(plan);

  const answersOf = (day: string, minute: number, counter: Counter, place: Place): Answer[] => {
    const { field, stage } = place;
    const mood = (chance.next() + chance.next() + chance.next() - 1.5) * 2 * SPREAD;
    const troubled = counter.id === badCounter && field === badField;
    const shared = mood + (day >= badMonth.from && day <= badMonth.to ? BAD_MONTH : 0) + (troubled ? TROUBLE : 0);
    const queue = counter.id === badCounter && weekday(day) === 0 && minute < 12 * 60 ? QUEUE : 0;
    const early = survey.stages.length > 1 && stage === survey.stages[0]?.id;
    return criteriaAt(survey, stage).flatMap((criterion): Answer[] => {
      const late = survey.criteria.indexOf(criterion) >= survey.criteria.length - 2;
      if (chance.happens(0.012)) return [];
      if (chance.happens(late && early ? 0.34 : 0.03)) return [{ criterion: criterion.id, level: 'unknown' }];
      const usual = criterion.id === weak ? WEAK + queue : (CONTENTMENT[criterion.id] ?? USUAL);
      const level = offeredLevel(survey, feltLevel(chance, usual + shared));
      const reasons = asksReasons(level) ? reasonsFor(chance, criterion) : [];
      return [{ criterion: criterion.id, level, ...(reasons.length > 0 ? { reasons } : {}) }];
    });
  };
  const remarkFor = (answers: readonly Answer[]): string | null => {
    const discontent = answers.some(({ level }) => level === 1 || level === 2);
    if (!chance.happens(discontent ? 0.09 : 0.02)) return null;
    return chance.weighted(discontent ? DISCONTENT : CONTENT, () => 1);
  };

  const visit = (day: string, start: number): Visit => {
    const counter = chance.weighted(counters, (_, at) => 1 / (1 + 0.25 * at));
    if (!counter) throw new Error('the office has no counter');
    const field = chance.weighted(survey.fields, (_, at) => 1 / (1 + 0.3 * at))?.id ?? null;
    const stage = chance.weighted(survey.stages, (_, at) => (at === 0 ? 0.6 : 0.4))?.id ?? null;
    const place = {
      field: counter.asksField ? field : counter.field,
      stage: counter.asksStage ? stage : counter.stage,
    };
    const minute = minuteOfVisit(chance);
    const all = answersOf(day, minute, counter, place);
    const left = all.length > 1 && chance.happens(0.045);
    const answers = left ? all.slice(0, chance.between(1, all.length - 1)) : all;
    const draft: Visit['draft'] = {
      survey: survey.version,
      counter: counter.id,
      ...place,
      channel: 'kiosk',
      language: chance.happens(0.97) ? 'vi' : 'en',
      end: left ? 'left' : 'finished',
      tookMs: chance.between(14e3, 58e3),
      answers,
      remark: left ? null : remarkFor(answers),
    };
    return { at: Math.round(start + minute * 60_000), draft };
  };

  return visitsByDay(plan.period, plan.visits, chance).flatMap(({ day, visits }) => {
    const start = midnight(day, zone);
    return Array.from({ length: visits }, () => visit(day, start)).sort((a, b) => a.at - b.at);
  });
}
