/** A year of tablets and a single paper ballot: it is hidden, nothing gives it away, and hardly anything is hidden with it. */
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { addDays, type Period, weekday } from '../../src/domain/period.ts';
import { Results } from '../../src/domain/results.ts';
import { DIMENSIONS, type Dimension, type Narrowing } from '../../src/domain/results-narrowing.ts';
import { Why } from '../../src/domain/results-why.ts';
import { base } from '../../src/domain/tally.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { kindsOf, leftovers, type Shown } from '../helpers/subtractions.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const PAPER_DAY = '2026-08-12';
const PLACE = { counter: 'quay-1', field: 'civil-status', stage: 'filing' } as const;
const PERIODS = {
  year: { from: '2026-01-01', to: '2026-12-31' },
  quarter: { from: '2026-07-01', to: '2026-09-30' },
  july: { from: '2026-07-01', to: '2026-07-31' },
  august: { from: '2026-08-01', to: '2026-08-31' },
  week: { from: '2026-08-10', to: '2026-08-16' },
  'other week': { from: '2026-08-17', to: '2026-08-23' },
} as const satisfies Record<string, Period>;
type When = keyof typeof PERIODS;
const HAS_PAPER: readonly When[] = ['year', 'quarter', 'august', 'week'];
const NARROWINGS: Narrowing[] = [
  {},
  { counter: 'quay-1' },
  { counter: 'quay-2' },
  { field: 'civil-status' },
  { stage: 'filing' },
  { channel: 'kiosk' },
  { channel: 'paper' },
];
const LIST = { counter: 'counters', field: 'fields', stage: 'stages', channel: 'channels' } as const;

let server: TestApp;
let headers: Record<string, string>;
interface Counted extends Record<Dimension, string> {
  day: string;
}
const counted: Counted[] = [];
const answers = SIX_CRITERIA.criteria.map(({ id }) => ({ criterion: id, level: 4 as const }));

