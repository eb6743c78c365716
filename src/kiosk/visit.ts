/**
 * One person at the tablet, as a pure state machine: what is asked, what was answered, and what becomes of it.
 * Whatever the order of taps: answers only to what was asked, never changed by the language, and after the end nothing of
 * a person is left here but the draft that goes to disk.
 */
import type { DeviceSettings } from '../domain/place.ts';
import { cleanRemark, REMARK_LIMIT, type Answer, type Draft } from '../domain/submission.ts';
import { asksReasons, criteriaAt, OTHER_REASON, type Criterion, type Level, type Words } from '../domain/survey.ts';

/** How it is shown; no part of the answers. */
export interface View {
  language: keyof Words;
  larger: boolean;
  contrast: boolean;
}
export const PLAIN_VIEW: View = { language: 'vi', larger: false, contrast: false };

export interface Given {
  level: Level | 'unknown';
  reasons: readonly string[];
}
/** One screen of the visit. */
export type Place = { name: 'stage' } | { name: 'field' } | { name: 'rate'; criterion: Criterion } | { name: 'remark' };

/** What one person has given so far, under the settings that were valid when the visit began. */
export interface Ballot {
  settings: DeviceSettings;
  /** Monotonic milliseconds of the first tap. */
  startedAt: number;
  /** Index into `placesOf`. */
  at: number;
  /** The level that was just taken: shown for a moment where it was tapped, while the next question is there already. */
  taken: Level | 'unknown' | null;
  stage: string | null;
  field: string | null;
  /** By criterion id; also of criteria that a changed stage no longer asks, in case it is changed back. */
  answers: Readonly<Record<string, Given>>;
  remark: string;
}

/** `draft` on the welcome screen belongs to someone who went away, and is on its way to disk. */
export type Visit = { view: View } & (
  | { phase: 'welcome'; draft: Draft | null }
  | { phase: 'answering'; ballot: Ballot }
  | { phase: 'saving' | 'unsaved'; draft: Draft }
  | { phase: 'thanks' }
);

/** Milliseconds: since 1970 by the tablet's clock, and by the clock that is never set. */
export interface Moment {
  wall: number;
  monotonic: number;
}

export type Action =
  | { type: 'begin'; settings: DeviceSettings; moment: Moment }
  | { type: 'view'; view: Partial<View> }
  | { type: 'stage'; id: string }
  | { type: 'field'; id: string }
  | { type: 'rate'; level: Level | 'unknown' }
  | { type: 'reason'; id: string }
  | { type: 'remark'; text: string }
  | { type: 'next' | 'skip' | 'back' }
  | { type: 'finish'; moment: Moment }
  | { type: 'leave'; moment: Moment }
  | { type: 'saved' | 'unsaved'; draft: Draft }
  | { type: 'close' };

export const ATREST: Visit = { phase: 'welcome', view: PLAIN_VIEW, draft: null };

/** The screens of a visit in order. Those after the stage depend on it, so an index up to there stays good. */
export function placesOf({ settings: { counter, survey }, stage }: Ballot): Place[] {
  const places: Place[] = [];
  if (counter.asksStage && survey.stages.length > 0) places.push({ name: 'stage' });
  if (counter.asksField && survey.fields.length > 0) places.push({ name: 'field' });
  for (const criterion of criteriaAt(survey, stage)) places.push({ name: 'rate', criterion });
  return [...places, { name: 'remark' }];
}

/** The screen that is shown. */
export function placeOf(ballot: Ballot): Place {
  return placesOf(ballot)[ballot.at] ?? { name: 'remark' };
}

/** Where in the criteria the visit stands: `{ index: 1, count: 6 }` is "2 / 6". */
export function progressOf(ballot: Ballot): { index: number; count: number } {
  const places = placesOf(ballot);
  const first = places.findIndex(({ name }) => name === 'rate');
  return { index: ballot.at - first, count: places.filter(({ name }) => name === 'rate').length };
}

/** What was chosen on the screen that is shown, if anything. */
export function chosenAt(ballot: Ballot): string | Given | null {
  const place = placeOf(ballot);
  if (place.name === 'stage') return ballot.stage;
  if (place.name === 'field') return ballot.field;
  return place.name === 'rate' ? (ballot.answers[place.criterion.id] ?? null) : null;
}

/** From the first screen one goes back to Welcome only while nothing is answered: a second start would count twice. */
export function canGoBack(ballot: Ballot): boolean {
  return ballot.at > 0 || Object.keys(ballot.answers).length === 0;
}

/** The draft of a ballot. One that was left keeps no text; a criterion that was not answered has no entry. */
export function draftOf(ballot: Ballot, view: View, end: Draft['end'], moment: Moment): Draft {
  const { settings, stage, field, answers, remark, startedAt } = ballot;
  const given: Answer[] = criteriaAt(settings.survey, stage).flatMap(({ id }) => {
    const one = answers[id];
    if (!one) return [];
    return one.reasons.length > 0
      ? { criterion: id, level: one.level, reasons: [...one.reasons] }
      : { criterion: id, level: one.level };
  });
  return {
    survey: settings.survey.version,
    counter: settings.counter.id,
    field,
    stage,
    channel: 'kiosk',
    language: view.language,
    end,
    answeredAt: Math.round(moment.wall),
    tookMs: Math.min(86_400_000, Math.max(0, Math.round(moment.monotonic - startedAt))),
    answers: given,
    remark: end === 'left' ? null : cleanRemark(remark),
  };
}

