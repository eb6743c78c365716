/** Ballots for the signals: single ones by hand, and a year of visits as the tablets' days. */
import { addDays, dayHour, weekday } from '../../src/domain/period.ts';
import { DEFAULT_OPENING_HOURS, type OpenTimes } from '../../src/domain/opening-hours.ts';
import type { SeenBallot } from '../../src/domain/signal-ballot.ts';
import type { PeerCounts } from '../../src/domain/signal-peers.ts';
import { SHIPPED_HOLIDAYS } from '../../src/domain/working-days-holidays.ts';
import type { Level, Survey } from '../../src/domain/survey.ts';
import { tallyOf } from '../../src/domain/tally.ts';
import type { Visit } from '../../src/server/demo/visits.ts';

export const ZONE = 'Asia/Ho_Chi_Minh';
export const TIMES: OpenTimes = {
  hours: DEFAULT_OPENING_HOURS,
  holidays: new Set(SHIPPED_HOLIDAYS.map(({ day }) => day)),
  zone: ZONE,
};
/** A Tuesday at nine in the office's zone. */
export const NINE = Date.parse('2026-03-10T02:00:00Z');

const CRITERIA = ['access', 'reception', 'procedure', 'staff', 'result', 'feedback'];
export const answersAt = (...levels: (Level | 'unknown')[]): SeenBallot['answers'] =>
  levels.map((level, at) => ({ criterion: CRITERIA[at] ?? `c${at}`, level }));
export const TOP = answersAt(5, 5, 5, 5, 5, 5);
export const MIXED = answersAt(5, 4, 4, 5, 3, 4);
export const LOW = answersAt(4, 4, 3, 4, 1, 3);

/** A ballot of one tablet, `seconds` after nine; in the order of `seq`. */
export const seen = (seq: number, seconds: number, more: Partial<SeenBallot> = {}): SeenBallot => ({
  id: `ballot-${seq}`,
  device: 'tablet',
  epoch: 1,
  seq,
  counter: 'quay-1',
  channel: 'kiosk',
  end: 'finished',
  answeredAt: NINE + seconds * 1000,
  at: NINE + seconds * 1000,
  tookMs: 30_000,
  answers: MIXED,
  ...more,
});

/** The visits of a year as their tablets have them, one tablet a counter. @returns by tablet and day. */
export function tabletDays(visits: readonly Visit[]): Map<string, SeenBallot[]> {
  const days = new Map<string, SeenBallot[]>();
  const last = new Map<string, number>();
  for (const [at, visit] of [...visits].sort((a, b) => a.at - b.at).entries()) {
    const device = visit.draft.counter;
    const seq = (last.get(device) ?? 0) + 1;
    last.set(device, seq);
    const key = `${device} ${dayHour(visit.at, ZONE).day}`;
    const ballot: SeenBallot = {
      ...visit.draft,
      id: String(at),
      device,
      epoch: 1,
      seq,
      answeredAt: visit.at,
      at: visit.at,
    };
    const day = days.get(key);
    if (day) day.push(ballot);
    else days.set(key, [ballot]);
  }
  return days;
}

/** What each counter has in each week. */
export function peerWeeks(visits: readonly Visit[], survey: Survey): PeerCounts[][] {
  const weeks = new Map<string, Map<string, PeerCounts>>();
  for (const { at, draft } of visits) {
    const { day } = dayHour(at, ZONE);
    const monday = addDays(day, -weekday(day));
    const week = weeks.get(monday) ?? new Map<string, PeerCounts>();
    weeks.set(monday, week);
    const counts = week.get(draft.counter) ?? { counter: draft.counter, valid: 0, satisfied: 0 };
    week.set(draft.counter, counts);
    const { ballots } = tallyOf(draft, survey);
    counts.valid += ballots.valid;
    counts.satisfied += ballots.satisfied;
  }
  return [...weeks.values()].map((week) => [...week.values()]);
}
