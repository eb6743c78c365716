/** Why something was not done, as the end of a sentence. */
import { sentenceFor } from '../../domain/problem.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import { SURVEYS_WORDS } from '../../ui/words/surveys.ts';

/** @param code as in api.ts. */
export function failedText(code: string | null, language: Language): string {
  return code === null || code === 'foreign' || code === 'aborted'
    ? SURVEYS_WORDS[language].unreachable
    : sentenceFor(code)[language];
}
