import { describe, expect, test } from 'vitest';
import { answerFindings } from '../../src/domain/alert-findings.ts';
import { tabletFindings, type TabletFacts } from '../../src/domain/alert-tablets.ts';
import { AlertRules, DEFAULT_ALERT_RULES, type AnswerRule } from '../../src/domain/alert-rules.ts';
import { alertSentence } from '../../src/domain/alert-sentence.ts';
import { DEFAULT_OPENING_HOURS } from '../../src/domain/opening-hours.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { emptyCriterion, type CriterionTally, type Tally } from '../../src/domain/tally.ts';

const survey = SIX_CRITERIA;
const period = { from: '2026-08-01', to: '2026-08-30' };
type Levels = CriterionTally['levels'];

/** Every criterion with the same answers, from as many ballots. */
function tally(levels: Levels): Tally {
  const n = levels.reduce((sum, one) => sum + one, 0);
  return {
    ballots: { all: n, left: 0, valid: n, satisfied: 0 },
    criteria: survey.criteria.map(({ id }) => ({ ...emptyCriterion(id), levels })),
  };
}
const index: AnswerRule = {
  id: 'x',
  kind: 'index',
  on: true,
  closesItself: false,
  scope: 'office',
  days: 30,
  minimum: 30,
  below: null,
};
const states = (rule: AnswerRule, office: Tally, counters: { id: string; tally: Tally }[] = []) =>
  answerFindings(rule, { survey, period, office, counters }).map(({ state }) => state);

test('the shipped rules are valid and differ by their ids', () =>
  expect(AlertRules.safeParse(DEFAULT_ALERT_RULES).success).toBe(true));

describe('an index', () => {
  test('below the goal is bad, and the figure comes with its base and its days', () => {
    const [finding] = answerFindings(index, { survey, period, office: tally([0, 0, 16, 0, 84]), counters: [] });
    expect(finding).toEqual({
      object: { kind: 'office', id: '' },
      state: 'bad',
      measured: { kind: 'share', value: '84.00', limit: 85, n: 100, ...period },
    });
  });
  test('exactly at the goal is not bad', () => expect(states(index, tally([0, 0, 15, 0, 85]))).toEqual(['between']));
  test('a hair below it is, and is not rounded up to it', () => {
    const [finding] = answerFindings(index, { survey, period, office: tally([0, 0, 15_001, 0, 84_999]), counters: [] });
    expect(finding).toMatchObject({ state: 'bad', measured: { value: '84.999' } });
  });
  test('is well again only two points above', () => {
    expect(states(index, tally([0, 0, 13.5 * 2, 0, 86.5 * 2]))).toEqual(['between']);
    expect(states(index, tally([0, 0, 13, 0, 87]))).toEqual(['well']);
  });
  test('of too few ballots is neither bad nor well', () => {
    expect(states(index, tally([29, 0, 0, 0, 0]))).toEqual(['between']);
    expect(states(index, tally([0, 0, 0, 0, 29]))).toEqual(['between']);
    expect(states(index, tally([30, 0, 0, 0, 0]))).toEqual(['bad']);
  });
  test('without any answer is neither', () => expect(states(index, tally([0, 0, 0, 0, 0]))).toEqual(['between']));
  test('is held against a limit of its own where the rule has one', () =>
    expect(states({ ...index, below: 50 }, tally([0, 0, 40, 0, 60]))).toEqual(['well']));
  test('is looked at for each criterion by the answers to it', () => {
    const office = tally([0, 0, 0, 0, 100]);
    const [first, ...rest] = office.criteria;
    if (!first) throw new Error('there are criteria');
    office.criteria = [{ ...first, levels: [50, 0, 0, 0, 50] }, ...rest];
    expect(states({ ...index, scope: 'criterion' }, office)).toEqual(['bad', 'well', 'well', 'well', 'well', 'well']);
  });
});

