/** Whether the office is closed just now, as the tablet was told, and when it opens again. */
import { useEffect, useState } from 'preact/hooks';
import { isOpen, nextOpening } from '../domain/opening-hours.ts';
import type { OfficeHours } from '../domain/place.ts';

/** `null` while the office is open, or where nobody said when it is. */
export interface Closed {
  reopens: { day: string; time: string } | null;
}
const LOOK_MS = 20_000;

/** @param now milliseconds since 1970. */
export function closedAt(hours: OfficeHours | undefined, now: number): Closed | null {
  if (!hours) return null;
  const times = { hours: hours.week, holidays: new Set(hours.closedDays), zone: hours.zone };
  return isOpen(now, times) ? null : { reopens: nextOpening(now, times) };
}

export function useClosed(hours: OfficeHours | undefined): Closed | null {
  const [closed, setClosed] = useState(() => closedAt(hours, Date.now()));
  useEffect(() => {
    const look = () =>
      setClosed((before) => {
        const now = closedAt(hours, Date.now());
        return JSON.stringify(now) === JSON.stringify(before) ? before : now;
      });
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [hours]);
  return closed;
}
