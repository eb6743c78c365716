/** The sentence for a request that failed: what happened and what is safe. */
import { sentenceFor } from '../../domain/problem.ts';
import type { Shell } from '../shell/shell.ts';

export function faultText({ words, language }: Pick<Shell, 'words' | 'language'>, code: string | null): string {
  if (code === null) return words.offline;
  return code === 'foreign' ? words.foreign : sentenceFor(code)[language];
}
