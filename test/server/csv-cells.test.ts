import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine, startsLikeFormula } from '../../src/domain/report-csv.ts';
import { drawFormulas, FORMULAS } from '../helpers/formulas.ts';

const SEED = 86;
const corpus = [...FORMULAS, ...drawFormulas(10_000, SEED)];
const read = (text: string): string[][] => parse(text, { relax_column_count: false, record_delimiter: '\r\n' });
// Said apart from the code: the first sign that is no space is one that begins a formula, or the very first is a control.
const runs = (text: string) =>
  /^[=+\-@＝＋－＠]/.test(text.replace(/^[\s\ufeff]+/, '')) || ['\t', '\r', '\n', '\0'].includes(text.charAt(0));

describe(`cells of CSV files (corpus and 10 000 drawn with seed ${SEED})`, () => {
  it('begin with an apostrophe wherever a spreadsheet could run them', () => {
    const wrong = corpus.filter((text) => {
      const [[cell = ''] = []] = read(csvLine([text, 'x']));
      return runs(text) ? cell !== `'${text}` : cell !== text;
    });
    expect(wrong).toEqual([]);
    expect(corpus.filter(startsLikeFormula).length).toBeGreaterThan(1000);
  });

  it('come back as they were from a strict reader, whatever stands beside them', () => {
    const rows = corpus.map((text, at) => [text, at, text]);
    const back = read(rows.map(csvLine).join(''));
    expect(back).toHaveLength(rows.length);
    for (const [at, cells] of back.entries()) {
      const text = corpus[at] ?? '';
      const stored = startsLikeFormula(text) ? `'${text}` : text;
      expect(cells).toEqual([stored, String(at), stored]);
    }
  });

  it('are numbers where they are numbers, also below zero', () => {
    expect(csvCell(-1.5)).toBe('-1.5');
    expect(csvCell('-1.5')).toBe("'-1.5");
    expect(csvCell(null)).toBe('');
  });
});
