/**
 * What a new password must be: long, and not what others try first. No rules about kinds of characters, and nothing is cut
 * off. The list is the one of zxcvbn-ts (49 000 of the most used and leaked ones); beside it stand the words that a
 * stranger would think of here.
 */
import { PASSWORD_LONGEST, PASSWORD_SHORTEST, type Role } from '../domain/account.ts';
import type { RequestProblem } from '../domain/problem.ts';

const PRODUCT = [
  'hai long',
  'mat khau',
  'password',
  'phieu',
  'khao sat',
  'anh yeu em',
  'em yeu anh',
  'viet nam',
  'ubnd',
];
/** Characters that must be left when the words anyone here would think of are taken out. */
const OWN = 8;

/** Small letters without diacritics or spaces: "Đại Lãnh" -> "dailanh". */
const folded = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replace(/\s/g, '');

let list: Promise<ReadonlySet<string>> | null = null;
function commonPasswords(): Promise<ReadonlySet<string>> {
  list ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return list;
}

const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];
/** How much of a text goes on like its beginning: 1 for "aaaa", "12345678" and "qwertyui". */
function evenness(text: string): number {
  const letters = Array.from(text);
  const even = letters.filter((letter, i) => {
    const before = letters[i - 1];
    if (before === undefined) return false;
    const step = (letter.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    const beside = KEYBOARD.some((row) => row.includes(before + letter) || row.includes(letter + before));
    return Math.abs(step) <= 1 || beside;
  });
  return even.length / Math.max(1, letters.length - 1);
}
/** A name, and all that follows one another in it: of "xã Đại Lãnh" also "xã Đại" and "Lãnh". */
function groupsOf(name: string): string[] {
  const words = name.split(/[\s.@_-]+/);
  return words.flatMap((_, from) => words.slice(from).map((__, count) => words.slice(from, from + count + 1).join('')));
}
/** "abcabcabc", "matkhaumatkhau" */
const isRepeated = (text: string) => /^(.+?)\1+$/u.test(text);

/** Characters that a new password needs at least. */
export const shortestFor = (role: Role, hasSecondFactor: boolean): number =>
  role === 'administrator' || hasSecondFactor ? PASSWORD_SHORTEST.withSecondFactor : PASSWORD_SHORTEST.alone;

/** In code points, as NIST SP 800-63B counts; a letter with its Vietnamese marks is one however it was typed. */
const lengthOf = (text: string) => Array.from(text.normalize('NFC')).length;

/** Long enough only together with a second factor. */
export const isShort = (password: string): boolean => lengthOf(password) < PASSWORD_SHORTEST.alone;

/**
 * @param shortest in characters.
 * @param words names of the person and the office.
 * @returns what is wrong with it, or `null`.
 */
export async function findWeakness(
  password: string,
  shortest: number,
  words: readonly string[],
): Promise<Extract<RequestProblem, `password-${string}`> | null> {
  const text = password.normalize('NFC');
  if (lengthOf(text) < shortest) return 'password-short';
  if (Buffer.byteLength(text) > PASSWORD_LONGEST) return 'password-long';
  const plain = folded(text);
  const common = await commonPasswords();
  if (common.has(text.toLowerCase()) || common.has(plain)) return 'password-common';
  if (evenness(plain) > 0.7 || isRepeated(plain)) return 'password-common';
  const known = [...PRODUCT, ...words]
    .flatMap(groupsOf)
    .map(folded)
    .filter(({ length }) => length > 3);
  known.sort((a, b) => b.length - a.length);
  const own = known.reduce((rest, word) => rest.replaceAll(word, ''), plain);
  return own !== plain && (own.length < OWN || evenness(own) > 0.7) ? 'password-common' : null;
}
