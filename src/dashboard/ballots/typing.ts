/**
 * One ballot while it is typed: key in, next state out. Pure. A row that was passed on purpose (blank) is told from one that
 * was not reached: the first is what stands on the paper, the second is asked about before the ballot is saved.
 */
import type { BallotContent } from '../../domain/paper.ts';
import { asksReasons, type Criterion, type Level, LEVELS, OTHER_REASON, type Survey } from '../../domain/survey.ts';

export type Mark = Level | 'unknown' | 'blank';

export interface Typing {
  /** In the order of the criteria; `null` where nothing was typed yet. */
  marks: readonly (Mark | null)[];
  reasons: readonly (readonly string[])[];
  /** Where the next key goes; one past the last row when all are typed. */
  row: number;
  /** The row that a letter gives a reason to: the last one that got a 1 or 2. */
  reasonRow: number | null;
  remark: string;
  /** Enter was pressed with rows left over: the next Enter saves them as blank. */
  warned: boolean;
}
/** What the page does besides showing the next state. `not-offered`: the survey does not have the level that was typed. */
export type Act = 'none' | 'save' | 'remark' | 'take-back' | 'not-offered';
export interface Typed {
  state: Typing;
  act: Act;
}

/** `k` is not among them: it means "does not know". */
export const REASON_KEYS = 'abcdefghij';

export const startTyping = (rows: number): Typing => ({
  marks: Array.from({ length: rows }, () => null),
  reasons: Array.from({ length: rows }, () => []),
  row: 0,
  reasonRow: null,
  remark: '',
  warned: false,
});

/** A ballot that was typed before, to be typed on. */
export function resumeTyping(criteria: readonly Criterion[], { answers, remark }: BallotContent): Typing {
  const find = (id: string) => answers.find(({ criterion }) => criterion === id);
  return {
    ...startTyping(criteria.length),
    marks: criteria.map(({ id }) => find(id)?.level ?? 'blank'),
    reasons: criteria.map(({ id }) => find(id)?.reasons ?? []),
    row: criteria.length,
    remark: remark ?? '',
  };
}

export const reasonIds = (criterion: Criterion | undefined): string[] =>
  criterion ? [...criterion.reasons.map(({ id }) => id), OTHER_REASON] : [];

/** Rows that were neither answered nor passed. */
export const leftOver = ({ marks }: Typing): number => marks.filter((mark) => mark === null).length;

export const contentOf = ({ marks, reasons, remark }: Typing, criteria: readonly Criterion[]): BallotContent => ({
  answers: criteria.flatMap(({ id }, at) => {
    const level = marks[at] ?? 'blank';
    if (level === 'blank') return [];
    const given = asksReasons(level) ? (reasons[at] ?? []) : [];
    return [given.length > 0 ? { criterion: id, level, reasons: [...given] } : { criterion: id, level }];
  }),
  remark: remark.trim() === '' ? null : remark,
});

const replaced = <T>(list: readonly T[], at: number, value: T): T[] =>
  list.map((one, index) => (index === at ? value : one));

/** Gives a row its level and goes on with the next one that has none. */
export function setMark(state: Typing, row: number, mark: Mark): Typing {
  const marks = replaced(state.marks, row, mark);
  const low = mark !== 'blank' && asksReasons(mark);
  return {
    ...state,
    marks,
    reasons: low ? state.reasons : replaced(state.reasons, row, []),
    row: row + 1,
    reasonRow: low ? row : null,
    warned: false,
  };
}

export function toggleReason(state: Typing, row: number, reason: string): Typing {
  const given = state.reasons[row] ?? [];
  const next = given.includes(reason) ? given.filter((one) => one !== reason) : [...given, reason];
  return { ...state, reasons: replaced(state.reasons, row, next), reasonRow: row, warned: false };
}

function goTo(state: Typing, row: number): Typing {
  const to = Math.max(0, Math.min(state.marks.length, row));
  const mark = state.marks[to];
  return { ...state, row: to, reasonRow: mark === 1 || mark === 2 ? to : null, warned: false };
}

/** Takes back what was typed last. */
function erase(state: Typing): Typing {
  // Standing on a row that has something: that is what goes. Else the one before.
  const row = (state.marks[state.row] ?? null) === null ? state.row - 1 : state.row;
  if (row < 0) return state;
  const cleared = { ...state, marks: replaced(state.marks, row, null), reasons: replaced(state.reasons, row, []) };
  return { ...cleared, row, reasonRow: null, warned: false };
}

function save(state: Typing): Typed {
  if (leftOver(state) === 0 || state.warned) return { state, act: 'save' };
  return { state: { ...state, row: state.marks.indexOf(null), warned: true }, act: 'none' };
}

const MARK_KEYS: Readonly<Record<string, Mark>> = {
  ...Object.fromEntries(LEVELS.map((level) => [String(level), level])),
  k: 'unknown',
  '*': 'unknown',
  ' ': 'blank',
  '0': 'blank',
};

/**
 * @param key as `KeyboardEvent.key` names it.
 * @param criteria those that the ballot asks.
 * @returns `null` for a key that means nothing here.
 */
export function typeKey(
  state: Typing,
  key: string,
  criteria: readonly Criterion[],
  { levels }: Pick<Survey, 'levels'>,
): Typed | null {
  const stay = (next: Typing): Typed => ({ state: next, act: 'none' });
  const small = key.length === 1 ? key.toLowerCase() : key;
  const mark = MARK_KEYS[small];
  if (typeof mark === 'number' && !levels[mark]) return { state, act: 'not-offered' };
  if (mark !== undefined) return stay(state.row < state.marks.length ? setMark(state, state.row, mark) : state);
  if (small === 'Enter') return save(state);
  if (small === 'Backspace') return stay(erase(state));
  if (small === 'ArrowUp') return stay(goTo(state, state.row - 1));
  if (small === 'ArrowDown') return stay(goTo(state, state.row + 1));
  if (small === '/') return { state, act: 'remark' };
  if (small === 'z') return { state, act: 'take-back' };
  const letter = small.length === 1 ? REASON_KEYS.indexOf(small) : -1;
  if (letter < 0 || state.reasonRow === null) return null;
  const reason = reasonIds(criteria[state.reasonRow])[letter];
  return reason === undefined ? null : stay(toggleReason(state, state.reasonRow, reason));
}
