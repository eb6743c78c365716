import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { draftOf, newId, SurveyDraft } from '../../src/domain/survey-draft.ts';
import { freeId, idFrom, surveyFrom } from '../../src/domain/survey-ids.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';
import { draftProblems, LONGEST, MOST } from '../../src/domain/survey-problems.ts';
import { OTHER_REASON, Survey } from '../../src/domain/survey.ts';

/** The one at a place, which there is. */
function nth<T>(list: readonly T[], at: number): T {
  const found = list[at];
  if (found === undefined) throw new Error(`there is none at ${at}`);
  return found;
}

const six = (): SurveyDraft => structuredClone(draftOf(SIX_CRITERIA));
const label = (text: string) => ({ vi: text, en: text });
const codes = (draft: SurveyDraft) => draftProblems(draft).map(({ path, code }) => `${path}: ${code}`);
const changed = (change: (draft: SurveyDraft) => void) => {
  const draft = six();
  change(draft);
  return codes(draft);
};

describe('what stands against publishing', () => {
  it.each(Object.entries(PRESETS))('nothing, for the preset %s', (_, preset) => {
    expect(codes(draftOf(preset))).toEqual([]);
    expect(surveyFrom(draftOf(preset), 2, [SIX_CRITERIA])).toEqual({ ...preset, version: 2 });
  });

  it('names what is missing, in which language', () => {
    expect(changed((draft) => (nth(draft.criteria, 2).question.en = '  '))).toEqual([
      'criteria.2.question.en: missing',
    ]);
    expect(changed((draft) => (draft.levels[1].vi = ''))).toEqual(['levels.1.vi: missing']);
    expect(changed((draft) => (draft.goal = null))).toEqual(['goal: missing']);
    expect(changed((draft) => (nth(draft.criteria, 0).weight = null))).toEqual(['criteria.0.weight: missing']);
  });

  it('asks for words of the levels that are offered only, and for the ends of the scale always', () => {
    expect(changed((draft) => (draft.levels = { 1: draft.levels[1], 5: draft.levels[5] }))).toEqual([]);
    expect(changed((draft) => (draft.levels = { ...draft.levels, 4: label('') }))).toEqual([
      'levels.4.vi: missing',
      'levels.4.en: missing',
    ]);
    expect(changed((draft) => (draft.levels = { ...draft.levels, 2: undefined, 3: draft.levels[1] }))).toEqual([
      'levels.3.vi: same-wording',
      'levels.3.en: same-wording',
    ]);
    for (const end of [1, 5] as const) {
      const levels = { ...SIX_CRITERIA.levels, [end]: undefined };
      expect(Survey.safeParse({ ...SIX_CRITERIA, levels }).success).toBe(false);
      expect(SurveyDraft.safeParse({ ...six(), levels }).success).toBe(false);
    }
  });

  it('counts letters as people do, and says the limit', () => {
    const ế = 'ế'.normalize('NFC');
    const fits = changed((draft) => (nth(draft.criteria, 0).question.vi = ế.repeat(LONGEST.question)));
    expect(fits).toEqual([]);
    const draft = six();
    nth(draft.criteria, 0).question.vi = ế.repeat(LONGEST.question + 1);
    expect(draftProblems(draft)).toEqual([
      { path: 'criteria.0.question.vi', code: 'too-long', limit: LONGEST.question },
    ]);
  });

  it('refuses a goal outside 0 to 100 and one with three decimals', () => {
    expect(changed((draft) => (draft.goal = 100.01))).toEqual(['goal: goal-range']);
    expect(changed((draft) => (draft.goal = -1))).toEqual(['goal: goal-range']);
    expect(changed((draft) => (draft.goal = 85.005))).toEqual(['goal: goal-decimals']);
    for (const goal of [0, 85, 84.99, 99.9, 100]) expect(changed((draft) => (draft.goal = goal))).toEqual([]);
  });

  it('refuses more criteria, reasons, stages and fields than there may be, and no criterion at all', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ id: `~${at + 1}`, label: label(`${at}`) }));
    expect(changed((draft) => (draft.criteria = []))).toEqual(['criteria: no-criteria']);
    expect(changed((draft) => (draft.fields = many(MOST.fields + 1)))).toEqual(['fields: too-many']);
    expect(changed((draft) => (nth(draft.criteria, 0).reasons = many(MOST.reasons + 1)))).toEqual([
      'criteria.0.reasons: too-many',
    ]);
    const first = nth(six().criteria, 0);
    const twelve = many(13).map(({ id, label: name }) => ({ ...first, id, name }));
    expect(changed((draft) => (draft.criteria = twelve))).toEqual(['criteria: too-many']);
    expect(changed((draft) => (draft.stages = many(5)))).toContain('stages: too-many');
  });

  it('refuses an id that comes twice, the id of "another reason", and wording that comes twice', () => {
    expect(changed((draft) => (nth(draft.fields, 1).id = 'civil-status'))).toEqual(['fields.1.id: repeated-id']);
    expect(changed((draft) => (nth(nth(draft.criteria, 0).reasons, 0).id = OTHER_REASON))).toEqual([
      'criteria.0.reasons.0.id: reserved-id',
    ]);
    expect(changed((draft) => (nth(draft.fields, 1).label.vi = ' hộ tịch'))).toEqual([
      'fields.1.label.vi: same-wording',
    ]);
  });

  it('refuses a stage that the survey does not have, and a stage at which nothing is asked', () => {
    expect(changed((draft) => (nth(draft.criteria, 0).stages = ['gone']))).toEqual([
      'criteria.0.stages: stage-unknown',
    ]);
    expect(
      changed((draft) => {
        for (const criterion of draft.criteria) criterion.stages = ['collecting'];
      }),
    ).toEqual(['stages.0.label.vi: stage-empty']);
  });

  it('refuses weights that leave nothing to weigh', () => {
    const zero = (draft: SurveyDraft) => {
      for (const criterion of draft.criteria) criterion.weight = 0;
    };
    expect(changed(zero)).toEqual([]);
    expect(changed((draft) => (zero(draft), (draft.overall = 'weighted')))).toEqual(['criteria.0.weight: no-weight']);
    expect(changed((draft) => (nth(draft.criteria, 0).weight = -1))).toEqual(['criteria.0.weight: weight-range']);
  });

  it('lets pass only what becomes a survey (seed 31)', () => {
    const text = fc.string({ maxLength: 45, unit: 'grapheme' });
    const words = fc.record({ vi: text, en: text });
    const id = fc.constantFrom('~1', '~2', '~3', 'access', 'staff', 'filing', 'collecting', 'other', 'nong');
    const choice = fc.record({ id, label: words });
    const change = fc.record(
      {
        title: words,
        goal: fc.oneof(
          fc.double({ noNaN: true, min: -1, max: 101 }),
          fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
        ),
        stages: fc.array(choice, { maxLength: 3 }),
        fields: fc.array(choice, { maxLength: 4 }),
        overall: fc.constantFrom('weighted' as const, 'pooled' as const),
        criteria: fc.array(
          fc.record({
            id,
            name: words,
            question: words,
            weight: fc.double({ noNaN: true, min: -1, max: 1001 }),
            stages: fc.array(id, { maxLength: 2 }),
            reasons: fc.array(choice, { maxLength: 3 }),
          }),
          { maxLength: 4 },
        ),
      },
      { requiredKeys: [] },
    );
    let published = 0;
    fc.assert(
      fc.property(change, (some) => {
        const draft = SurveyDraft.parse({ ...six(), ...some });
        if (draftProblems(draft).length > 0) return;
        published++;
        expect(Survey.safeParse(surveyFrom(draft, 3, [SIX_CRITERIA])).success).toBe(true);
      }),
      { seed: 31, numRuns: 3000 },
    );
    expect(published).toBeGreaterThan(20);
  });
});

