import { expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { breaksComparison, surveyChanges, type SurveyChange } from '../../src/domain/survey-diff.ts';
import { draftOf, type SurveyDraft } from '../../src/domain/survey-draft.ts';
import { PRESETS } from '../../src/domain/survey-presets.ts';

/** The one at a place, which there is. */
function nth<T>(list: readonly T[], at: number): T {
  const found = list[at];
  if (found === undefined) throw new Error(`there is none at ${at}`);
  return found;
}

const before = draftOf(SIX_CRITERIA);
const after = (change: (draft: SurveyDraft) => void): SurveyChange[] => {
  const draft = structuredClone(before);
  change(draft);
  return surveyChanges(before, draft);
};
const label = (text: string) => ({ vi: text, en: text });

it('finds nothing between a survey and itself', () => {
  expect(surveyChanges(before, structuredClone(before))).toEqual([]);
});

it('tells a new wording by language, with the words before and after', () => {
  expect(after((draft) => (nth(draft.criteria, 3).question.en = 'New words'))).toEqual([
    {
      deed: 'reworded',
      thing: 'question',
      name: before.criteria[3]?.name,
      of: null,
      language: 'en',
      before: before.criteria[3]?.question.en,
      after: 'New words',
    },
  ]);
});

it('tells what was added and removed, and of what', () => {
  const changes = after((draft) => {
    draft.fields.push({ id: '~1', label: label('Môi trường') });
    nth(draft.criteria, 0).reasons.shift();
  });
  expect(changes).toEqual([
    { deed: 'removed', thing: 'reason', name: before.criteria[0]?.reasons[0]?.label, of: before.criteria[0]?.name },
    { deed: 'added', thing: 'field', name: label('Môi trường'), of: null },
  ]);
});

it('tells levels that are offered no more, or again, and that both part the figures', () => {
  const three = draftOf(PRESETS['three-levels']);
  const deeds = (changes: readonly SurveyChange[]) =>
    changes.flatMap((change) =>
      change.deed === 'added' || change.deed === 'removed'
        ? [[change.deed, change.name.vi, breaksComparison(change)]]
        : [],
    );
  expect(deeds(surveyChanges(before, three))).toEqual([
    ['removed', 'Không hài lòng', true],
    ['removed', 'Hài lòng', true],
  ]);
  expect(deeds(surveyChanges(three, before))).toEqual([
    ['added', 'Không hài lòng', true],
    ['added', 'Hài lòng', true],
  ]);
});

it('tells another order once, and not when something was only added between', () => {
  expect(after((draft) => void draft.criteria.reverse())).toEqual([
    { deed: 'reordered', thing: 'criterion', of: null },
  ]);
  expect(
    after((draft) => void draft.stages.unshift({ id: '~1', label: label('Hỏi') })).map(({ deed }) => deed),
  ).toEqual(['added']);
});

it('tells settings, weights and stages, and which changes part the figures', () => {
  const changes = after((draft) => {
    draft.goal = 90;
    draft.method = 'norm';
    nth(draft.criteria, 0).weight = 2;
    nth(draft.criteria, 1).stages = ['collecting'];
  });
  expect(changes.map((change) => [change.deed, breaksComparison(change)])).toEqual([
    ['set', false],
    ['set', true],
    ['weighed', false],
    ['staged', true],
  ]);
  expect(changes[3]).toMatchObject({ before: [], after: [{ vi: 'Nhận kết quả' }] });
});

it('tells six to SIPAS-5 as one criterion in place of two', () => {
  expect(surveyChanges(before, draftOf(PRESETS['sipas-5'])).map(({ deed }) => deed)).toEqual([
    'added',
    'removed',
    'removed',
  ]);
});
