/** A table as a worksheet. Numbers are numbers; every text is a string cell, and no cell is ever a formula. */
import { toNumber } from '../../domain/fraction.ts';
import { printIndex } from '../../domain/summary.ts';
import type { Cell, Column, ReportTable } from './tables.ts';
import { HIDDEN, NO_DATA } from './words.ts';
import { escapeXml, XML_HEAD } from './xml.ts';
import { LEAST_DECIMALS, percentStyle, STYLE } from './xlsx-styles.ts';

// What XML cannot hold has its own way of being written in a spreadsheet (ECMA-376 22.9.2.19), and so has that way itself.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B-\u001F]|_(?=x[0-9A-Fa-f]{4}_)/g;
const cellText = (text: string) =>
  escapeXml(text.replace(CONTROL, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`));

/** 0 is A. */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

type Written = { type: 'string'; text: string } | { type: 'number'; value: number };
interface Placed {
  written: Written;
  style: number;
}
const string = (text: string, style: number): Placed => ({ written: { type: 'string', text }, style });
const number = (value: number, style: number): Placed => ({ written: { type: 'number', value }, style });
const decimalsOf = (text: string) => text.split('.')[1]?.length ?? 0;

/** A figure takes two cells: the index and its base. */
function place(cell: Cell, { holds }: Column, goal: number): Placed[] {
  const both = (one: Placed) => (holds === 'figure' ? [one, one] : [one]);
  switch (cell.kind) {
    case 'text':
      return both(string(cell.text, STYLE.text));
    case 'hidden':
      return both(string(HIDDEN, STYLE.text));
    case 'none':
      return both(string(NO_DATA, STYLE.text));
    case 'count':
      return both(number(cell.count, STYLE.count));
    case 'bound':
      return both(number(cell.value / 100, percentStyle(LEAST_DECIMALS)));
    case 'percent':
      return both(number(toNumber(cell.value) / 100, percentStyle(decimalsOf(printIndex(cell.value, goal)))));
    case 'figure':
      return [
        number(toNumber(cell.index) / 100, percentStyle(decimalsOf(printIndex(cell.index, goal)))),
        number(cell.base, STYLE.count),
      ];
  }
}

const LINE = 16.5;
/** How high a row must be for its longest text, in points: not every program works it out when it opens a file. */
function heightOf(cells: readonly Placed[], widths: readonly number[]): number {
  const lines = cells.map(({ written }, at) =>
    written.type === 'string' ? Math.ceil((Array.from(written.text).length * 1.15) / (widths[at] ?? 10)) : 1,
  );
  return LINE * Math.min(24, Math.max(1, ...lines));
}

function rowXml(cells: readonly Placed[], row: number, bold: boolean, height: number): string {
  const xml = cells.map(({ written, style }, at) => {
    const start = `<c r="${columnName(at)}${row}" s="${bold ? style + 1 : style}"`;
    return written.type === 'number'
      ? `${start}><v>${written.value}</v></c>`
      : `${start} t="inlineStr"><is><t xml:space="preserve">${cellText(written.text)}</t></is></c>`;
  });
  return `<row r="${row}" ht="${height}" customHeight="1">${xml.join('')}</row>`;
}

/** Title in the first row, heads in the second, then the rows. */
export function sheetXml(table: ReportTable, goal: number): string {
  const columns = table.columns.flatMap((one) =>
    one.holds === 'figure' ? [one, { ...one, title: `${one.title.replace(' (%)', '')}, n` }] : [one],
  );
  const rows = table.rows.map((row) =>
    row.flatMap((cell, at) => {
      const column = table.columns[at];
      return column ? place(cell, column, goal) : [];
    }),
  );
  const widths = columns.map(({ width }) => Math.max(9, Math.round(width * 1.3)));
  const heads = columns.map(({ title }) => string(title, STYLE.head));
  const last = rows.length - 1;
  return (
    `${XML_HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="2" topLeftCell="B3" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>' +
    `<sheetFormatPr defaultRowHeight="16"/><cols>${widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')}</cols><sheetData>` +
    rowXml([string(table.title, STYLE.title)], 1, false, 22) +
    rowXml(heads, 2, false, heightOf(heads, widths)) +
    rows.map((row, at) => rowXml(row, at + 3, table.totalled && at === last, heightOf(row, widths))).join('') +
    '</sheetData><pageMargins left="0.8" right="0.6" top="0.8" bottom="0.8" header="0.3" footer="0.3"/>' +
    `<pageSetup paperSize="9" orientation="${columns.length > 6 ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/></worksheet>`
  );
}