async function ask(path: string, body?: unknown): Promise<unknown> {
  const reply = await server.app.request(`/api/${path}`, {
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(reply.status, `${path}: ${await reply.clone().text()}`).toBeLessThan(300);
  return reply.json();
}

/** So many that by week every counter has each field in each stage often enough. */
function storeYear(): void {
  const random = randomFrom(51);
  const maker = ballotMaker('tablet-1', 51);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  const days = Array.from({ length: 325 }, (_, i) => addDays('2026-01-01', i)).filter((day) => weekday(day) < 5);
  const store = createSubmissionStore(server.db, server.deps.office);
  for (const day of days) {
    const records = Array.from({ length: 60 }, (): Accepted => {
      const place = {
        counter: pick(['quay-1', 'quay-2', 'quay-3']) ?? '',
        field: pick(['civil-status', 'land']) ?? '',
        stage: pick(['filing', 'collecting']) ?? '',
      };
      counted.push({ day, ...place, channel: 'kiosk' });
      const made = maker.next({ ...place, answers });
      return { ok: true, ...made, survey: SIX_CRITERIA, day, hour: 9, sentAt: 0, receivedAt: 0, note: null };
    });
    store(records);
  }
}
/** As the page for paper ballots does it. */
async function typeOne(): Promise<void> {
  const id = '5a0cd1fe-0000-4000-8000-000000000001';
  await ask('paper/batches', { id, day: PAPER_DAY, ...PLACE, channel: 'paper', size: 1, double: false });
  const ballot = { id: '5a0cd1fe-0000-4000-8000-000000000002', pass: 1, answers, remark: null };
  await ask(`paper/batches/${id}/ballots`, ballot);
  await ask(`paper/batches/${id}/close`, { pass: 1 });
  counted.push({ day: PAPER_DAY, ...PLACE, channel: 'paper' });
}
const queryOf = ({ from, to }: Period, at: Narrowing) =>
  `from=${from}&to=${to}${DIMENSIONS.map((name) => (at[name] ? `&${name}=${at[name]}` : '')).join('')}`;
const resultsOf = async (period: Period, narrowing: Narrowing = {}) =>
  Results.parse(await ask(`results?${queryOf(period, narrowing)}`));

beforeAll(async () => {
  server = openApp({ now: () => NOW });
  headers = server.signIn('team');
  storeYear();
  await typeOne();
}, 60_000);
afterAll(() => server.close());

describe('one paper ballot in a year of tablets', () => {
  it.each(Object.keys(PERIODS) as When[])(
    'hides in the %s itself and the other channel, and nothing else',
    async (when) => {
      const results = await resultsOf(PERIODS[when]);
      for (const dimension of DIMENSIONS) {
        const hidden = results[LIST[dimension]].filter(
          ({ shown }) => shown.ballots === null || shown.criteria.includes(null),
        );
        const expected = dimension === 'channel' && HAS_PAPER.includes(when) ? ['kiosk', 'paper'] : [];
        expect(
          hidden.map(({ id }) => id),
          `${when} by ${dimension}`,
        ).toEqual(expected);
      }
      expect(results.days.filter(({ shown }) => shown.ballots === null)).toEqual([]);
    },
  );

  it('leaves a narrowed view as it is, but for the channels where the ballot is', async () => {
    const { channels, fields, stages, days } = await resultsOf(PERIODS.august, { counter: 'quay-1' });
    expect(channels.map(({ id, shown }) => [id, shown.ballots === null])).toEqual([
      ['kiosk', true],
      ['paper', true],
    ]);
    for (const { shown } of [...fields, ...stages, ...days]) expect(shown.ballots).not.toBeNull();
    const other = await resultsOf(PERIODS.august, { counter: 'quay-2' });
    expect(other.channels.map(({ id, shown }) => [id, shown.ballots === null])).toEqual([['kiosk', false]]);
  });

  it.each([{}, { counter: 'quay-1' }, { counter: 'quay-2' }])(
    'is not what the hours of the week, which it has none of, leave of all of %o',
    async (narrowing: Narrowing) => {
      for (const when of Object.keys(PERIODS) as When[]) {
        const { results, hours } = Why.parse(await ask(`results/why?${queryOf(PERIODS[when], narrowing)}`));
        expect(hours?.some(({ counts }) => counts !== null)).toBe(true);
        for (const one of results.total.criteria) {
          const shown = hours?.flatMap(({ criterion, counts }) =>
            criterion === one.id && counts ? [counts.valid] : [],
          );
          const left = base(one) - (shown ?? []).reduce((sum, valid) => sum + valid, 0);
          expect(left === 0 || left >= 5, `${when} ${one.id}: ${left}`).toBe(true);
        }
      }
    },
    60_000,
  );

  it('is in no difference of two or three figures, of any of these periods and views', async () => {
    const kinds = kindsOf(counted, (one) =>
      [
        ...DIMENSIONS.map((name) => one[name]),
        ...Object.values(PERIODS).map((p) => one.day >= p.from && one.day <= p.to),
      ].join(),
    );
    const figures = new Map<string, { shown: boolean; figure: Shown }>();
    const note = (when: When, at: Narrowing, shown: boolean) => {
      const name = `${when} ${DIMENSIONS.map((dimension) => at[dimension] ?? '*').join(' ')}`;
      const { from, to } = PERIODS[when];
      const figure = kinds.of(
        name,
        (one) => one.day >= from && one.day <= to && DIMENSIONS.every((d) => at[d] === undefined || at[d] === one[d]),
      );
      // However it is asked for, it is shown or not.
      if (figure.size > 0) expect(figures.get(name)?.shown ?? shown, name).toBe(shown);
      figures.set(name, { shown, figure });
      if (shown) expect(figure.size === 0 || figure.size >= 5, name).toBe(true);
    };
    for (const when of Object.keys(PERIODS) as When[])
      for (const narrowing of NARROWINGS) {
        const results = await resultsOf(PERIODS[when], narrowing);
        note(when, narrowing, !results.hidden.ballots);
        for (const dimension of DIMENSIONS)
          for (const { id, shown } of results[LIST[dimension]])
            note(when, { ...narrowing, [dimension]: id }, shown.ballots !== null);
      }
    const shown = [...figures.values()].filter((one) => one.shown).map(({ figure }) => figure);
    const { small, subtractions } = leftovers(shown);
    expect(small).toEqual([]);
    expect(shown.length).toBeGreaterThan(150);
    expect(subtractions).toBeGreaterThan(1000);
    // The ballot itself can be found where it is not hidden.
    expect(leftovers([...shown, kinds.of('kiosk', ({ channel }) => channel === 'kiosk')]).small.length).toBeGreaterThan(
      0,
    );
  }, 120_000);
});
