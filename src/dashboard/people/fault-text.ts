/** The sentence for a request that failed: what happened, what is safe, what to do. */
import type { PeopleWords } from '../../ui/words/people.ts';
import type { Failed } from '../api.ts';

/** A pause as people say it: never shorter than it is. */
export function pauseText(words: PeopleWords, seconds: number): string {
  if (seconds < 60) return words.seconds(Math.ceil(seconds));
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? words.minutes(minutes) : words.hours(Math.ceil(minutes / 60));
}

/** @param shortest characters that a password needs, where one was sent. */
export function faultText(words: PeopleWords, { code, retryAfter }: Failed, shortest = 0): string {
  if (code === null) return words.offline;
  if (code === 'foreign') return words.foreign;
  if (code === 'password-short') return words.passwordShort(shortest);
  if (code === 'too-many' && retryAfter !== undefined) return words.wait(pauseText(words, retryAfter));
  return Object.entries(words.codes).find(([key]) => key === code)?.[1] ?? words.unknown(code);
}
