/** Days and levels as people write them in spreadsheets. The command reads its one form only (ballot.ts). */
import { foldText } from '../../domain/fold-text.ts';
import { addDays, isDay } from '../../domain/period.ts';
import type { Answer } from '../../domain/submission.ts';
import { LEVELS, levelsOf, type Survey } from '../../domain/survey.ts';

const TIME = String.raw`(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?`;
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME}$`);
const DAY_FIRST = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})${TIME}$`);
const SERIAL = /^\d{5}(?:\.\d+)?$/;
/** Days between the two ways in which workbooks count days. */
const SINCE_1904 = 1462;
/** Ways of writing a day that are remembered. */
const MEMORY = 5000;

/** The same reading with a memory: a file has far fewer days than lines. */
export function createDayOf(since1904: boolean): (text: string) => string | null {
  const known = new Map<string, string | null>();
  return (text) => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const day = dayOf(text, since1904);
    if (known.size < MEMORY) known.set(text, day);
    return day;
  };
}

/**
 * yyyy-MM-dd, dd/MM/yyyy (never MM/dd), or the number of days by which a workbook means a date.
 * @returns yyyy-MM-dd, or `null`.
 */
export function dayOf(text: string, since1904 = false): string | null {
  if (SERIAL.test(text)) return addDays('1899-12-30', Math.floor(Number(text)) + (since1904 ? SINCE_1904 : 0));
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? [];
  const [, dayFirst, monthNext, yearLast] = DAY_FIRST.exec(text) ?? [];
  const parts = [year ?? yearLast, month ?? monthNext, day ?? dayFirst].map((part) => part?.padStart(2, '0'));
  const written = parts.join('-');
  return isDay(written) ? written : null;
}

const UNKNOWN = ['k', 'kb', 'không biết', 'không sử dụng', "don't know"];

/** 1 to 5, k, or the words of the survey, with or without diacritics. Not every number is offered (ballot.ts). */
export function createLevelOf(survey: Survey): (text: string) => Answer['level'] | undefined {
  const known = new Map<string, Answer['level']>();
  const { unknown } = survey;
  for (const word of [...UNKNOWN, unknown.vi, unknown.en]) known.set(foldText(word), 'unknown');
  for (const { level, label } of levelsOf(survey))
    for (const word of [label.vi, label.en]) known.set(foldText(word), level);
  for (const level of LEVELS) known.set(String(level), level);
  // Most cells are written as they are known; folding is for the others.
  return (text) => known.get(text) ?? known.get(foldText(text));
}
