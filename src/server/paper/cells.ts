/** Lines of CSV to cells. A line that is no CSV is told apart from its neighbours, however its quotes are broken. */
import { parse } from 'csv-parse/sync';
import type { Line } from './lines.ts';

export type Cells = readonly string[];
export type Delimiter = ',' | ';' | '\t';
export interface CellLine {
  number: number;
  /** `null` for a line that cannot be read: a broken quote, or far too long. */
  cells: Cells | null;
}

function parseText(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true, trim: true });
  } catch {
    return null; // A broken quote; the caller looks at each line alone.
  }
}

/** @returns one entry a line, in order. */
export function cellsOf(lines: readonly Line[], delimiter: Delimiter): CellLine[] {
  const texts = lines.flatMap(({ text }) => (text === null ? [] : [text]));
  const records = texts.length === lines.length ? parseText(texts.join('\n'), delimiter) : null;
  // A quote that reaches over the end of a line makes fewer records than lines.
  if (records?.length === lines.length) return lines.map(({ number }, at) => ({ number, cells: records[at] ?? null }));
  return lines.map(({ number, text }) => {
    const alone = text === null ? null : parseText(text, delimiter);
    return { number, cells: alone?.length === 1 ? (alone[0] ?? null) : null };
  });
}
