/**
 * The first sheet of a workbook as numbered lines of cells. Formulas are never worked out: a cell is what the program that
 * saved the file has put down as its value.
 */
import { XLSX_ROWS } from '../../domain/paper-import.ts';
import type { CellLine } from './cells.ts';
import { FileRefusal } from './refusal.ts';
import { openWorkbook, PART_BYTES, type Workbook } from './workbook.ts';

/** A ballot has about 12 columns with a few letters each; a cell or row beyond these is not read. */
const COLUMNS = 256;
const CELL_CHARACTERS = 2000;

export interface Sheet {
  name: string;
  /** Days are counted from 1904 and not from 1900. */
  since1904: boolean;
  /** Lines that are not empty, in order, in groups. */
  rows: () => AsyncGenerator<CellLine[]>;
  close: () => void;
}

async function whole(reading: AsyncGenerator<void, boolean>): Promise<boolean> {
  for (;;) {
    const { done, value } = await reading.next();
    if (done) return value;
  }
}

/** @returns where the first visible sheet and the shared strings are. */
async function findParts(workbook: Workbook) {
  let first: { id: string; name: string } | null = null;
  let since1904 = false;
  const found = await whole(
    workbook.read('xl/workbook.xml', PART_BYTES.other, {
      open(name, attributes) {
        if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
        if (name !== 'sheet' || first || (attributes.state ?? 'visible') !== 'visible') return;
        const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
        if (id !== undefined) first = { id, name: attributes.name ?? '' };
      },
    }),
  );
  if (!found) throw new FileRefusal('damaged');
  const targets = new Map<string, string>();
  let strings: string | null = null;
  await whole(
    workbook.read('xl/_rels/workbook.xml.rels', PART_BYTES.other, {
      open(name, { Id: id, Target: target, Type: type }) {
        if (name !== 'Relationship' || id === undefined || target === undefined) return;
        const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
        targets.set(id, path);
        if (type?.endsWith('/sharedStrings')) strings = path;
      },
    }),
  );
  // Assigned in the handlers above, which the compiler does not follow.
  const sheet = first as { id: string; name: string } | null;
  const path = sheet && targets.get(sheet.id);
  if (!sheet || !path) throw new FileRefusal('empty');
  return { path, name: sheet.name, strings: strings as string | null, since1904 };
}

/** Cut one past the limit: what is longer is told apart. */
const cut = (text: string) => (text.length > CELL_CHARACTERS ? text.slice(0, CELL_CHARACTERS + 1) : text);

async function readStrings(workbook: Workbook, part: string | null): Promise<string[]> {
  const strings: string[] = [];
  if (part === null) return strings;
  let text = '';
  let inText = false;
  let inPhonetic = false;
  await whole(
    workbook.read(part, PART_BYTES.strings, {
      open(name) {
        if (name === 'si') text = '';
        if (name === 'rPh') inPhonetic = true;
        inText = name === 't' && !inPhonetic;
      },
      text(piece) {
        if (inText && text.length <= CELL_CHARACTERS) text += piece;
      },
      close(name) {
        inText = false;
        if (name === 'rPh') inPhonetic = false;
        if (name === 'si') strings.push(cut(text));
      },
    }),
  );
  return strings;
}

/** `AB12` is column 27. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Gathers rows out of the events of a sheet. */
function rowReader(strings: readonly string[]) {
  const rows: CellLine[] = [];
  let total = 0;
  let number = 0;
  let cells: string[] = [];
  let sound = true;
  let column = 0;
  let type = 'n';
  let text = '';
  let takes = false;
  const valueOf = () => {
    if (type === 's') return strings[Number(text)] ?? '';
    if (type === 'n' && text !== '') return Number.isFinite(Number(text)) ? String(Number(text)) : text;
    return text;
  };
  const endRow = () => {
    const blank = sound && cells.every((cell) => cell === '');
    if (blank) return;
    total += 1;
    // The line with the names of the columns is one more.
    if (total > XLSX_ROWS + 1) throw new FileRefusal('too-many-rows');
    rows.push({ number, cells: sound ? Array.from(cells, (cell) => cell ?? '') : null });
  };
  return {
    handler: {
      open(name: string, attributes: Record<string, string>) {
        if (name === 'row') {
          const said = Number(attributes.r);
          number = Number.isSafeInteger(said) && said > number ? said : number + 1;
          cells = [];
          sound = true;
          column = 0;
        } else if (name === 'c') {
          column = columnOf(attributes.r) ?? column;
          type = attributes.t ?? 'n';
          text = '';
        }
        takes = name === 'v' || (name === 't' && type === 'inlineStr');
      },
      text(piece: string) {
        if (takes && text.length <= CELL_CHARACTERS) text += piece;
      },
      close(name: string) {
        takes = false;
        if (name === 'row') endRow();
        if (name !== 'c') return;
        const value = valueOf().trim();
        if (value !== '' && (column >= COLUMNS || value.length > CELL_CHARACTERS)) sound = false;
        else if (value !== '') cells[column] = value;
        column += 1;
      },
    },
    take: () => rows.splice(0),
  };
}

/** @throws FileRefusal when it cannot be read; also while its rows are read. */
export async function openSheet(file: string): Promise<Sheet> {
  const workbook = await openWorkbook(file);
  try {
    const { path, name, strings: part, since1904 } = await findParts(workbook);
    const strings = await readStrings(workbook, part);
    return {
      name,
      since1904,
      async *rows() {
        const reader = rowReader(strings);
        const reading = workbook.read(path, PART_BYTES.sheet, reader.handler);
        for (;;) {
          const { done, value } = await reading.next();
          const rows = reader.take();
          if (rows.length > 0) yield rows;
          if (!done) continue;
          if (!value) throw new FileRefusal('damaged');
          return;
        }
      },
      close: workbook.close,
    };
  } catch (error) {
    workbook.close();
    throw error;
  }
}
