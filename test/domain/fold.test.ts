import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, matches, searchWords } from '../../src/domain/fold-text.ts';
import { HOSTILE_TEXT } from '../helpers/hostile-text.ts';

const VOWELS = 'aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ';

describe('folding', () => {
  it.each([
    ['Chờ lâu', 'cho lau'],
    ['ĐẤT ĐAI', 'dat dai'],
    ['Hộ tịch – Chứng thực', 'ho tich – chung thuc'],
    ['  nhiều   dòng\n\tvà tab ', 'nhieu dong va tab'],
    ['ＡＢＣ', 'abc'],
    ['k\u200Bhông', 'khong'],
    ['İ', 'i'],
    ['', ''],
  ])('%j is searched as %j', (text, folded) => expect(foldText(text)).toBe(folded));

  it('leaves a plain letter of every vowel of the language, composed or not, small or capital', () => {
    for (const vowel of VOWELS)
      for (const form of [vowel, vowel.normalize('NFD'), vowel.toUpperCase()])
        expect(foldText(form), form).toMatch(/^[aeiouyd]$/);
  });

  it('is the same when it is done twice, whatever the text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...HOSTILE_TEXT),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const once = foldText(text);
        expect(foldText(once)).toBe(once);
      }),
      { seed: 20261123, numRuns: 3000 },
    );
  });
});

describe('searching', () => {
  it('finds with and without diacritics, in any order, and not what is missing', () => {
    expect(matches('Chờ lâu quá, nên thêm người', 'cho lau')).toBe(true);
    expect(matches('Chờ lâu quá, nên thêm người', 'LÂU chờ')).toBe(true);
    expect(matches('Chờ lâu quá', 'nhanh')).toBe(false);
    expect(matches('Đất đai', 'dat')).toBe(true);
  });
  it('takes each word once, and eight at most', () => {
    expect(searchWords(' chờ  CHO lâu ')).toEqual(['cho', 'lau']);
    expect(searchWords('a b c d e f g h i j')).toHaveLength(8);
    expect(searchWords('  ')).toEqual([]);
  });
});
