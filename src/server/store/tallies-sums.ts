/**
 * Tallies are summed in memory first and then added once for each key: one write for a thousand answers to the same
 * criterion on the same day. Both the ingest and the check that re-derives them count with this.
 */
import { weekday } from '../../domain/period.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Survey } from '../../domain/survey.ts';
import { tallyOf } from '../../domain/tally.ts';
import { monthOf, monthSpan, totalSpan } from './spans.ts';

/** Where a submission counts. `field` and `stage` are '' where there is none. */
export interface TallyKey {
  day: string;
  /** 0 to 23 in the office's zone; of a paper ballot it means nothing. */
  hour: number;
  counter: string;
  field: string;
  stage: string;
  channel: string;
  survey: number;
}
type Counted = Pick<Submission, 'answers' | 'stage' | 'end' | 'device'>;
type Words = readonly (string | number)[];

const PLACE = ['span', 'counter', 'field', 'stage', 'channel', 'survey'] as const;
const HOUR = ['span', 'counter', 'hour', 'survey'] as const;
/** The tables: what they count, and by what. Every key begins with the span. */
export const TALLY_TABLES = {
  ballot_tallies: { keys: PLACE, counts: ['ballots', 'left_early', 'valid', 'satisfied'] },
  tallies: { keys: [...PLACE, 'criterion'], counts: ['n1', 'n2', 'n3', 'n4', 'n5', 'unknown', 'blank'] },
  reason_tallies: { keys: [...PLACE, 'criterion', 'reason'], counts: ['count'] },
  hour_tallies: { keys: [...HOUR, 'criterion'], counts: ['valid', 'satisfied', 'low'] },
  hour_reason_tallies: { keys: [...HOUR, 'criterion', 'reason'], counts: ['count'] },
  flagged_ballot_tallies: { keys: PLACE, counts: ['ballots', 'left_early', 'valid', 'satisfied'] },
  flagged_tallies: { keys: [...PLACE, 'criterion'], counts: ['n1', 'n2', 'n3', 'n4', 'n5', 'unknown', 'blank'] },
} as const satisfies Record<string, { keys: readonly string[]; counts: readonly string[] }>;
export type TallyTable = keyof typeof TALLY_TABLES;
export const TABLE_NAMES: readonly TallyTable[] = [
  'ballot_tallies',
  'tallies',
  'reason_tallies',
  'hour_tallies',
  'hour_reason_tallies',
  'flagged_ballot_tallies',
  'flagged_tallies',
];

/** A row of one of the tables: the words of its key, and its counts. */
export interface TallyRow {
  table: TallyTable;
  key: Words;
  counts: number[];
}
export interface TallySums {
  add: (key: TallyKey, submission: Counted, survey: Survey) => void;
  /** Every row to add, table by table in the order of the keys. */
  rows: () => Generator<TallyRow>;
}

/** Monday 0:00 is 0. */
export const hourOfWeek = (day: string, hour: number): number => weekday(day) * 24 + hour;

type Counts = number[];
/** What is counted at one place, or at one counter in one hour of the week. */
interface Cell {
  key: Words;
  ballots: Counts;
  criteria: Map<string, Counts>;
  /** By criterion, then by reason. */
  reasons: Map<string, Map<string, number>>;
}
type TablesOfCell = readonly [ballots: TallyTable | null, criteria: TallyTable, reasons: TallyTable | null];

