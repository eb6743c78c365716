/** One line of a file to one paper ballot, or the reason why it cannot be counted. */
import type { LineProblem } from '../../domain/paper-import.ts';
import { isDay } from '../../domain/period.ts';
import type { Counter } from '../../domain/place.ts';
import type { Answer } from '../../domain/submission.ts';
import { criteriaAt, LEVELS, type Survey } from '../../domain/survey.ts';
import type { PaperBallot } from '../store/paper.ts';
import type { Cells } from './cells.ts';
import type { Layout } from './header.ts';

/** Old stacks may be typed in; a date before this is a slip. */
const FIRST_PAPER_DAY = '2000-01-01';

/** `null` is a line whose cells are all empty, as spreadsheets leave them at the end. */
export type ReadBallot = { ok: true; ballot: PaperBallot } | { ok: false; code: LineProblem; value: string } | null;

/** What the lines are held against. */
export interface BallotContext {
  layout: Layout;
  survey: Survey;
  /** Retired ones too: their ballots may be typed in later. */
  counters: readonly Pick<Counter, 'id' | 'name'>[];
  /** The last day that can be, yyyy-MM-dd. */
  today: string;
  /** How a day and a level are written, where it is not the one form of the command. */
  dayOf?: (text: string) => string | null;
  levelOf?: (text: string) => Answer['level'] | undefined;
}

/** As people type the same label: any case, any kind of dash, any spacing, either Unicode form. */
const plain = (label: string) =>
  label
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s*[-‐-―]\s*/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
function finder(entries: readonly { id: string; labels: readonly string[] }[]): (text: string) => string | undefined {
  const ids = new Map<string, string>();
  for (const { id, labels } of entries.toReversed())
    for (const label of labels) ids.set(plain(label), id).set(label, id);
  // After the labels, so that an id always means itself.
  for (const { id } of entries) ids.set(id, id);
  return (text) => ids.get(text) ?? ids.get(plain(text));
}

/** @returns the reader of lines; it looks nothing up outside the context. */
export function createBallotReader({
  layout,
  survey,
  counters,
  today,
  dayOf = (text) => (isDay(text) ? text : null),
  levelOf = (text) => (text === 'k' || text === 'K' ? 'unknown' : LEVELS.find((level) => String(level) === text)),
}: BallotContext) {
  const choices = (list: Survey['fields']) =>
    finder(list.map(({ id, label }) => ({ id, labels: [label.vi, label.en] })));
  const counterOf = finder(counters.map(({ id, name }) => ({ id, labels: [name] })));
  const fieldOf = choices(survey.fields);
  const stageOf = choices(survey.stages);
  const bad = (code: LineProblem, value: string): ReadBallot => ({ ok: false, code, value });

  return (cells: Cells | null): ReadBallot => {
    if (!cells) return bad('unreadable', '');
    if (cells.every((cell) => cell === '')) return null;
    if (layout.width !== null && cells.length !== layout.width) return bad('wrong-columns', String(cells.length));
    const cell = (at: number | null) => (at === null ? '' : (cells[at] ?? ''));
    const when = cell(layout.at.date);
    const [place, kind, step] = [cell(layout.at.counter), cell(layout.at.field), cell(layout.at.stage)];
    const day = dayOf(when);
    if (day === null) return bad('wrong-date', when);
    if (day < FIRST_PAPER_DAY) return bad('early-date', when);
    if (day > today) return bad('future-date', when);
    const counter = counterOf(layout.counterId ?? place);
    if (counter === undefined) return bad('unknown-counter', layout.counterId ?? place);
    const field = kind ? fieldOf(kind) : null;
    if (field === undefined) return bad('unknown-field', kind);
    const stage = step ? stageOf(step) : null;
    if (stage === undefined) return bad('unknown-stage', step);
    const asked = criteriaAt(survey, stage);
    const answers: Answer[] = [];
    for (const { id, at } of layout.criteria) {
      const text = cell(at);
      if (text === '') continue;
      const level = levelOf(text);
      if (level === undefined) return bad('bad-level', `${id}: ${text}`);
      if (level !== 'unknown' && !survey.levels[level]) return bad('level-not-offered', `${id}: ${text}`);
      if (!asked.some((criterion) => criterion.id === id)) return bad('not-asked', id);
      answers.push({ criterion: id, level });
    }
    return { ok: true, ballot: { day, counter, field, stage, answers } };
  };
}
