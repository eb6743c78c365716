/**
 * From a draft to a survey. What was there before keeps its id, since that is what old answers name; what is new gets one
 * from its Vietnamese name that no version of the office ever used, so that two different things are never counted as one.
 */
import { levelsOf, OTHER_REASON, Survey } from './survey.ts';
import { isNew, type DraftChoice, type DraftWords, type SurveyDraft } from './survey-draft.ts';

const LONGEST = 40;

/** "Chờ đợi lâu" is "cho-doi-lau": without diacritics, small letters, digits and hyphens, at most 40. */
export function idFrom(name: string): string {
  const plain = name
    .replace(/[đĐ]/g, 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'muc' : plain;
}

/** @param taken ids that it must differ from. */
export function freeId(name: string, taken: ReadonlySet<string>): string {
  const id = idFrom(name);
  if (!taken.has(id)) return id;
  for (let number = 2; ; number++) {
    const ending = `-${number}`;
    const other = id.slice(0, LONGEST - ending.length).replace(/-+$/, '') + ending;
    if (!taken.has(other)) return other;
  }
}

const trimmed = ({ vi, en }: DraftWords): DraftWords => ({
  vi: vi.trim().normalize('NFC'),
  en: en.trim().normalize('NFC'),
});

/** Gives ids to what is new in a list. @returns the list, and the ids by those they had in the draft. */
function settle(choices: readonly DraftChoice[], used: Iterable<string>) {
  const taken = new Set([...used, ...choices.map(({ id }) => id)]);
  const ids = new Map<string, string>();
  const settled = choices.map(({ id: before, label }) => {
    const id = isNew(before) ? freeId(label.vi, taken) : before;
    taken.add(id);
    ids.set(before, id);
    return { id, label: trimmed(label) };
  });
  return { settled, ids };
}

/**
 * The survey that a draft becomes.
 * @param version its number.
 * @param older every version that there ever was, also those that were withdrawn.
 * @throws what `Survey` throws where `draftProblems` finds something; ask that first.
 */
export function surveyFrom(draft: SurveyDraft, version: number, older: readonly Survey[]): Survey {
  const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  const stages = settle(
    draft.stages,
    older.flatMap((one) => idsOf(one.stages)),
  );
  const fields = settle(
    draft.fields,
    older.flatMap((one) => idsOf(one.fields)),
  );
  const criteria = settle(
    draft.criteria.map(({ id, name }) => ({ id, label: name })),
    older.flatMap((one) => idsOf(one.criteria)),
  );
  return Survey.parse({
    ...draft,
    version,
    title: trimmed(draft.title),
    invitation: trimmed(draft.invitation),
    unknown: trimmed(draft.unknown),
    otherReason: trimmed(draft.otherReason),
    levels: Object.fromEntries(levelsOf(draft).map(({ level, label }) => [level, trimmed(label)])),
    stages: stages.settled,
    fields: fields.settled,
    criteria: draft.criteria.map((criterion, at) => {
      const before = older.flatMap((one) => one.criteria.filter(({ id }) => id === criterion.id));
      const used = [OTHER_REASON, ...before.flatMap(({ reasons }) => idsOf(reasons))];
      return {
        ...criterion,
        id: criteria.settled[at]?.id,
        name: trimmed(criterion.name),
        question: trimmed(criterion.question),
        stages: criterion.stages.map((id) => stages.ids.get(id) ?? id),
        reasons: settle(criterion.reasons, used).settled,
      };
    }),
  });
}
