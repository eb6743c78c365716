/** The lines of a table as ballots, with its columns read as a person has said. */
import { setImmediate as turn } from 'node:timers/promises';
import {
  BAD_PAGE,
  type BadRow,
  type CheckReply,
  type ColumnMap,
  type GoodRow,
  PREVIEW_ROWS,
  type Standing,
} from '../../domain/paper-import.ts';
import type { Counter } from '../../domain/place.ts';
import type { Survey } from '../../domain/survey.ts';
import type { PaperBallot } from '../store/paper.ts';
import { createBallotReader } from './ballot.ts';
import type { CellLine } from './cells.ts';
import { createDayOf, createLevelOf } from './people-values.ts';
import type { Table } from './table.ts';

/** Of a cell that is shown. */
const SHOWN = 80;

/** What the lines are held against. */
export interface Against {
  survey: Survey;
  counters: readonly Pick<Counter, 'id' | 'name'>[];
  /** yyyy-MM-dd */
  today: string;
}

/** One way to write a map, for comparing. */
export const mappingText = ({ headerLine, date, counter, counterId, field, stage, criteria }: ColumnMap): string =>
  JSON.stringify([headerLine, date, counter, counterId, field, stage, criteria.map(({ id, column }) => [id, column])]);

/** @returns the reader of the lines below the one that names the columns. */
export function readerFor(table: Table, map: ColumnMap, header: readonly string[], against: Against) {
  return createBallotReader({
    ...against,
    layout: {
      width: table.fixedWidth ? header.length : null,
      at: { date: map.date, counter: map.counter, field: map.field, stage: map.stage },
      ...(map.counterId === null ? {} : { counterId: map.counterId }),
      criteria: against.survey.criteria.flatMap(({ id }) => {
        const at = map.criteria.find((one) => one.id === id)?.column ?? null;
        return at === null ? [] : [{ id, at }];
      }),
    },
    dayOf: createDayOf(table.since1904),
    levelOf: createLevelOf(against.survey),
  });
}

/** The lines below the names of the columns. Between two groups the server does its other work. */
export async function* linesBelow(table: Table, headerLine: number): AsyncGenerator<CellLine[]> {
  for await (const group of table.rows()) {
    yield group.filter(({ number }) => number > headerLine);
    await turn();
  }
}

/** The first group of lines. A loop that is left early closes what it reads from. */
export async function firstLines(table: Table): Promise<readonly CellLine[]> {
  for await (const group of table.rows()) return group;
  return [];
}

export async function headerAt(table: Table, headerLine: number): Promise<readonly string[]> {
  for await (const group of table.rows()) {
    const found = group.find(({ number }) => number >= headerLine);
    if (found) return found.cells ?? [];
  }
  return [];
}

const shownRow = (line: number, ballot: PaperBallot, survey: Survey): GoodRow => ({
  line,
  day: ballot.day,
  counter: ballot.counter,
  field: ballot.field,
  stage: ballot.stage,
  levels: survey.criteria.map(({ id }) => ballot.answers.find(({ criterion }) => criterion === id)?.level ?? null),
});

/** Reads the whole table and stores nothing. @param after only bad lines after this one. */
export async function checkTable(
  table: Table,
  { map, after }: { map: ColumnMap; after: number },
  against: Against,
  standing: Standing,
): Promise<Extract<CheckReply, { state: 'ready' }>> {
  const read = readerFor(table, map, await headerAt(table, map.headerLine), against);
  const rows: (GoodRow | BadRow)[] = [];
  const badRows: BadRow[] = [];
  let [lines, bad, more] = [0, 0, false];
  let days: { from: string; to: string } | null = null;
  for await (const group of linesBelow(table, map.headerLine)) {
    for (const { number: line, cells } of group) {
      const ballot = read(cells);
      if (ballot === null) continue;
      lines += 1;
      if (ballot.ok) {
        const { day } = ballot.ballot;
        days ??= { from: day, to: day };
        if (day < days.from) days.from = day;
        if (day > days.to) days.to = day;
        if (rows.length < PREVIEW_ROWS) rows.push(shownRow(line, ballot.ballot, against.survey));
        continue;
      }
      bad += 1;
      const row = { line, code: ballot.code, value: ballot.value.slice(0, SHOWN) };
      if (rows.length < PREVIEW_ROWS) rows.push(row);
      if (line <= after) continue;
      if (badRows.length < BAD_PAGE) badRows.push(row);
      else more = true;
    }
  }
  return { state: 'ready', lines, bad, rows, badRows, more, standing, days };
}
