/** The words of the kiosk: complete in both languages, and each in its own. */
import { describe, expect, it } from 'vitest';
import { RECORD_PROBLEMS, REQUEST_PROBLEMS } from '../../src/domain/problem.ts';
import { KIOSK_WORDS } from '../../src/ui/kiosk-words.ts';
import { STAFF_WORDS, staffSentence } from '../../src/ui/staff-words.ts';

/** Every text under its path; functions are called with figures. */
function texts(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const here = `${path}${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, String(value(3, '12'))]];
    return typeof value === 'object' && value !== null ? texts(value, `${here}.`) : [];
  });
}
const tables = [
  ['citizens', KIOSK_WORDS],
  ['staff', STAFF_WORDS],
] as const;

// Words that no Vietnamese sentence has; names and signs that both languages share are not in it.
const ENGLISH =
  /\b(the|and|of|is|are|not|your|you|to the|send|sent|server|tablet|storage|back|next|skip|continue|code|close|form|forms|please|thank|error)\b/i;
const VIETNAMESE = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i;

describe.each(tables)('the words for %s', (_, words) => {
  it('have the same keys in both languages, none empty', () => {
    const [vi, en] = [texts(words.vi), texts(words.en)];
    expect(vi.map(([path]) => path)).toEqual(en.map(([path]) => path));
    expect(vi.length).toBeGreaterThan(20);
    expect([...vi, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('have no English in the Vietnamese and no Vietnamese in the English', () => {
    const apart = ([path]: [string, string]) => path !== 'otherLanguage';
    expect(
      texts(words.vi)
        .filter(apart)
        .filter(([, text]) => ENGLISH.test(text)),
    ).toEqual([]);
    expect(
      texts(words.en)
        .filter(apart)
        .filter(([, text]) => VIETNAMESE.test(text)),
    ).toEqual([]);
  });

  it('are said calmly: no exclamation marks, composed letters', () => {
    const all = [...texts(words.vi), ...texts(words.en)];
    expect(all.filter(([, text]) => text.includes('!') || text !== text.normalize('NFC'))).toEqual([]);
  });
});

describe('the sentences for staff', () => {
  const codes = [
    ...Object.keys(REQUEST_PROBLEMS),
    ...Object.keys(RECORD_PROBLEMS),
    'network',
    'timeout',
    'portal',
    'http-502',
  ];
  it.each(codes)('tell %s in words of each language', (code) => {
    expect(staffSentence(code, 'vi')).toMatch(VIETNAMESE);
    expect(staffSentence(code, 'en')).not.toMatch(VIETNAMESE);
    expect(staffSentence(code, 'en')).toContain(' ');
  });

  it('show an unknown code as it is', () => expect(staffSentence('from-the-future', 'vi')).toBe('from-the-future'));
});
