/**
 * When an answer counts. A tablet's clock may be wrong by decades, and nothing is refused for it: what it says now,
 * against the time of receipt, tells how wrong it is.
 */
import { answerTime, CLOCK_TOLERANCE } from '../domain/answer-time.ts';
import { dayHour, type DayHour } from '../domain/period.ts';
import type { RecordNote } from '../domain/problem.ts';

/** No answer is older: no tablet ran this program before. A day in the office's zone. */
export const FIRST_DAY = '2023-01-01';

export interface Counted extends DayHour {
  note: RecordNote | null;
}

/**
 * @param answeredAt and `sentAt` by the tablet's clock, `receivedAt` by the server's; milliseconds since 1970.
 * @returns the day and hour that the answer is counted on.
 */
export function countedAt(answeredAt: number, sentAt: number, receivedAt: number, zone: string): Counted {
  const { answered, corrected } = answerTime(answeredAt, sentAt, receivedAt);
  if (answered > receivedAt + CLOCK_TOLERANCE) return { ...dayHour(receivedAt, zone), note: 'clock-future' };
  // A clock that is a little ahead must not move an answer of the evening into tomorrow.
  const counted = dayHour(Math.min(answered, receivedAt), zone);
  if (answered < 0 || counted.day < FIRST_DAY) return { ...dayHour(receivedAt, zone), note: 'clock-past' };
  return { ...counted, note: corrected ? 'clock-corrected' : null };
}
