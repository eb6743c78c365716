/**
 * What one simulated tablet does with its visits: it makes the records as a tablet makes them (canonical body, gapless
 * sequence, hash of the one before), and decides when it sends which, by a clock that may be wrong.
 */
import { createHash } from 'node:crypto';
import { addDays, dayHour, type Period } from '../../domain/period.ts';
import { canonicalBody, NO_PREVIOUS } from '../../domain/submission.ts';
import { BATCH_RECORDS } from '../../domain/wire.ts';
import { chanceFrom } from './chance.ts';
import type { Visit } from './visits.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A stretch of days, both ends included, in which the clock is off by so many milliseconds. */
export interface WrongClock extends Period {
  error: number;
}
export interface Sending {
  /** The day on which it goes out, yyyy-MM-dd. */
  day: string;
  /** By how many milliseconds the tablet's clock is off then. */
  error: number;
  bodies: readonly string[];
  hashes: readonly string[];
  /** The reply was lost: the same records go out again. */
  twice: boolean;
}
export interface TabletPlan {
  /** As the server named it at enrolment. */
  device: string;
  /** In the order in which they happened. */
  visits: readonly Visit[];
  zone: string;
  seed: number;
  wrongClocks: readonly WrongClock[];
}

const OFFLINE_CHANCE = 0.02;
const OFFLINE_DAYS = 5;
const LOST_REPLY = 0.06;

const idFrom = (text: string) => {
  const hex = sha256(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Everything that the tablet sends, oldest first. */
export function sendingsOf({ device, visits, zone, seed, wrongClocks }: TabletPlan): Sending[] {
  const chance = chanceFrom(seed);
  const sendings: Sending[] = [];
  let waiting: { body: string; hash: string }[] = [];
  let prev = NO_PREVIOUS;
  let today = '';
  let error = 0;
  let offlineUntil = '';

  const flush = (atLeast: number) => {
    while (waiting.length >= atLeast && waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_RECORDS);
      waiting = waiting.slice(BATCH_RECORDS);
      const twice = chance.happens(LOST_REPLY);
      const bodies = batch.map(({ body }) => body);
      sendings.push({ day: today, error, bodies, hashes: batch.map(({ hash }) => hash), twice });
    }
  };
  const startDay = (day: string) => {
    today = today || day;
    const off = wrongClocks.find(({ from, to }) => day >= from && day <= to)?.error ?? 0;
    // What is waiting is sent by the clock that it was made by: only then can the server put it right.
    if (off !== error) flush(1);
    error = off;
    today = day;
    if (chance.happens(OFFLINE_CHANCE)) offlineUntil = addDays(day, chance.between(0, OFFLINE_DAYS));
  };

  for (const [at, visit] of visits.entries()) {
    const { day } = dayHour(visit.at, zone);
    if (day !== today) startDay(day);
    const seq = at + 1;
    const identity = { id: idFrom(`${seed} ${device} ${seq}`), device, epoch: 1, seq, prev };
    const body = canonicalBody({ ...visit.draft, answeredAt: visit.at + error }, identity);
    prev = sha256(body);
    waiting.push({ body, hash: prev });
    if (day > offlineUntil) flush(BATCH_RECORDS);
  }
  flush(1);
  return sendings;
}
