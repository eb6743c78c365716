/**
 * Finds what may be personal data in a remark: phone numbers, e-mail addresses, numbers of identity papers, codes of dossiers. It points out
 * and masks, it never refuses: to miss one is worse than to find one too many. Every expression here is linear in the text.
 */
export type PersonalKind = 'phone' | 'email' | 'id-number' | 'dossier';
/** A place in the text, in UTF-16 units: from the first to before the last. */
export interface PersonalMatch {
  kind: PersonalKind;
  from: number;
  to: number;
}

export const MASK = '•••••';

// Each replacement keeps the length, so that a place in the simplified text is the same place in the text.
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const UNSEEN = /\p{Cf}/gu;
const DIGIT_WORD = /(?<!\p{L})(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín)(?!\p{L})/giu;
const DIGIT_WORDS: Readonly<Record<string, string>> = {
  không: '0',
  một: '1',
  mốt: '1',
  hai: '2',
  ba: '3',
  bốn: '4',
  tư: '4',
  năm: '5',
  lăm: '5',
  sáu: '6',
  bảy: '7',
  bẩy: '7',
  tám: '8',
  chín: '9',
};
const plain = (text: string): string =>
  text
    .replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(UNSEEN, (char) => ' '.repeat(char.length))
    .replace(DIGIT_WORD, (word) => (DIGIT_WORDS[word.toLowerCase()] ?? '').padEnd(word.length));

// Runs of digits with what people put between them; "O" stands for a nought now and then.
const NUMBER = /(?<![\p{L}\d])\+?[(]?[\dO](?:[\s.,()_\u2010-\u2015-]{0,6}[\dO]){8,}(?![\dA-Za-z])/gu;
const EMAIL = new RegExp(
  String.raw`[\p{L}\d._%+-]{1,64}\s{0,2}(?:@|[([{]\s?(?:at|a còng|a cong)\s?[)\]}]|\s(?:a còng|a cong|a móc)\s)\s{0,2}` +
    String.raw`[\p{L}\d-]{1,63}(?:\s?(?:\.|[([{]\s?(?:dot|chấm)\s?[)\]}]|\s(?:chấm|cham|dot)\s)\s?[\p{L}\d-]{2,63}){1,4}`,
  'giu',
);
const DOSSIER = /[A-Z0-9]{1,8}(?:\.[A-Z0-9]{1,8}){2,6}-\d{6}-\d{3,8}/gi;
// 500.000.000 đồng has nine digits, too.
const MONEY_AFTER = /^\s*(?:đ|đồng|vnđ|vnd|triệu|tỷ|tr)(?!\p{L})/iu;
const GROUPED = /^\d{1,3}(?:[.,]\d{3})+$/;

/** What a run of digits is: a Vietnamese phone number, the 12 digits of a CCCD, the 9 of a CMND, or nothing that is known. */
function kindOf(run: string): PersonalKind | null {
  const digits = run.replaceAll('O', '0').replace(/\D/g, '');
  const abroad = run.startsWith('+') || /^84[3-9]\d{8}$/.test(digits) || digits.startsWith('0084');
  if (abroad && digits.length >= 9 && digits.length <= 15) return 'phone';
  if (/^0\d{9,10}$/.test(digits)) return 'phone';
  if (/^[01]\d{11}$/.test(digits)) return 'id-number';
  if (digits.length === 9)
    return /^[1-9]/.test(digits) && /^[35789]/.test(digits) && /^\S{9}$/.test(run) ? 'phone' : 'id-number';
  // Two numbers one after the other, or one with a few digits of something else beside it.
  return digits.length > 9 ? 'phone' : null;
}

/** In the order of the text, without overlap. */
export function findPersonal(text: string): PersonalMatch[] {
  const simple = plain(text);
  const found: PersonalMatch[] = [];
  const add = (kind: PersonalKind, from: number, to: number) => {
    if (found.every((other) => to <= other.from || from >= other.to)) found.push({ kind, from, to });
  };
  for (const match of simple.matchAll(EMAIL)) add('email', match.index, match.index + match[0].length);
  for (const match of simple.matchAll(DOSSIER)) add('dossier', match.index, match.index + match[0].length);
  for (const match of simple.matchAll(NUMBER)) {
    const to = match.index + match[0].length;
    const isMoney = GROUPED.test(match[0]) && MONEY_AFTER.test(simple.slice(to, to + 12));
    const kind = isMoney ? null : kindOf(match[0]);
    // Of a digit in words only the first letter was replaced by the digit.
    const rest = /^\p{L}+/u.exec(simple[to] === ' ' ? text.slice(to) : '')?.[0].length ?? 0;
    if (kind) add(kind, match.index, to + rest);
  }
  return found.sort((a, b) => a.from - b.from);
}

/** The text with a mask in place of each match. */
export function maskPersonal(text: string, found: readonly PersonalMatch[] = findPersonal(text)): string {
  let masked = '';
  let at = 0;
  for (const { from, to } of found) {
    masked += `${text.slice(at, from)}${MASK}`;
    at = to;
  }
  return masked + text.slice(at);
}
