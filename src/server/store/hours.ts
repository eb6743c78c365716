/** Counts by hour of the week, from their own tallies, and what of them is hidden, here and in every other period. */
import type { Database } from './engine.ts';
import { type Period, periodAround } from '../../domain/period.ts';
import type { HourCell, HourReason } from '../../domain/results-why.ts';
import { createPeriodHiding, type DatedRow } from '../../domain/suppression-periods.ts';
import { base } from '../../domain/tally.ts';
import { createSlices, type Slice } from './results-slices.ts';
import { placeSpans, type SpanRange } from './spans.ts';

type Range = [office: number, from: string, to: string];

export interface HourRow {
  counter: string;
  hour: number;
  criterion: string;
  valid: number;
  satisfied: number;
  low: number;
}
const RANGE = 'where office_id = ? and span between ? and ?';

/** Everything there is, by counter, hour of the week and criterion. Rows of several ranges stand side by side. */
export function readHours(db: Database, office: number, ranges: readonly SpanRange[]): HourRow[] {
  const read = db.prepare<Range, HourRow>(
    `select counter, hour, criterion, sum(valid) as valid, sum(satisfied) as satisfied, sum(low) as low
     from hour_tallies ${RANGE} group by counter, hour, criterion having sum(valid) > 0`,
  );
  return ranges.flatMap(([from, to]) => read.all(office, from, to));
}

type DatedHourRow = HourRow & { day: string };
/** The same, by month or by day. */
function readDatedHours(db: Database, office: number, ranges: readonly SpanRange[]): DatedHourRow[] {
  const read = db.prepare<Range, HourRow & { span: string }>(
    `select span, counter, hour, criterion, sum(valid) as valid, sum(satisfied) as satisfied, sum(low) as low
     from hour_tallies ${RANGE} group by span, counter, hour, criterion having sum(valid) > 0`,
  );
  return ranges.flatMap(([from, to]) =>
    read
      .all(office, from, to)
      .map((row) => ({ ...row, day: row.span.startsWith('m') ? `${row.span.slice(1)}-01` : row.span })),
  );
}

const COUNTER = 0;
const HOUR = 1;
/** Of those who have none: paper ballots, which the hours would give away when they are taken from all. */
const NO_HOUR = -1;
/** All criteria together are as many people as the criterion that most answered: six answers of one person are one person. */
const ALL = '';

function basesOf(rows: readonly DatedHourRow[], criterion: string): DatedRow[] {
  const bases = new Map<string, { day: string; at: string[]; byCriterion: Map<string, number> }>();
  for (const row of rows) {
    if (criterion !== ALL && row.criterion !== criterion) continue;
    const at = [row.counter, String(row.hour)];
    const key = [row.day, ...at].join('|');
    const one = bases.get(key) ?? { day: row.day, at, byCriterion: new Map<string, number>() };
    one.byCriterion.set(row.criterion, (one.byCriterion.get(row.criterion) ?? 0) + row.valid);
    bases.set(key, one);
  }
  return [...bases.values()].map(({ day, at, byCriterion }) => ({ day, at, base: Math.max(...byCriterion.values()) }));
}

/** Whoever is counted on a day or in a month, but in no hour. */
function withoutHour(rows: readonly DatedHourRow[], all: readonly Slice[], dayOf: (day: string) => string) {
  const left = new Map<string, DatedHourRow>();
  const add = (day: string, counter: string, criterion: string, count: number) => {
    const key = [day, counter, criterion].join('|');
    const known = left.get(key);
    if (known) known.valid += count;
    else left.set(key, { day, counter, hour: NO_HOUR, criterion, valid: count, satisfied: 0, low: 0 });
  };
  for (const { day, at, tally } of all)
    for (const one of tally.criteria) add(dayOf(day), at[COUNTER] ?? '', one.id, base(one));
  for (const { day, counter, criterion, valid } of rows) add(day, counter, criterion, -valid);
  return [...left.values()].filter(({ valid }) => valid > 0);
}

export interface HoursQuery {
  office: number;
  period: Period;
  openMonth: string;
  criteria: readonly string[];
  /** `undefined` is the whole office. */
  counter: string | undefined;
}

/** The cells of the heat map, for each criterion and for all together. */
export function readHourCells(db: Database, { office, period, openMonth, criteria, counter }: HoursQuery): HourCell[] {
  const known = new Map<string, DatedHourRow[]>();
  const source = createSlices(db, office, openMonth, criteria);
  const rowsIn = ({ from, to }: Period, parts: 'year' | 'month' | 'day'): DatedHourRow[] => {
    const days = parts === 'day';
    const key = `${days ? 'day' : 'month'} ${from} ${to}`;
    let rows = known.get(key);
    if (!rows) {
      const dayOf = (day: string) => (days ? day : periodAround('month', day).from);
      const read = readDatedHours(db, office, days ? [[from, to]] : placeSpans({ from, to }, openMonth));
      const dated = read.map((row) => ({ ...row, day: dayOf(row.day) }));
      const all = source.rowsIn({ from, to }, days ? 'day' : 'month');
      known.set(key, (rows = [...dated, ...withoutHour(dated, all, dayOf)]));
    }
    return rows;
  };
  const all = readHours(db, office, placeSpans(period, openMonth));
  return [ALL, ...criteria].flatMap((criterion) => {
    const isHidden = createPeriodHiding((span, parts) => basesOf(rowsIn(span, parts), criterion), {
      daily: 1,
    })(period);
    const cells = new Map<number, { valid: number; low: number }>();
    for (const row of all) {
      if (criterion !== ALL && row.criterion !== criterion) continue;
      if (counter !== undefined && row.counter !== counter) continue;
      const cell = cells.get(row.hour) ?? { valid: 0, low: 0 };
      cells.set(row.hour, { valid: cell.valid + row.valid, low: cell.low + row.low });
    }
    return [...cells]
      .sort(([a], [b]) => a - b)
      .map(([hour, counts]): HourCell => {
        const hidden =
          counter === undefined ? isHidden([HOUR], [String(hour)]) : isHidden([COUNTER, HOUR], [counter, String(hour)]);
        return { hour, criterion, counts: hidden ? null : counts };
      });
  });
}

/** The reasons in the hours whose cell is shown. */
export function readHourReasons(
  db: Database,
  office: number,
  ranges: readonly SpanRange[],
  cells: readonly HourCell[],
  counter?: string,
): HourReason[] {
  const shown = new Set(cells.filter(({ counts }) => counts !== null).map((cell) => `${cell.criterion}|${cell.hour}`));
  const read = db.prepare<(string | number)[], HourReason>(
    `select hour, criterion, reason, sum(count) as count from hour_reason_tallies ${RANGE}
     ${counter === undefined ? '' : 'and counter = ?'} group by hour, criterion, reason having sum(count) > 0`,
  );
  const sums = new Map<string, HourReason>();
  for (const range of ranges)
    for (const row of read.all(office, ...range, ...(counter === undefined ? [] : [counter]))) {
      const key = `${row.criterion}|${row.hour}`;
      if (!shown.has(key)) continue;
      const known = sums.get(`${key}|${row.reason}`);
      sums.set(`${key}|${row.reason}`, { ...row, count: row.count + (known?.count ?? 0) });
    }
  const nameOf = ({ reason, criterion }: HourReason) => `${reason}|${criterion}`;
  return [...sums.values()].sort((a, b) => a.hour - b.hour || b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1));
}
