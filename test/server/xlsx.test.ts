import { describe, expect, it } from 'vitest';
import { fraction } from '../../src/domain/fraction.ts';
import { workbookOf, xlsxOf } from '../../src/server/reports/xlsx.ts';
import type { ReportTable } from '../../src/server/reports/tables.ts';
import { drawFormulas, FORMULAS } from '../helpers/formulas.ts';
import { frozenQuarter } from '../helpers/frozen.ts';
import { filesIn, textOf, xmlFault } from '../helpers/zip.ts';

const frozen = frozenQuarter();
const book = filesIn(xlsxOf(frozen, '2026-10-06'));
const ABOUT = { goal: 85, title: 'Thử', author: 'Thử', day: '2026-10-06' };

interface SheetCell {
  at: string;
  style: number;
  /** The text of a string cell, or the number. */
  value: string | number;
}
const unescape = (text: string) =>
  text
    .replace(/&#13;/g, '\r')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
function cellsOf(xml: string): SheetCell[] {
  return [...xml.matchAll(/<c r="([A-Z]+\d+)" s="(\d+)"( t="inlineStr")?>(.*?)<\/c>/gs)].map(
    ([, at = '', style, string, inner = '']) => ({
      at,
      style: Number(style),
      value: string
        ? unescape(/<t xml:space="preserve">(.*?)<\/t>/s.exec(inner)?.[1] ?? '')
        : Number(/^<v>(.*)<\/v>$/.exec(inner)?.[1]),
    }),
  );
}
const valueAt = (sheet: number, at: string) =>
  cellsOf(textOf(book, `xl/worksheets/sheet${sheet}.xml`)).find((one) => one.at === at)?.value;

describe('the spreadsheet of a report', () => {
  it('is XML in every part', () => {
    const faults = [...book.keys()].map((path) => [path, xmlFault(textOf(book, path))]).filter(([, fault]) => fault);
    expect(faults).toEqual([]);
    expect(book.size).toBeGreaterThan(12);
  });

  it('is the same bytes each time, apart from its day', () => {
    expect(xlsxOf(frozen, '2026-10-06')).toEqual(xlsxOf(frozen, '2026-10-06'));
    // Two files made within two seconds would be the same by chance: no entry may name a time at all.
    expect(xlsxOf(frozen, '2026-10-06').slice(10, 14)).toEqual(new Uint8Array([0, 0, 0x21, 0]));
    expect(xlsxOf(frozen, '2026-10-06')).not.toEqual(xlsxOf(frozen, '2026-10-07'));
  });

  it('holds numbers as numbers: counts whole, percentages as shares with a percent format', () => {
    const first = frozen.total.criteria[0]?.levels ?? [];
    const valid = first.reduce((sum, n) => sum + n, 0);
    const satisfied = (first[3] ?? 0) + (first[4] ?? 0);
    expect(valueAt(2, 'B3')).toBe(valid);
    expect(valueAt(2, 'C3')).toBeCloseTo(satisfied / valid, 12);
    expect(valueAt(3, 'B3')).toBe(first[4]);
    const styles = textOf(book, 'xl/styles.xml');
    const formats = [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]+)"/g)].map(([, , code]) => code);
    expect(formats[0]).toBe('0.00%');
    const style = cellsOf(textOf(book, 'xl/worksheets/sheet2.xml')).find(({ at }) => at === 'C3')?.style ?? 0;
    const xf = [...(/<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(styles)?.[1] ?? '').matchAll(/<xf numFmtId="(\d+)"/g)];
    expect(xf[style]?.[1]).toBe('164');
  });

  it('writes 84.996 with the decimals that keep it below its goal', () => {
    const table: ReportTable = {
      sheet: 'A',
      title: 'A',
      columns: [{ title: 'Chỉ số', holds: 'percent', width: 100 }],
      rows: [[{ kind: 'percent', value: fraction(84_996, 1000) }]],
      totalled: false,
    };
    const files = filesIn(workbookOf([table], ABOUT));
    const [, , cell] = cellsOf(textOf(files, 'xl/worksheets/sheet1.xml'));
    expect(cell?.value).toBeCloseTo(0.84996, 12);
    const xfs = [...textOf(files, 'xl/styles.xml').matchAll(/<xf numFmtId="(\d+)"[^>]*>/g)]
      .map(([, id]) => id)
      .slice(1);
    expect(xfs[cell?.style ?? 0]).toBe('165'); // 0.000%
  });

  it('keeps 10 000 texts of the corpus as string cells, byte for byte, and has no formula', () => {
    const corpus = [...FORMULAS, ...drawFormulas(10_000, 87)];
    const table: ReportTable = {
      sheet: 'A',
      title: '=1+1',
      columns: [{ title: '=2+2', holds: 'text', width: 100 }],
      rows: corpus.map((text) => [{ kind: 'text', text }]),
      totalled: false,
    };
    const xml = textOf(filesIn(workbookOf([table], ABOUT)), 'xl/worksheets/sheet1.xml');
    expect(xmlFault(xml)).toBeNull();
    expect(xml).not.toMatch(/<f[ >]/);
    const values = cellsOf(xml).map(({ value }) => value);
    expect(values).toEqual(['=1+1', '=2+2', ...corpus]);
  });
});
