import { describe, expect, test } from 'vitest';
import {
  DEFAULT_OPENING_HOURS,
  isOpen,
  nextOpening,
  openMinutes,
  OpeningHours,
} from '../../src/domain/opening-hours.ts';

const zone = 'Asia/Ho_Chi_Minh';
const times = { hours: DEFAULT_OPENING_HOURS, holidays: new Set(['2026-09-02']), zone };
/** In Vietnam. 2026-08-31 is a Monday. */
const at = (text: string) => Date.parse(`${text}+07:00`);

describe('the time for which the office was open', () => {
  test.each([
    ['inside one span', '2026-08-31T07:58', '2026-08-31T09:03', 65],
    ['over the lunch break', '2026-08-31T11:00', '2026-08-31T14:00', 60],
    ['over night', '2026-08-31T16:50', '2026-09-01T07:45', 25],
    ['over a weekend', '2026-08-28T16:30', '2026-08-31T08:00', 60],
    ['on a Sunday', '2026-08-30T00:00', '2026-08-30T23:59', 0],
    ['on a holiday, which is a Wednesday', '2026-09-02T00:00', '2026-09-02T23:59', 0],
    ['over a holiday', '2026-09-01T16:00', '2026-09-03T08:30', 120],
    ['of a whole week', '2026-08-24T00:00', '2026-08-31T00:00', 5 * 450],
    ['backwards', '2026-08-31T09:00', '2026-08-31T08:00', 0],
  ])('%s', (_, from, to, minutes) => expect(openMinutes(at(from), at(to), times)).toBe(minutes));

  test('in a zone that is half an hour off, to the minute', () => {
    const there = { ...times, zone: 'Asia/Kolkata' };
    expect(openMinutes(Date.parse('2026-08-31T08:10:00+05:30'), Date.parse('2026-08-31T09:47:30+05:30'), there)).toBe(
      97,
    );
  });

  test('counts sixty days at most, however long ago it began', () => {
    const now = at('2026-08-31T08:00');
    expect(openMinutes(0, now, times)).toBe(openMinutes(now - 60 * 86_400_000, now, times));
  });
});

test('a span includes its first minute and not its last', () => {
  expect(isOpen(at('2026-08-31T07:30'), times)).toBe(true);
  expect(isOpen(at('2026-08-31T11:30'), times)).toBe(false);
  expect(isOpen(at('2026-08-31T16:59'), times)).toBe(true);
  expect(isOpen(at('2026-09-02T09:00'), times)).toBe(false);
});

test('hours that end before they begin, overlap or lack a day are refused', () => {
  const week = (spans: unknown) => [spans, [], [], [], [], [], []];
  expect(OpeningHours.safeParse(DEFAULT_OPENING_HOURS).success).toBe(true);
  for (const bad of [
    week([{ from: '11:00', to: '07:00' }]),
    week([
      { from: '07:00', to: '12:00' },
      { from: '11:00', to: '17:00' },
    ]),
    week([{ from: '7:00', to: '12:00' }]),
    week([{ from: '07:00', to: '24:00' }]),
    [[], []],
  ])
    expect(OpeningHours.safeParse(bad).success).toBe(false);
});

describe('the next opening', () => {
  test.each([
    ['2026-08-31T06:00:00', { day: '2026-08-31', time: '07:30' }],
    ['2026-08-31T07:30:00', { day: '2026-08-31', time: '13:30' }],
    ['2026-08-31T12:00:00', { day: '2026-08-31', time: '13:30' }],
    ['2026-09-01T18:00:00', { day: '2026-09-03', time: '07:30' }],
    ['2026-08-28T17:00:00', { day: '2026-08-31', time: '07:30' }],
  ])('after %s', (instant, expected) => expect(nextOpening(at(instant), times)).toEqual(expected));
  test('is not known where the week has no span', () => {
    expect(nextOpening(at('2026-08-31T06:00:00'), { ...times, hours: Array.from({ length: 7 }, () => []) })).toBeNull();
  });
});
