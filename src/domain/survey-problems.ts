/**
 * All that stands against publishing a draft, as codes; the words for them are in ui. What this lets pass `Survey` takes:
 * a test holds the two against each other.
 */
import { levelsOf, OTHER_REASON } from './survey.ts';
import type { DraftChoice, DraftWords, SurveyDraft } from './survey-draft.ts';

export type DraftProblemCode =
  | 'missing'
  | 'too-long'
  | 'repeated-id'
  | 'reserved-id'
  | 'same-wording'
  | 'goal-range'
  | 'goal-decimals'
  | 'weight-range'
  | 'no-weight'
  | 'no-criteria'
  | 'too-many'
  | 'stage-unknown'
  | 'stage-empty';

export interface DraftProblem {
  /** Where in the draft, with dots: `criteria.2.question.en`. */
  path: string;
  code: DraftProblemCode;
  /** The most that is allowed, where the code is about too much. */
  limit?: number;
}

/** How many of each there may be. */
export const MOST = { criteria: 12, reasons: 8, stages: 4, fields: 12 } as const;
/**
 * Characters that fit on the tablet's screen without scrolling: measured with the kiosk's own rules at 960 × 600 and
 * 600 × 1024 (7 inches), a question of 140 still fits above eight open reasons of 40. Letters differ in width, and larger
 * text needs more room: the preview measures each question besides.
 */
export const LONGEST = {
  title: 120,
  invitation: 160,
  name: 120,
  question: 140,
  level: 32,
  unknown: 40,
  reason: 40,
  stage: 48,
  field: 48,
} as const;

/** Letters as people count them: an accent is none of its own, however it was typed. */
export const lettersIn = (text: string): number => Array.from(text.trim().normalize('NFC')).length;

const words = (path: string, { vi, en }: DraftWords, limit: number): DraftProblem[] =>
  Object.entries({ vi, en }).flatMap(([language, text]): DraftProblem[] => {
    const length = lettersIn(text);
    const where = `${path}.${language}`;
    if (length === 0) return [{ path: where, code: 'missing' }];
    return length > limit ? [{ path: where, code: 'too-long', limit }] : [];
  });

/** Ids that come twice; what is new has none yet. */
const repeatedIds = (path: string, list: readonly { id: string }[]): DraftProblem[] =>
  list.flatMap(({ id }, at) =>
    list.findIndex((one) => one.id === id) < at ? [{ path: `${path}.${at}.id`, code: 'repeated-id' as const }] : [],
  );

/** Two choices that read the same: nobody could tell them apart, on the tablet or in the results. */
const sameWording = (list: readonly { path: string; words: DraftWords }[]): DraftProblem[] =>
  (['vi', 'en'] as const).flatMap((language) => {
    const plain = list.map(({ words: of }) => of[language].trim().toLowerCase());
    return list.flatMap(({ path }, at) =>
      plain[at] !== '' && plain.indexOf(plain[at] ?? '') < at
        ? [{ path: `${path}.${language}`, code: 'same-wording' as const }]
        : [],
    );
  });

function choices(path: string, list: readonly DraftChoice[], limit: number, most: number): DraftProblem[] {
  return [
    ...(list.length > most ? [{ path, code: 'too-many' as const, limit: most }] : []),
    ...list.flatMap(({ label }, at) => words(`${path}.${at}.label`, label, limit)),
    ...sameWording(list.map(({ label }, at) => ({ path: `${path}.${at}.label`, words: label }))),
    ...repeatedIds(path, list),
  ];
}

/** `multipleOf(0.01)` of the survey, without its dependence on how a decimal is stored. */
const hasTwoDecimals = (value: number) => Number(value.toFixed(2)) === value;

function numbers({ goal, overall, criteria }: SurveyDraft): DraftProblem[] {
  const found: DraftProblem[] = [];
  if (goal === null) found.push({ path: 'goal', code: 'missing' });
  else if (goal < 0 || goal > 100) found.push({ path: 'goal', code: 'goal-range' });
  else if (!hasTwoDecimals(goal)) found.push({ path: 'goal', code: 'goal-decimals' });
  for (const [at, { weight }] of criteria.entries())
    if (weight === null) found.push({ path: `criteria.${at}.weight`, code: 'missing' });
    else if (weight < 0 || weight > 1000) found.push({ path: `criteria.${at}.weight`, code: 'weight-range' });
  if (overall === 'weighted' && criteria.length > 0 && criteria.every(({ weight }) => weight === 0))
    found.push({ path: 'criteria.0.weight', code: 'no-weight' });
  return found;
}

function stagesOf({ stages, criteria }: SurveyDraft): DraftProblem[] {
  const known = new Set(stages.map(({ id }) => id));
  return [
    ...criteria.flatMap((one, at) =>
      one.stages.some((id) => !known.has(id))
        ? [{ path: `criteria.${at}.stages`, code: 'stage-unknown' as const }]
        : [],
    ),
    ...stages.flatMap(({ id }, at) =>
      criteria.length > 0 && criteria.every((one) => one.stages.length > 0 && !one.stages.includes(id))
        ? [{ path: `stages.${at}.label.vi`, code: 'stage-empty' as const }]
        : [],
    ),
  ];
}

/** In the order in which a person meets them; empty when the draft can be published. */
export function draftProblems(draft: SurveyDraft): DraftProblem[] {
  const { criteria } = draft;
  const levels = levelsOf(draft).map(({ level, label }) => ({ path: `levels.${level}`, words: label }));
  return [
    ...words('title', draft.title, LONGEST.title),
    ...words('invitation', draft.invitation, LONGEST.invitation),
    ...(criteria.length === 0 ? [{ path: 'criteria', code: 'no-criteria' as const }] : []),
    ...(criteria.length > MOST.criteria ? [{ path: 'criteria', code: 'too-many' as const, limit: MOST.criteria }] : []),
    ...repeatedIds('criteria', criteria),
    ...criteria.flatMap(({ name, question, reasons }, at) => [
      ...words(`criteria.${at}.name`, name, LONGEST.name),
      ...words(`criteria.${at}.question`, question, LONGEST.question),
      ...choices(`criteria.${at}.reasons`, reasons, LONGEST.reason, MOST.reasons),
      ...reasons.flatMap(({ id }, reason) =>
        id === OTHER_REASON ? [{ path: `criteria.${at}.reasons.${reason}.id`, code: 'reserved-id' as const }] : [],
      ),
    ]),
    ...sameWording(criteria.map(({ name }, at) => ({ path: `criteria.${at}.name`, words: name }))),
    ...numbers(draft),
    ...choices('stages', draft.stages, LONGEST.stage, MOST.stages),
    ...stagesOf(draft),
    ...choices('fields', draft.fields, LONGEST.field, MOST.fields),
    ...[...levels].reverse().flatMap(({ path, words: of }) => words(path, of, LONGEST.level)),
    ...sameWording(levels),
    ...words('unknown', draft.unknown, LONGEST.unknown),
    ...words('otherReason', draft.otherReason, LONGEST.reason),
  ];
}
