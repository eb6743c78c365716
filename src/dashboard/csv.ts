/** Lines of cells as a CSV file that a spreadsheet opens: semicolons where the comma is the decimal mark, BOM, CRLF. */

// A name that begins like a formula must not be run as one.
const safe = (cell: string) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

export function csvText(lines: readonly (readonly string[])[], separator: ',' | ';'): string {
  const quoted = (cell: string) => (/[";,\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `\ufeff${lines.map((line) => line.map((cell) => quoted(safe(cell))).join(separator)).join('\r\n')}\r\n`;
}
