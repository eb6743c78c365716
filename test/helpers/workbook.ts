/** Workbooks made by hand, so that a test can also make ones that no office program would write. */
import { crc32, deflateRawSync } from 'node:zlib';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A zip archive of these parts. @param claim what an entry says of its unpacked size instead of the truth. */
export function zipOf(parts: Readonly<Record<string, string | Buffer>>, claim?: number): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const title = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(raw), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(claim ?? raw.length, 18);
    shared.writeUInt16LE(title.length, 22);
    local.push(Buffer.from('PK\u0003\u0004', 'latin1'), shared, title, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), shared, tail, title);
    offset += 30 + title.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const letters = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26);

/** A cell: a number, a text, or a formula with the value that was saved with it. */
export type Cell = string | number | null | { formula: string; value: string };

export function sheetXml(rows: readonly (readonly Cell[])[], strings: string[]): string {
  const cellXml = (cell: Cell, at: string) => {
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    if (typeof cell === 'object')
      return `<c r="${at}" t="str"><f>${escaped(cell.formula)}</f><v>${escaped(cell.value)}</v></c>`;
    if (!strings.includes(cell)) strings.push(cell);
    return `<c r="${at}" t="s"><v>${strings.indexOf(cell)}</v></c>`;
  };
  const body = rows.map((row, index) => {
    const cells = row.map((cell, at) => cellXml(cell, `${letters(at)}${index + 1}`));
    return `<row r="${index + 1}">${cells.join('')}</row>`;
  });
  return `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${body.join('')}</sheetData></worksheet>`;
}

/** The parts of a workbook with one sheet; replaced or added to by `other`. */
export function workbookParts(
  rows: readonly (readonly Cell[])[],
  other: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const strings: string[] = [];
  const sheet = sheetXml(rows, strings);
  const shared = strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('');
  return {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Phiếu" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${shared}</sst>`,
    ...other,
  };
}

export const workbookOf = (rows: readonly (readonly Cell[])[], other?: Readonly<Record<string, string>>): Buffer =>
  zipOf(workbookParts(rows, other));
