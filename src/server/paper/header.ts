/** The first line of a file of paper ballots. What is wrong with it refuses the whole file, before anything is stored. */
import type { Survey } from '../../domain/survey.ts';
import type { Line } from './lines.ts';
import { cellsOf, type Delimiter } from './cells.ts';

const FIXED = ['date', 'counter', 'field', 'stage'] as const;

export interface Layout {
  /** Cells that a line must have; `null` where empty ones at its end are not written (workbooks). */
  width: number | null;
  /** Where each column stands. */
  at: { date: number; counter: number | null; field: number | null; stage: number | null };
  /** The counter of all lines, where no column says it. */
  counterId?: string;
  criteria: { id: string; at: number }[];
}
export type HeaderProblem = 'empty' | 'unreadable' | 'unknown-column' | 'missing-column' | 'repeated-column';
export type Header =
  | { ok: true; layout: Layout; delimiter: Delimiter }
  | { ok: false; code: HeaderProblem; column: string; wanted?: readonly string[] };

const refuse = (code: HeaderProblem, column = '', wanted?: readonly string[]): Header => ({
  ok: false,
  code,
  column,
  ...(wanted && { wanted }),
});

/** @param line the first line that is not blank, or nothing for an empty file. */
export function readHeader(line: Line | undefined, survey: Survey): Header {
  if (line === undefined) return refuse('empty');
  const delimiter = line.text !== null && /^[^,]*;/.test(line.text) ? ';' : ',';
  const columns = cellsOf([line], delimiter)[0]?.cells?.map((name) => name.toLowerCase());
  if (!columns) return refuse('unreadable');
  const wanted = [...FIXED, ...survey.criteria.map(({ id }) => id)];
  for (const [at, column] of columns.entries()) {
    if (!wanted.includes(column)) return refuse('unknown-column', column, wanted);
    if (columns.indexOf(column) !== at) return refuse('repeated-column', column);
  }
  const missing = wanted.find((column) => !columns.includes(column));
  if (missing !== undefined) return refuse('missing-column', missing, wanted);
  const at = (column: string) => columns.indexOf(column);
  const criteria = survey.criteria.map(({ id }) => ({ id, at: at(id) }));
  const places = { date: at('date'), counter: at('counter'), field: at('field'), stage: at('stage') };
  return { ok: true, delimiter, layout: { width: columns.length, at: places, criteria } };
}
