import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLetterhead } from '../../src/domain/letterhead.ts';
import { CSV_BOM, csvLine, startsLikeFormula } from '../../src/domain/report-csv.ts';
import { docxOf } from '../../src/server/reports/docx.ts';
import type { ReportTable } from '../../src/server/reports/tables.ts';
import { workbookOf, xlsxOf } from '../../src/server/reports/xlsx.ts';
import { drawFormulas, FORMULAS } from '../helpers/formulas.ts';
import { frozenQuarter } from '../helpers/frozen.ts';
import { filesIn, textOf } from '../helpers/zip.ts';

const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));
// What no file of either kind can hold, or what LibreOffice itself reads as another character.
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0008\u000B-\u001F]|\r/;
const TEXTS = [...FORMULAS, ...drawFormulas(10_000, 88)].filter((text) => text !== '' && !UNSAFE.test(text));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hai-long-office-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Converts a file. @returns the path of the result, and what the program complained about. */
function convert(name: string, bytes: Uint8Array | string, to: string, ending: string, extra: string[] = []) {
  writeFileSync(join(folder, name), bytes);
  const args = [`-env:UserInstallation=file://${folder}/profile`, '--headless', ...extra, '--convert-to', to];
  const said = execFileSync(OFFICE ?? '', [...args, '--outdir', join(folder, 'out'), join(folder, name)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { path: join(folder, 'out', name.replace(/\.\w+$/, ending)), said };
}
const cellsOf = (flat: string): string[] =>
  [...flat.matchAll(/<table:table-cell([^>]*)>(.*?)<\/table:table-cell>|<table:table-cell[^>]*\/>/gs)].map(
    ([, attributes = '', inner = '']) => `${attributes}|${inner}`,
  );

describe.skipIf(OFFICE === undefined)('LibreOffice', { timeout: 240_000 }, () => {
  it('opens the letter and the spreadsheet, and makes pages of them', () => {
    const frozen = frozenQuarter();
    const letterhead = { ...emptyLetterhead('Ủy ban nhân dân xã Đại Lãnh'), place: 'Đại Lãnh' };
    const letter = convert('letter.docx', docxOf(frozen, letterhead, '2026-10-06'), 'pdf', '.pdf');
    expect(letter.said).toContain('using filter : writer_pdf_Export');
    const sheet = convert('sheet.xlsx', xlsxOf(frozen, '2026-10-06'), 'pdf', '.pdf');
    expect(sheet.said).toContain('using filter : calc_pdf_Export');
    for (const { path, said } of [letter, sheet]) {
      expect(said).not.toMatch(/error|warn|repair|corrupt/i);
      const pages = readFileSync(path, 'latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(3);
      expect(pages).toBeLessThan(20);
    }
  });

  it('finds no formula among 10 000 texts of a spreadsheet, and every text as it was', () => {
    const table: ReportTable = {
      sheet: 'A',
      title: 'A',
      columns: [{ title: 'B', holds: 'text', width: 40 }],
      rows: TEXTS.map((text) => [{ kind: 'text', text }]),
      totalled: false,
    };
    const about = { goal: 85, title: 'A', author: 'B', day: '2026-10-06' };
    const { path } = convert('texts.xlsx', workbookOf([table], about), 'xlsx:Calc MS Excel 2007 XML', '.xlsx', []);
    const again = filesIn(readFileSync(path));
    const xml = textOf(again, 'xl/worksheets/sheet1.xml');
    expect(xml).not.toMatch(/<f[ >]/);
    const strings = [...textOf(again, 'xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner = '']) =>
      [...inner.matchAll(/<t[^>]*>(.*?)<\/t>/gs)]
        .map(([, part = '']) => part)
        .join('')
        .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&apos;/g, "'")
        .replace(/&amp;/g, '&')
        .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
    const found = [...xml.matchAll(/<c r="A\d+"[^>]* t="(\w+)"[^>]*>(?:<v>(\d+)<\/v>)?/g)];
    expect(new Set(found.map(([, type]) => type))).toEqual(new Set(['s']));
    const texts = found.slice(2).map(([, , at]) => strings[Number(at)] ?? '');
    expect(texts).toHaveLength(TEXTS.length);
    const wrong = texts.flatMap((text, at) => (text === TEXTS[at] ? [] : [[TEXTS[at], text]]));
    expect(wrong.length, JSON.stringify(wrong.slice(0, 10))).toBe(0);
  });

  it('finds no formula among the same texts in a CSV file', () => {
    const csv = CSV_BOM + TEXTS.map((text) => csvLine(['x', text])).join('');
    // Commas, quotes, UTF-8, and formulas read as formulas where they are any: the strictest reading.
    const filter = '--infilter=CSV:44,34,76,1,,1033,false,true,false,false,false,-1';
    const { path } = convert('texts.csv', csv, 'fods', '.fods', [filter]);
    const flat = readFileSync(path, 'utf8');
    expect(cellsOf(flat).length).toBeGreaterThan(TEXTS.length);
    expect(flat).not.toContain('table:formula=');
    expect(TEXTS.filter(startsLikeFormula).length).toBeGreaterThan(1000);
  });
});
