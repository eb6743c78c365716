/**
 * What is different between two surveys, or a survey and a draft, as people speak of it: things added, removed, reworded,
 * set or put in another order. Things are known by their ids.
 */
import { LEVELS } from './survey.ts';
import type { DraftChoice, DraftWords, SurveyDraft } from './survey-draft.ts';

/** What a change is about. A `text` is a wording of the survey itself. */
export type Thing = 'criterion' | 'question' | 'reason' | 'stage' | 'field' | 'level' | Text;
export type Text = 'title' | 'invitation' | 'unknown' | 'otherReason';
/** Things in an order of their own. */
type Listed = 'criterion' | 'reason' | 'stage' | 'field';
export type Setting = 'goal' | 'method' | 'overall' | 'order' | 'wordingToConfirm';

export type SurveyChange =
  | {
      deed: 'added' | 'removed';
      thing: Listed | 'level';
      name: DraftWords;
      of: DraftWords | null;
    }
  | {
      deed: 'reworded';
      thing: Thing;
      /** The thing as it is called now; of a question its criterion. */
      name: DraftWords;
      of: DraftWords | null;
      language: 'vi' | 'en';
      before: string;
      after: string;
    }
  | { deed: 'reordered'; thing: Listed; of: DraftWords | null }
  | { deed: 'weighed'; name: DraftWords; before: number | null; after: number | null }
  /** At which stages a criterion is asked; empty is all. */
  | { deed: 'staged'; name: DraftWords; before: DraftWords[]; after: DraftWords[] }
  | {
      deed: 'set';
      setting: Setting;
      before: string | number | boolean | null;
      after: string | number | boolean | null;
    };

const reworded = (
  thing: Thing,
  name: DraftWords,
  of: DraftWords | null,
  before: DraftWords,
  after: DraftWords,
): SurveyChange[] =>
  (['vi', 'en'] as const)
    .filter((language) => before[language] !== after[language])
    .map((language) => ({
      deed: 'reworded',
      thing,
      name,
      of,
      language,
      before: before[language],
      after: after[language],
    }));

function lists(
  thing: Listed,
  of: DraftWords | null,
  before: readonly DraftChoice[],
  after: readonly DraftChoice[],
): SurveyChange[] {
  const was = new Map(before.map((one) => [one.id, one.label]));
  const is = new Map(after.map((one) => [one.id, one.label]));
  const keptBefore = before.filter(({ id }) => is.has(id)).map(({ id }) => id);
  const keptAfter = after.filter(({ id }) => was.has(id)).map(({ id }) => id);
  return [
    ...after
      .filter(({ id }) => !was.has(id))
      .map(({ label: name }): SurveyChange => ({ deed: 'added', thing, name, of })),
    ...before
      .filter(({ id }) => !is.has(id))
      .map(({ label: name }): SurveyChange => ({ deed: 'removed', thing, name, of })),
    ...after.flatMap(({ id, label }) => reworded(thing, label, of, was.get(id) ?? label, label)),
    ...(keptBefore.join() === keptAfter.join() ? [] : [{ deed: 'reordered' as const, thing, of }]),
  ];
}

function criteria(before: SurveyDraft, after: SurveyDraft): SurveyChange[] {
  const named = (list: SurveyDraft['criteria']) => list.map(({ id, name }) => ({ id, label: name }));
  const stagesOf = ({ stages }: SurveyDraft, ids: readonly string[]) =>
    stages.filter(({ id }) => ids.includes(id)).map(({ label }) => label);
  return [
    ...lists('criterion', null, named(before.criteria), named(after.criteria)),
    ...after.criteria.flatMap((now): SurveyChange[] => {
      const was = before.criteria.find(({ id }) => id === now.id);
      if (!was) return [];
      const { name } = now;
      return [
        ...reworded('question', name, null, was.question, now.question),
        ...(was.weight === now.weight
          ? []
          : [{ deed: 'weighed' as const, name, before: was.weight, after: now.weight }]),
        ...([...was.stages].sort().join() === [...now.stages].sort().join()
          ? []
          : [
              {
                deed: 'staged' as const,
                name,
                before: stagesOf(before, was.stages),
                after: stagesOf(after, now.stages),
              },
            ]),
        ...lists('reason', name, was.reasons, now.reasons),
      ];
    }),
  ];
}

/** A level has no id but its number, and is offered or not. */
const levels = (before: SurveyDraft, after: SurveyDraft): SurveyChange[] =>
  LEVELS.flatMap((level): SurveyChange[] => {
    const [was, is] = [before.levels[level], after.levels[level]];
    if (was && is) return reworded('level', is, null, was, is);
    if (is) return [{ deed: 'added', thing: 'level', name: is, of: null }];
    return was ? [{ deed: 'removed', thing: 'level', name: was, of: null }] : [];
  });

const SETTINGS: readonly Setting[] = ['goal', 'method', 'overall', 'order', 'wordingToConfirm'];
const TEXTS: readonly Text[] = ['title', 'invitation', 'unknown', 'otherReason'];

/** Every change, those that bear on the results most first. A published survey can stand on either side. */
export function surveyChanges(before: SurveyDraft, after: SurveyDraft): SurveyChange[] {
  return [
    ...SETTINGS.filter((setting) => before[setting] !== after[setting]).map((setting): SurveyChange => ({
      deed: 'set',
      setting,
      before: before[setting],
      after: after[setting],
    })),
    ...criteria(before, after),
    ...lists('stage', null, before.stages, after.stages),
    ...lists('field', null, before.fields, after.fields),
    ...levels(before, after),
    ...TEXTS.flatMap((text) => reworded(text, after[text], null, before[text], after[text])),
  ];
}

/**
 * Whether figures from before and after may not be laid side by side as they are: another set of criteria or levels,
 * another question, wording of a level or order of the faces, or another way to count.
 */
export const breaksComparison = (change: SurveyChange): boolean => {
  switch (change.deed) {
    case 'added':
    case 'removed':
      return change.thing === 'criterion' || change.thing === 'level';
    case 'reworded':
      return change.thing === 'question' || change.thing === 'level';
    case 'staged':
      return true;
    case 'set':
      return change.setting === 'method' || change.setting === 'overall' || change.setting === 'order';
    case 'weighed':
    case 'reordered':
      return false;
  }
};
