/** Words of the section where surveys are read, written and published. Both have the same keys by type. */
import type { Language } from '../dashboard-words.ts';
import { en } from './surveys-en.ts';
import { vi, type SurveysWords } from './surveys-vi.ts';

export type { SurveysWords };
export const SURVEYS_WORDS: Readonly<Record<Language, SurveysWords>> = { vi, en };
