/** When a commune's counter is open, and how many people come: Mondays and mornings are busy, around Tết nobody comes. */
import { addDays, daysIn, type Period, weekday } from '../../domain/period.ts';
import type { Chance } from './chance.ts';

const HOLIDAYS = ['01-01', '04-30', '05-01', '09-01', '09-02'];
/** The first day of the lunar year. */
const TET = ['2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26'];

const MORNING = { from: 7.5, to: 11.5 };
const AFTERNOON = { from: 13.5, to: 17 };
/** Monday to Friday. */
const BY_WEEKDAY = [1.35, 1.05, 0.95, 0.9, 0.85];

const isTet = (day: string) => TET.some((first) => day >= addDays(first, -2) && day <= addDays(first, 4));
export const isOpen = (day: string): boolean => weekday(day) < 5 && !HOLIDAYS.includes(day.slice(5)) && !isTet(day);

/** The open days of a period and how many visits each has; together exactly `visits`. */
export function visitsByDay(period: Period, visits: number, chance: Chance): { day: string; visits: number }[] {
  const days = Array.from({ length: daysIn(period) }, (_, at) => addDays(period.from, at)).filter(isOpen);
  const weights = days.map((day) => (BY_WEEKDAY[weekday(day)] ?? 1) * (0.8 + 0.4 * chance.next()));
  const total = weights.reduce((sum, one) => sum + one, 0);
  let weight = 0;
  let given = 0;
  return days.map((day, at) => {
    weight += weights[at] ?? 0;
    const upTo = Math.round((visits * weight) / total);
    const count = upTo - given;
    given = upTo;
    return { day, visits: count };
  });
}

/** A moment within opening hours, in minutes since midnight: most come when the doors have just opened. */
export function minuteOfVisit(chance: Chance): number {
  const { from, to } = chance.happens(0.62) ? MORNING : AFTERNOON;
  const rush = chance.happens(0.55);
  const hours = rush ? from + 0.25 + chance.next() * 1.5 : from + chance.next() * (to - from);
  return Math.min(hours, to - 0.02) * 60;
}
