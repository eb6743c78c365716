/** Lines of cells as a CSV file that a spreadsheet opens: semicolons where the comma is the decimal mark, BOM, CRLF. */
import type { Language } from '../ui/dashboard-words.ts';
import { saveFile } from './save-file.ts';

// A name that begins like a formula must not be run as one.
const safe = (cell: string) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

export function csvText(lines: readonly (readonly string[])[], separator: ',' | ';'): string {
  const quoted = (cell: string) => (/[";,\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `\ufeff${lines.map((line) => line.map((cell) => quoted(safe(cell))).join(separator)).join('\r\n')}\r\n`;
}

/** Gives the browser a file of that name to keep, with the mark between cells that a spreadsheet in the language expects. */
export function saveCsv(lines: readonly (readonly string[])[], language: Language, name: string): void {
  const text = csvText(lines, language === 'vi' ? ';' : ',');
  saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
}
