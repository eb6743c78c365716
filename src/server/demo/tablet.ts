/**
 * What one simulated tablet does with its visits: it decides when it sends which, by a clock that may be wrong, and makes the
 * records as a tablet makes them, sealed, signed, in a gapless sequence, each with the hash of the one before.
 */
import { createHash } from 'node:crypto';
import { addDays, dayHour, type Period } from '../../domain/period.ts';
import type { SealingKey } from '../../domain/place.ts';
import { NO_PREVIOUS } from '../../domain/submission.ts';
import { BATCH_RECORDS } from '../../domain/wire.ts';
import { sealedLine } from '../../seal/record.ts';
import { type SealingSession, startSession } from '../../seal/session.ts';
import type { KeyPair } from '../../seal/sign.ts';
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
  visits: readonly Visit[];
  /** The reply was lost: the same records go out again. */
  twice: boolean;
}
export interface TabletPlan {
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
export function sendingsOf({ visits, zone, seed, wrongClocks }: TabletPlan): Sending[] {
  const chance = chanceFrom(seed);
  const sendings: Sending[] = [];
  let waiting: Visit[] = [];
  let today = '';
  let error = 0;
  let offlineUntil = '';

  const flush = (atLeast: number) => {
    while (waiting.length >= atLeast && waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_RECORDS);
      waiting = waiting.slice(BATCH_RECORDS);
      const twice = chance.happens(LOST_REPLY);
      sendings.push({ day: today, error, visits: batch, twice });
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

  for (const visit of visits) {
    const { day } = dayHour(visit.at, zone);
    if (day !== today) startDay(day);
    waiting.push(visit);
    if (day > offlineUntil) flush(BATCH_RECORDS);
  }
  flush(1);
  return sendings;
}

export interface Made {
  lines: readonly string[];
  hashes: readonly string[];
}

/**
 * Makes the records of one tablet, sending after sending: only what is under way is in memory.
 * @param device as the server named it at enrolment.
 */
export function createRecorder(
  device: string,
  keys: KeyPair,
  sealing: SealingKey,
  seed: number,
): (sending: Sending) => Promise<Made> {
  let seq = 0;
  let prev = NO_PREVIOUS;
  let started: { day: string; session: SealingSession } | null = null;
  return async ({ day, error, visits }) => {
    // As when the tablet is switched on in the morning.
    if (started?.day !== day) started = { day, session: await startSession(sealing) };
    const [lines, hashes]: [string[], string[]] = [[], []];
    for (const { at, draft } of visits) {
      seq += 1;
      const identity = { id: idFrom(`${seed} ${device} ${seq}`), device, epoch: 1, seq, prev };
      const line = await sealedLine({ ...draft, answeredAt: at + error }, identity, started.session, keys);
      prev = sha256(line);
      lines.push(line);
      hashes.push(prev);
    }
    return { lines, hashes };
  };
}
