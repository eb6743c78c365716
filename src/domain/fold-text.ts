/**
 * Text as it is searched: without diacritics, in small letters, so that "cho lau" finds "Chờ lâu". What cannot be seen (zero-width
 * signs, bidi controls) is left out. Stored next to each remark: a change here needs a migration that folds again.
 */

// Format characters: zero-width signs, bidi controls, soft hyphen, tags.
const UNSEEN = /\p{Cf}/gu;
const MARKS = /\p{M}/gu;

/** NFKD without marks, `đ` as `d`, small letters, and one space for any run of white space. Folding twice is folding once. */
export function foldText(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(UNSEEN, '')
      .replace(MARKS, '')
      .toLowerCase()
      // Small letters of some capitals (İ) bring marks of their own.
      .normalize('NFKD')
      .replace(MARKS, '')
      .replaceAll('đ', 'd')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** The words that must all be in a text, folded; at most eight. */
export const searchWords = (text: string): string[] =>
  [...new Set(foldText(text).split(' '))].filter(Boolean).slice(0, 8);

/** True when every word of the search stands somewhere in the text. */
export function matches(text: string, search: string): boolean {
  const folded = foldText(text);
  return searchWords(search).every((word) => folded.includes(word));
}
