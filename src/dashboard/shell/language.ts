/**
 * The language that this browser chose last. The address says what is shown; where it says nothing, this does. Kept in the
 * browser only; where it may keep nothing, the address is all there is.
 */
import type { Language } from '../../ui/dashboard-words.ts';

const NAME = 'hai-long.language';

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(NAME, language);
  } catch {
    // A browser that keeps nothing: the address still says it.
  }
}

export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(NAME) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}
