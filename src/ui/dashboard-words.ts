/** The words of the result page by language. Both have the same keys by type. */
import type { Words } from '../domain/survey.ts';
import { en } from './dashboard-en.ts';
import { vi, type DashboardWords } from './dashboard-vi.ts';

export type Language = keyof Words;
export type { DashboardWords };

export const DASHBOARD_WORDS: Readonly<Record<Language, DashboardWords>> = { vi, en };
