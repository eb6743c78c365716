/** Noon of a day in a zone: a paper ballot knows its day only. */
import { dayHour } from '../../domain/period.ts';

/** @returns milliseconds since 1970. */
export function noonOf(day: string, zone: string): number {
  const utc = Date.parse(`${day}T12:00:00Z`);
  for (let hours = -14; hours <= 14; hours++) {
    const instant = utc + hours * 3_600_000;
    const there = dayHour(instant, zone);
    if (there.day === day && there.hour === 12) return instant;
  }
  return utc;
}
