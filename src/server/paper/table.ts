/** A file as numbered lines of cells, whichever kind it is. It can be read from the start again and again. */
import { open } from 'node:fs/promises';
import type { CellLine, Delimiter } from './cells.ts';
import { bytesOf, type Line, linesOf } from './lines.ts';
import type { StoredUpload } from './upload.ts';

/** Lines in one transaction. */
export const GROUP = 500;

export interface Table {
  sheet: string | null;
  since1904: boolean;
  /** Whether each line must have as many cells as the first: in a workbook empty ones at the end are not written. */
  fixedWidth: boolean;
  rows: () => AsyncGenerator<CellLine[]>;
  close: () => void;
}

/** The sign that stands most often in the first line with anything in it. */
function delimiterOf(text: string): Delimiter {
  const count = (sign: string) => text.split(sign).length;
  const signs: Delimiter[] = [';', '\t', ','];
  return signs.reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

const widthOf = ({ text }: Line) => (text === null ? 0 : text.split(delimiterOf(text)).length);

/** By the widest of the first lines: a title above the table has no columns. */
function delimiterIn(lines: readonly Line[]): Delimiter {
  const [first, ...others] = lines.slice(0, 20);
  if (!first) return ',';
  return delimiterOf(others.reduce((best, line) => (widthOf(line) > widthOf(best) ? line : best), first).text ?? '');
}

/** Opened anew for each pass: a stream that is left early takes its file handle with it. */
async function* rowsOfText(path: string): AsyncGenerator<CellLine[]> {
  const { cellsOf } = await import('./cells.ts');
  const handle = await open(path);
  try {
    let delimiter: Delimiter | null = null;
    for await (const lines of linesOf(bytesOf(handle), GROUP)) {
      delimiter ??= delimiterIn(lines);
      yield cellsOf(lines, delimiter);
    }
  } finally {
    await handle.close();
  }
}

/**
 * The libraries that read it are loaded with the first file of its kind, for a start need not wait for them.
 * @throws FileRefusal when it cannot be read; also while its rows are read.
 */
export async function openTable({ path, kind }: StoredUpload): Promise<Table> {
  if (kind === 'csv')
    return { sheet: null, since1904: false, fixedWidth: true, rows: () => rowsOfText(path), close: () => {} };
  const { openSheet } = await import('./xlsx.ts');
  const { name, since1904, rows, close } = await openSheet(path);
  const groups = async function* () {
    for await (const group of rows())
      for (let at = 0; at < group.length; at += GROUP) yield group.slice(at, at + GROUP);
  };
  return { sheet: name, since1904, fixedWidth: false, rows: groups, close };
}
