/** What is said when something could not be done: the sentence of its code, or that the server is out of reach. */
import { sentenceFor } from '../../domain/problem.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import type { ShellWords } from '../../ui/words/shell.ts';

/** @param code as in api.ts */
export function faultText(code: string | null, language: Language, words: ShellWords): string {
  if (code === null) return words.offline;
  return code === 'foreign' ? words.foreign : sentenceFor(code)[language];
}