const inOrder = <T>(entries: Iterable<[string, T]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
function addTo(sum: Counts, counts: readonly number[]): void {
  for (let i = 0; i < counts.length; i++) sum[i] = (sum[i] ?? 0) + (counts[i] ?? 0);
}
/**
 * Cells by their key. A submission counts in several of them; which ones is worked out once for all that were given at the same
 * place (or in the same hour), because building the keys costs more than the counting.
 */
function createCells() {
  const cells = new Map<string, Cell>();
  const groups = new Map<string, Cell[]>();
  const at = (key: Words): Cell => {
    const name = key.join('|');
    let cell = cells.get(name);
    if (!cell) cells.set(name, (cell = { key, ballots: [], criteria: new Map(), reasons: new Map() }));
    return cell;
  };
  return {
    cells,
    /** @param keysOf called for the first one of its kind. */
    group(name: string, keysOf: () => readonly Words[]): readonly Cell[] {
      let group = groups.get(name);
      if (!group) groups.set(name, (group = keysOf().map(at)));
      return group;
    },
  };
}
function addCriterion({ criteria }: Cell, id: string, counts: readonly number[]): void {
  const sum = criteria.get(id);
  if (sum) addTo(sum, counts);
  else criteria.set(id, [...counts]);
}
function addReasons(cell: Cell, reasons: readonly { criterion: string; reason: string }[]): void {
  for (const { criterion, reason } of reasons) {
    let counts = cell.reasons.get(criterion);
    if (!counts) cell.reasons.set(criterion, (counts = new Map()));
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
}
function* rowsOf(cells: ReadonlyMap<string, Cell>, [ballotTable, criterionTable, reasonTable]: TablesOfCell) {
  for (const [, { key, ballots, criteria, reasons }] of inOrder(cells)) {
    if (ballotTable) yield { table: ballotTable, key, counts: ballots };
    for (const [criterion, counts] of inOrder(criteria))
      yield { table: criterionTable, key: [...key, criterion], counts };
    if (!reasonTable) continue;
    for (const [criterion, byReason] of inOrder(reasons))
      for (const [reason, count] of inOrder(byReason))
        yield { table: reasonTable, key: [...key, criterion, reason], counts: [count] };
  }
}

/**
 * @param openMonth yyyy-MM; the months before it are counted by month as well.
 * @param of `flagged` counts for the tables of the flagged ballots: no reasons, and no hours of the week.
 */
export function createTallySums(openMonth: string, of: 'all' | 'flagged' = 'all'): TallySums {
  const places = createCells();
  const hours = createCells();
  return {
    add({ day, hour, counter, field, stage, channel, survey: version }, submission, survey) {
      const { ballots, criteria, reasons } = tallyOf(submission, survey);
      const spans = () => (monthOf(day) < openMonth ? [day, monthSpan(day)] : [day]);
      const byPlace = places.group(`${day}|${counter}|${field}|${stage}|${channel}|${version}`, () =>
        spans().map((span) => [span, counter, field, stage, channel, version]),
      );
      const overall = places.group(`${day}|${version}`, () => [[totalSpan(day), '', '', '', '', version]]);
      // What was typed in or imported, on paper or assisted, was answered at an hour that nobody knows.
      const hasHour = channel !== 'paper' && !submission.device.startsWith('paper:');
      const byHour = hasHour
        ? hours.group(`${day}|${hour}|${counter}|${version}`, () =>
            spans().map((span) => [span, counter, hourOfWeek(day, hour), version]),
          )
        : [];
      const counted = [ballots.all, ballots.left, ballots.valid, ballots.satisfied];
      for (const cell of byPlace) addTo(cell.ballots, counted);
      for (const cell of overall) addTo(cell.ballots, counted);
      for (const { id, levels, unknown, blank } of criteria) {
        const [n1, n2, n3, n4, n5] = levels;
        const counts = [n1, n2, n3, n4, n5, unknown, blank];
        for (const cell of byPlace) addCriterion(cell, id, counts);
        for (const cell of overall) addCriterion(cell, id, counts);
        if (unknown + blank > 0) continue;
        for (const cell of byHour) addCriterion(cell, id, [1, n4 + n5, n1 + n2]);
      }
      if (reasons.length > 0) for (const cell of [...byPlace, ...byHour]) addReasons(cell, reasons);
    },
    *rows() {
      if (of === 'flagged') return yield* rowsOf(places.cells, ['flagged_ballot_tallies', 'flagged_tallies', null]);
      yield* rowsOf(places.cells, ['ballot_tallies', 'tallies', 'reason_tallies']);
      yield* rowsOf(hours.cells, [null, 'hour_tallies', 'hour_reason_tallies']);
    },
  };
}
