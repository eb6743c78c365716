import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { RECORD_NOTES, RECORD_PROBLEMS, REQUEST_PROBLEMS, sentenceFor } from '../../src/domain/problem.ts';
import {
  BODY_LIMIT,
  canonicalBody,
  cleanRemark,
  findProblem,
  NO_PREVIOUS,
  REMARK_LIMIT,
  Submission,
  type Draft,
} from '../../src/domain/submission.ts';
import { criteriaAt, Survey } from '../../src/domain/survey.ts';
import { tallyOf } from '../../src/domain/tally.ts';

const identity = { id: '0192f0c1-0000-7000-8000-000000000001', device: 'd1', epoch: 1, seq: 1, prev: NO_PREVIOUS };
const draft: Draft = {
  survey: 1,
  counter: 'quay-1',
  field: 'land',
  stage: 'filing',
  channel: 'kiosk',
  language: 'vi',
  end: 'finished',
  answeredAt: 176e10,
  tookMs: 25e3,
  remark: null,
  answers: [
    {
      criterion: 'access',
      level: 5,
    },
  ],
};
const made = (changes: Partial<Draft> = {}): Submission =>
  Submission.parse(JSON.parse(canonicalBody({ ...draft, ...changes }, identity)));
const problem = (changes: Partial<Draft>) => findProblem(made(changes), SIX_CRITERIA);

describe('the canonical body', () => {
  it('is one line, and the same for the same record whatever the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(draft).reverse()) as unknown as Draft;
    expect(canonicalBody(turned, identity)).toBe(canonicalBody(draft, identity));
    expect(canonicalBody({ ...draft, remark: 'một\nhai' }, identity)).not.toContain('\n');
  });
  it('of the longest record that can be made fits the limit', () => {
    const answers = SIX_CRITERIA.criteria.flatMap((c) => [
      { criterion: c.id.padEnd(40, 'x'), level: 1 as const, reasons: Array.from({ length: 9 }, () => 'r'.repeat(40)) },
      { criterion: c.id.padEnd(40, 'y'), level: 1 as const, reasons: Array.from({ length: 9 }, () => 'r'.repeat(40)) },
    ]);
    const body = canonicalBody({ ...draft, answers, remark: '😀'.repeat(REMARK_LIMIT) }, identity);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(BODY_LIMIT);
  });
});

describe('a remark', () => {
  it('is kept as written, in NFC, without control characters and halves of characters', () => {
    expect(cleanRemark('  Cha\u0300o\r\nba\u0000n \ud800 ')).toBe('Chào\nban');
    expect(cleanRemark(' \n ')).toBeNull();
  });
  it('is cut at 2,000 characters as a person counts', () => {
    expect(Array.from(cleanRemark('😀'.repeat(2500)) ?? '').length).toBe(REMARK_LIMIT);
  });
  it('always passes the server after it was cleaned (seed 3)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(problem({ remark: cleanRemark(text) })).toBeNull();
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});

describe('a record against its survey', () => {
  it('is counted when all is known', () => expect(problem({})).toBeNull());
  it('is refused by name otherwise', () => {
    expect(problem({ field: 'fishing' })).toBe('unknown-field');
    expect(problem({ stage: 'paying' })).toBe('unknown-stage');
    expect(problem({ answers: [{ criterion: 'price', level: 5 }] })).toBe('unknown-criterion');
    expect(problem({ answers: [draft.answers, draft.answers].flat() })).toBe('criterion-repeated');
    expect(problem({ answers: [{ criterion: 'access', level: 1, reasons: ['waiting'] }] })).toBe('unknown-reason');
    expect(problem({ answers: [{ criterion: 'access', level: 5, reasons: ['hours'] }] })).toBe('unknown-reason');
    expect(problem({ remark: 'a'.repeat(2001) })).toBe('text-too-long');
    expect(problem({ remark: 'a\u0000' })).toBe('text-invalid');
  });
  it('cannot answer a criterion that is not asked at its stage', () => {
    const survey = {
      ...SIX_CRITERIA,
      criteria: SIX_CRITERIA.criteria.map((c) => (c.id === 'result' ? { ...c, stages: ['collecting'] } : c)),
    };
    expect(criteriaAt(survey, 'filing')).toHaveLength(5);
    expect(criteriaAt(survey, null)).toHaveLength(6);
    const record = made({ answers: [{ criterion: 'result', level: 4 }] });
    expect(findProblem(record, survey)).toBe('criterion-not-asked');
    expect(findProblem({ ...record, stage: 'collecting' }, survey)).toBeNull();
  });
});

describe('what a submission adds to the tally', () => {
  it('is one ballot, one count per criterion asked, and blank where nothing was answered', () => {
    const record = made({
      end: 'left',
      answers: [
        { criterion: 'access', level: 5 },
        { criterion: 'staff', level: 1, reasons: ['attitude', 'other'] },
        { criterion: 'feedback', level: 'unknown' },
      ],
    });
    const { ballots, criteria, reasons } = tallyOf(record, SIX_CRITERIA);
    expect(ballots).toEqual({ all: 1, left: 1, valid: 1, satisfied: 0 });
    expect(criteria.map(({ levels, unknown, blank }) => [...levels, unknown, blank].join(''))).toEqual([
      '0000100',
      '0000001',
      '0000001',
      '1000000',
      '0000001',
      '0000010',
    ]);
    expect(reasons).toEqual([
      { criterion: 'staff', reason: 'attitude' },
      { criterion: 'staff', reason: 'other' },
    ]);
  });
  it('is no valid ballot when everything was unknown or blank', () => {
    const record = made({ answers: [{ criterion: 'access', level: 'unknown' }] });
    expect(tallyOf(record, SIX_CRITERIA).ballots).toEqual({ all: 1, left: 0, valid: 0, satisfied: 0 });
  });
});

describe('the shipped survey', () => {
  it('is a valid survey of six criteria with a goal of 85, marked as wording to confirm', () => {
    expect(Survey.parse(SIX_CRITERIA)).toMatchObject({ goal: 85, method: 'top2', wordingToConfirm: true });
    expect(SIX_CRITERIA.criteria).toHaveLength(6);
  });
  it('is refused when a criterion names a stage it does not have, or an id stands twice', () => {
    const [first, ...rest] = SIX_CRITERIA.criteria;
    if (!first) throw new Error('the preset has criteria');
    expect(Survey.safeParse({ ...SIX_CRITERIA, criteria: [{ ...first, stages: ['paying'] }, ...rest] }).success).toBe(
      false,
    );
    expect(Survey.safeParse({ ...SIX_CRITERIA, criteria: [first, first] }).success).toBe(false);
  });
});

describe('every code', () => {
  it('has a sentence in both languages, and no code has two meanings', () => {
    const codes = [REQUEST_PROBLEMS, RECORD_PROBLEMS, RECORD_NOTES].flatMap((list) => Object.keys(list));
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) {
      const { vi, en } = sentenceFor(code);
      expect(vi.length > 10 && en.length > 10 && vi !== en, code).toBe(true);
    }
    expect(sentenceFor('from-the-future')).toEqual({ vi: 'from-the-future', en: 'from-the-future' });
  });
});
