import { describe, expect, test } from 'vitest';
import { CLOCK_TOLERANCE } from '../../src/domain/answer-time.ts';
import { countedAt } from '../../src/server/clock.ts';
import { ballotMaker, batchOf, sendBatch } from '../helpers/ballots.ts';
import { openApp } from '../helpers/server.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (text: string) => Date.parse(`${text}+07:00`);
const NOW = at('2026-11-20T09:30:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

describe('a tablet that is wrong by', () => {
  // The answer was given two hours before it was sent, whatever the tablet believes the time to be.
  test.each([
    ['50 years back', -50 * YEAR],
    ['a day back', -DAY],
    ['an hour back', -HOUR],
    ['six minutes back', -6 * MINUTE],
    ['six minutes ahead', 6 * MINUTE],
    ['an hour ahead', HOUR],
    ['a day ahead', DAY],
    ['ten years ahead', 10 * YEAR],
    ['79 years ahead', 79 * YEAR],
  ])('%s is corrected by the time of receipt', (_, error) => {
    const counted = countedAt(NOW - 2 * HOUR + error, NOW + error, NOW, ZONE);
    expect(counted).toEqual({ day: '2026-11-20', hour: 7, note: 'clock-corrected' });
  });

  test.each([
    ['nothing', 0],
    ['five minutes back', -CLOCK_TOLERANCE],
    ['five minutes ahead', CLOCK_TOLERANCE],
  ])('%s is believed', (_, error) => {
    const counted = countedAt(at('2026-11-20T08:10:00'), NOW + error, NOW, ZONE);
    expect(counted).toEqual({ day: '2026-11-20', hour: 8, note: null });
  });
});

describe('an answer', () => {
  test('that lay on the tablet for a year counts on the day when it was given', () => {
    expect(countedAt(at('2025-11-20T16:59:59'), NOW, NOW, ZONE)).toEqual({ day: '2025-11-20', hour: 16, note: null });
  });
  test.each([
    ['five minutes after its receipt counts on receipt', CLOCK_TOLERANCE, null],
    ['a millisecond more counts on receipt', CLOCK_TOLERANCE + 1, 'clock-future'],
    ['years after its receipt counts on receipt', 3 * YEAR, 'clock-future'],
  ])('%s', (_, ahead, note) => {
    expect(countedAt(NOW + ahead, NOW, NOW, ZONE)).toEqual({ day: '2026-11-20', hour: 9, note });
  });
  test.each([
    ['the first moment of 2023 counts when it says', at('2023-01-01T00:00:00'), '2023-01-01', 0, null],
    ['the last moment of 2022 counts on receipt', at('2023-01-01T00:00:00') - 1, '2026-11-20', 9, 'clock-past'],
    ['1970 counts on receipt', 0, '2026-11-20', 9, 'clock-past'],
  ])('from %s', (_, answered, day, hour, note) => {
    expect(countedAt(answered, NOW, NOW, ZONE)).toEqual({ day, hour, note });
  });
  test('of the last minute of a day, by a clock a little ahead, does not count tomorrow', () => {
    const late = at('2026-11-20T23:58:00');
    expect(countedAt(late + 4 * MINUTE, late + 4 * MINUTE, late, ZONE)).toEqual({
      day: '2026-11-20',
      hour: 23,
      note: null,
    });
  });
  test('from before 1970 after its correction counts on receipt', () => {
    expect(countedAt(0, NOW + 79 * YEAR, NOW, ZONE)).toEqual({ day: '2026-11-20', hour: 9, note: 'clock-past' });
  });
  test('just before midnight counts on that day of the office, not of the server', () => {
    expect(countedAt(at('2026-11-19T23:59:59'), NOW, NOW, ZONE)).toMatchObject({ day: '2026-11-19', hour: 23 });
    expect(countedAt(at('2026-11-20T00:00:00'), NOW, NOW, ZONE)).toMatchObject({ day: '2026-11-20', hour: 0 });
  });
});

test('a wrong clock is no reason to refuse, and what was noticed is said and stored', async () => {
  const server = openApp({ now: () => NOW });
  const { device, token } = await server.enrol();
  const ask = (path: string, init: RequestInit) => server.app.request(path, init);
  const maker = ballotMaker(device.id, 51);
  const back = NOW - 50 * YEAR;
  const corrected = maker.next({ answeredAt: back - HOUR }).body;
  const { receipts } = await sendBatch(ask, token, batchOf([corrected], { sentAt: back }));
  expect(receipts[0]).toMatchObject({ status: 'stored', code: 'clock-corrected' });
  const others = [
    maker.next({ answeredAt: 0 }),
    maker.next({ answeredAt: NOW + YEAR }),
    maker.next({ answeredAt: NOW }),
  ];
  const second = await sendBatch(
    ask,
    token,
    batchOf(
      others.map(({ body }) => body),
      { sentAt: NOW },
    ),
  );
  expect(second.receivedAt).toBe(NOW);
  expect(second.receipts.map(({ code }) => code)).toEqual(['clock-past', 'clock-future', undefined]);
  const rows = server.db
    .prepare('select day, hour, note, sent_at as sentAt, received_at as receivedAt from submissions order by seq')
    .all();
  expect(rows).toEqual([
    { day: '2026-11-20', hour: 8, note: 'clock-corrected', sentAt: back, receivedAt: NOW },
    { day: '2026-11-20', hour: 9, note: 'clock-past', sentAt: NOW, receivedAt: NOW },
    { day: '2026-11-20', hour: 9, note: 'clock-future', sentAt: NOW, receivedAt: NOW },
    { day: '2026-11-20', hour: 9, note: 'unsigned', sentAt: NOW, receivedAt: NOW },
  ]);
  server.close();
});