describe('ids', () => {
  it('are made from the Vietnamese name', () => {
    expect(idFrom('Chờ đợi lâu')).toBe('cho-doi-lau');
    expect(idFrom('  Đất đai – Xây dựng (2) ')).toBe('dat-dai-xay-dung-2');
    expect(idFrom('服务')).toBe('muc');
    expect(idFrom('a'.repeat(60))).toHaveLength(40);
    expect(freeId('Hộ tịch', new Set(['ho-tich', 'ho-tich-2']))).toBe('ho-tich-3');
    expect(freeId('x'.repeat(60), new Set(['x'.repeat(40)]))).toBe(`${'x'.repeat(38)}-2`);
  });

  it('stay with what was there, and a new thing never takes one that any version used', () => {
    const older: Survey = {
      ...SIX_CRITERIA,
      fields: [...SIX_CRITERIA.fields, { id: 'moi-truong', label: label('Môi trường') }],
    };
    const draft = six();
    draft.fields.push({ id: newId(draft), label: label('Môi trường') });
    nth(draft.fields, 0).label.vi = 'Hộ tịch, chứng thực';
    const survey = surveyFrom(draft, 3, [older, SIX_CRITERIA]);
    expect(survey.fields.map(({ id }) => id)).toEqual([...SIX_CRITERIA.fields.map(({ id }) => id), 'moi-truong-2']);
  });

  it('of a new stage are what its criteria name, and a reason called "other" is not the other reason', () => {
    const draft = six();
    const stage = newId(draft);
    draft.stages.push({ id: stage, label: label('Hỏi thông tin') });
    nth(draft.criteria, 0).stages = [stage];
    nth(draft.criteria, 0).reasons.push({ id: newId(draft), label: label('Other') });
    const survey = surveyFrom(draft, 2, [SIX_CRITERIA]);
    expect(survey.stages[2]?.id).toBe('hoi-thong-tin');
    expect(survey.criteria[0]?.stages).toEqual(['hoi-thong-tin']);
    expect(survey.criteria[0]?.reasons.at(-1)?.id).toBe('other-2');
  });

  it('of new things differ within a draft', () => {
    const draft = six();
    const first = newId(draft);
    nth(draft.criteria, 0).reasons.push({ id: first, label: label('A') });
    expect(newId(draft)).not.toBe(first);
  });
});