function begin(settings: DeviceSettings, { monotonic }: Moment): Ballot {
  const { counter } = settings;
  return {
    settings,
    startedAt: monotonic,
    at: 0,
    taken: null,
    stage: counter.asksStage ? null : counter.stage,
    field: counter.asksField ? null : counter.field,
    answers: {},
    remark: '',
  };
}

function rate(ballot: Ballot, level: Level | 'unknown'): Ballot {
  const place = placeOf(ballot);
  if (place.name !== 'rate' || (level !== 'unknown' && !ballot.settings.survey.levels[level])) return ballot;
  const { id } = place.criterion;
  const low = asksReasons(level);
  const answers = { ...ballot.answers, [id]: { level, reasons: low ? (ballot.answers[id]?.reasons ?? []) : [] } };
  return low ? { ...ballot, answers, taken: null } : { ...ballot, answers, at: ballot.at + 1, taken: level };
}

function toggleReason(ballot: Ballot, reason: string): Ballot {
  const place = placeOf(ballot);
  const given = place.name === 'rate' ? ballot.answers[place.criterion.id] : undefined;
  if (place.name !== 'rate' || !given || !asksReasons(given.level)) return ballot;
  if (reason !== OTHER_REASON && !place.criterion.reasons.some(({ id }) => id === reason)) return ballot;
  const reasons = given.reasons.includes(reason)
    ? given.reasons.filter((id) => id !== reason)
    : [...given.reasons, reason];
  return { ...ballot, answers: { ...ballot.answers, [place.criterion.id]: { ...given, reasons } } };
}

/** A choice moves on by itself, at once; only a low level waits, because it offers reasons. */
function answer(ballot: Ballot, action: Action): Ballot {
  const { name } = placeOf(ballot);
  const forward = { ...ballot, at: Math.min(ballot.at + 1, placesOf(ballot).length - 1), taken: null };
  switch (action.type) {
    case 'next':
      return chosenAt(ballot) === null ? ballot : forward;
    case 'stage':
      return name === 'stage' ? { ...forward, stage: action.id } : ballot;
    case 'field':
      return name === 'field' ? { ...forward, field: action.id } : ballot;
    case 'rate':
      return rate(ballot, action.level);
    case 'reason':
      return toggleReason(ballot, action.id);
    case 'skip':
      return name === 'stage' || name === 'field' ? { ...forward, [name]: null } : ballot;
    case 'remark': {
      const { text } = action;
      const short = text.length <= REMARK_LIMIT ? text : Array.from(text).slice(0, REMARK_LIMIT).join('');
      return name === 'remark' ? { ...ballot, remark: short } : ballot;
    }
    case 'back':
      return { ...ballot, at: Math.max(0, ballot.at - 1), taken: null };
    case 'begin':
    case 'view':
    case 'finish':
    case 'leave':
    case 'saved':
    case 'unsaved':
    case 'close':
      return ballot;
  }
}

function leave(ballot: Ballot, view: View, moment: Moment): Visit {
  const draft = draftOf(ballot, view, 'left', moment);
  const keep = ballot.settings.rules.onLeft === 'keep' && draft.answers.length > 0;
  return { ...ATREST, phase: 'welcome', draft: keep ? draft : null };
}

/** The next state. An action that has no meaning in a state leaves it as it is (the very same object). */
export function step(visit: Visit, action: Action): Visit {
  const { view } = visit;
  if (action.type === 'view') return { ...visit, view: { ...view, ...action.view } };
  switch (visit.phase) {
    case 'welcome':
      if (action.type === 'leave') return view === PLAIN_VIEW ? visit : { ...visit, view: PLAIN_VIEW };
      if (action.type !== 'begin') return visit;
      return { phase: 'answering', view, ballot: begin(action.settings, action.moment) };
    case 'answering': {
      const { ballot } = visit;
      if (action.type === 'leave') return leave(ballot, view, action.moment);
      if (action.type === 'finish')
        return placeOf(ballot).name === 'remark'
          ? { phase: 'saving', view, draft: draftOf(ballot, view, 'finished', action.moment) }
          : visit;
      if (action.type === 'back' && ballot.at === 0) return canGoBack(ballot) ? ATREST : visit;
      const next = answer(ballot, action);
      return next === ballot ? visit : { ...visit, ballot: next };
    }
    case 'saving':
    case 'unsaved':
      if (action.type === 'saved' && action.draft === visit.draft) return { phase: 'thanks', view };
      if (action.type === 'unsaved' && action.draft === visit.draft) return { ...visit, phase: 'unsaved' };
      return (action.type === 'close' && visit.phase === 'unsaved') || action.type === 'leave' ? ATREST : visit;
    case 'thanks':
      return action.type === 'close' || action.type === 'leave' || action.type === 'back' ? ATREST : visit;
  }
}
