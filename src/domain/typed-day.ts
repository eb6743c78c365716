/** A day as people type it here: 21/11/2026, 21.11.2026, 21-11-2026, 21112026; also as it is stored. Pure. */
import { isDay } from './period.ts';

/** @returns yyyy-MM-dd, or `null` for what is no day. */
export function typedDay(text: string): string | null {
  const typed = text.trim();
  const found = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(typed);
  const [, day = '', month = '', year = ''] = found ?? [];
  const stored = found ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : typed;
  return isDay(stored) ? stored : null;
}

/** dd/MM/yyyy; '' stays ''. @param day yyyy-MM-dd or '' */
export const printDay = (day: string): string => day.split('-').reverse().join('/');