test('the share of levels 1 and 2 is that of all valid answers at a counter', () => {
  const rule: AnswerRule = { ...index, kind: 'low', scope: 'counter', above: 15 };
  const counters = [
    { id: 'quay-1', tally: tally([8, 8, 0, 0, 84]) },
    { id: 'quay-2', tally: tally([7, 8, 0, 0, 85]) },
    { id: 'quay-3', tally: tally([6, 7, 0, 0, 87]) },
  ];
  const found = answerFindings(rule, { survey, period, office: tally([0, 0, 0, 0, 0]), counters });
  expect(found.map(({ state }) => state)).toEqual(['bad', 'between', 'well']);
  expect(found[0]).toMatchObject({ object: { kind: 'counter', id: 'quay-1' }, measured: { value: '16.00', n: 600 } });
});

describe('a tablet', () => {
  const at = (text: string) => Date.parse(`${text}+07:00`);
  const times = { hours: DEFAULT_OPENING_HOURS, holidays: new Set<string>(), zone: 'Asia/Ho_Chi_Minh' };
  const silent = { id: 's', kind: 'silent', on: true, closesItself: true, minutes: 60 } as const;
  const unsent = { id: 'u', kind: 'unsent', on: true, closesItself: true, hours: 24 } as const;
  const now = at('2026-08-31T09:00');
  const tablet = (facts: Partial<TabletFacts>): TabletFacts => ({
    id: 't',
    enrolledAt: at('2026-01-05T08:00'),
    lastSeenAt: now - 60_000,
    unsent: 0,
    oldestUnsentAt: null,
    missing: [],
    report: null,
    hasKey: true,
    events: [],
    ...facts,
  });
  const look = (rule: typeof silent | typeof unsent, facts: Partial<TabletFacts>, since = 0) =>
    tabletFindings(rule, [tablet(facts)], { now, since, times })[0];

  test('that was silent over the weekend is no news; for an hour of opening time it is', () => {
    expect(look(silent, { lastSeenAt: at('2026-08-28T16:59') })?.state).toBe('bad');
    expect(look(silent, { lastSeenAt: at('2026-08-31T08:01') })?.state).toBe('between');
    expect(look(silent, { lastSeenAt: at('2026-08-31T08:00') })).toMatchObject({
      state: 'bad',
      measured: { minutes: 60 },
    });
    expect(look(silent, {})?.state).toBe('well');
  });
  test('is not silent for the time in which the server did not run', () =>
    expect(look(silent, { lastSeenAt: at('2026-08-01T08:00') }, now - 600_000)?.state).toBe('between'));
  test('that never spoke counts from the day it joined', () =>
    expect(look(silent, { lastSeenAt: null })?.state).toBe('bad'));
  test('that holds an answer for more than a day is bad, told to the hour, and well once half of that is left', () => {
    const held = (hours: number) => look(unsent, { unsent: 3, oldestUnsentAt: now - hours * 3_600_000 });
    expect(held(25.5)).toMatchObject({
      state: 'bad',
      measured: { kind: 'unsent', since: at('2026-08-30T07:00'), hours: 25, unsent: 3 },
    });
    expect(held(24)?.state).toBe('between');
    expect(held(11)?.state).toBe('well');
    expect(look(unsent, {})?.state).toBe('well');
  });
});

test('a sentence has the comma in Vietnamese, the point in English, and no line break from a name', () => {
  const sentence = alertSentence({
    rule: { ...index, kind: 'low', above: 12.5 },
    object: { kind: 'counter', id: 'quay-2' },
    name: { vi: 'Quầy 2\r\nBcc: x', en: 'Quầy 2' },
    measured: { kind: 'share', value: '18.40', limit: 12.5, n: 120, ...period },
  });
  expect(sentence.vi).toBe('Quầy 2 Bcc: x: 18,40\u00a0% câu trả lời ở mức 1–2 trong 30 ngày, trên ngưỡng 12,5\u00a0%');
  expect(sentence.en).toBe('Quầy 2: 18.40% of answers at levels 1–2 in 30 days, above 12.5%');
});
