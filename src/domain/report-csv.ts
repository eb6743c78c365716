/**
 * Cells of CSV files (RFC 4180) that no spreadsheet runs. A name or a remark that begins like a formula gets an apostrophe
 * before it; headers and names of offices are text like any other. Numbers stay numbers.
 */

// What a spreadsheet may take for a formula: also after spaces and line ends, and in full width.
// oxlint-disable-next-line no-control-regex
const FORMULA = /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n\u0000]/;
/** True where a spreadsheet could run the text. */
export const startsLikeFormula = (text: string): boolean => FORMULA.test(text);

/** One cell as it stands in the file. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = startsLikeFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;
/** Tells a spreadsheet that the file is UTF-8. */
export const CSV_BOM = '\uFEFF';
