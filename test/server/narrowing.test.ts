/** Narrowed results: the same as counting the bodies again, and nothing that two views together would give away. */
import { expect, it, onTestFinished } from 'vitest';
import { Results } from '../../src/domain/results.ts';
import { DIMENSIONS, type Dimension, type Narrowing } from '../../src/domain/results-narrowing.ts';
import { Comparison } from '../../src/domain/results-comparison.ts';
import { Why } from '../../src/domain/results-why.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { addDays } from '../../src/domain/period.ts';
import { base, tallyOf } from '../../src/domain/tally.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { saveSetting } from '../../src/server/store/office-settings.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { randomFrom } from '../helpers/drafts.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
/** Whole months. */
const PERIOD = { from: '2026-09-01', to: '2026-11-30' };
const FIRST = '2026-09-10';

function filled(seed: number, count: number): { server: TestApp; records: Accepted[]; headers: { Cookie: string } } {
  const server = openApp({ now: () => NOW });
  onTestFinished(() => server.close());
  const random = randomFrom(seed);
  const maker = ballotMaker('tablet-1', seed);
  const records = Array.from({ length: count }, (): Accepted => {
    const day = addDays(FIRST, Math.floor(random() * 72));
    const counter = random() < 0.03 ? 'quay-3' : random() < 0.5 ? 'quay-1' : 'quay-2';
    const made = maker.next(random() < 0.1 ? { counter, channel: 'assisted' } : { counter });
    return { ok: true, ...made, survey: SIX_CRITERIA, day, hour: 9, sentAt: 0, receivedAt: 0, note: null };
  });
  createSubmissionStore(server.db, server.deps.office)(records);
  return { server, records, headers: server.signIn() };
}
type Filled = ReturnType<typeof filled>;

const queryOf = (narrowing: Narrowing, period = PERIOD) =>
  `from=${period.from}&to=${period.to}${DIMENSIONS.map((name) => (narrowing[name] === undefined ? '' : `&${name}=${narrowing[name]}`)).join('')}`;
async function ask({ server, headers }: Filled, path: string): Promise<unknown> {
  const reply = await server.app.request(`/api/${path}`, { headers });
  expect(reply.status).toBe(200);
  return reply.json();
}
const resultsOf = async (at: Filled, narrowing: Narrowing = {}) =>
  Results.parse(await ask(at, `results?${queryOf(narrowing)}`));
/** The same, asked for once. */
function viewsOf(at: Filled) {
  const known = new Map<string, Results>();
  return async (narrowing: Narrowing): Promise<Results> => {
    const key = queryOf(narrowing);
    const view = known.get(key) ?? (await resultsOf(at, narrowing));
    known.set(key, view);
    return view;
  };
}

const matches = ({ submission }: Accepted, narrowing: Narrowing) =>
  DIMENSIONS.every((name) => narrowing[name] === undefined || (submission[name] ?? '') === narrowing[name]);
/** Valid answers to a criterion, counted from the records. */
const validOf = (records: readonly Accepted[], narrowing: Narrowing, criterion: string) =>
  records
    .filter((one) => matches(one, narrowing))
    .reduce((sum, { submission, survey }) => {
      const found = tallyOf(submission, survey).criteria.find(({ id }) => id === criterion);
      return sum + (found ? base(found) : 0);
    }, 0);

it.each([
  { counter: 'quay-2' },
  { field: 'land' },
  { counter: 'quay-1', stage: 'filing' },
  { field: '', channel: 'kiosk' },
  { counter: 'quay-3', field: 'civil-status', stage: 'filing', channel: 'kiosk' },
])('results narrowed by %o are what the bodies say', async (narrowing: Narrowing) => {
  const at = filled(1, 1500);
  const results = await resultsOf(at, narrowing);
  const inside = at.records.filter((one) => matches(one, narrowing));
  expect(results.narrowing).toEqual(narrowing);
  expect(results.total.ballots.all).toBe(inside.length);
  for (const one of results.total.criteria) {
    const valid = validOf(at.records, narrowing, one.id);
    expect(base(one)).toBe(results.hidden.criteria.includes(one.id) ? 0 : valid);
    if (valid > 0 && valid < 5) expect(results.hidden.criteria).toContain(one.id);
  }
  const reasons = inside.flatMap(({ submission, survey }) => tallyOf(submission, survey).reasons);
  for (const { criterion, reason, count } of results.reasons)
    expect(count).toBe(reasons.filter((one) => one.criterion === criterion && one.reason === reason).length);
  for (const counter of results.counters)
    expect(counter.ballots).toBe(inside.filter(({ submission }) => submission.counter === counter.id).length);
  const days = results.days.reduce((sum, { ballots }) => sum + ballots, 0);
  // By the day only the whole office and a counter are told.
  expect(days).toBe(Object.keys(narrowing).join() === 'counter' ? inside.length : 0);
});

const LIST = { counter: 'counters', field: 'fields', stage: 'stages', channel: 'channels' } as const;

it.each([1, 2, 3])(
  'no two views give a small group away, seed %i',
  async (seed) => {
    // So few ballots that many cells by counter and field are small.
    const at = filled(seed, 160);
    const viewed = viewsOf(at);
    const whole = await viewed({});
    const ids = (dimension: Dimension) => whole[LIST[dimension]].map(({ id }) => id);
    let hidden = 0;
    for (const [c, { id: criterion }] of whole.total.criteria.entries())
      for (const dimension of ['counter', 'field', 'stage'] as const)
        for (const other of DIMENSIONS.filter((name) => name !== dimension)) {
          const views = new Map<string, Results>();
          for (const id of ids(dimension)) views.set(id, await viewed({ [dimension]: id }));
          // Within a view: its total against its parts.
          for (const [id, view] of views) {
            const total = validOf(at.records, { [dimension]: id }, criterion);
            const parts = view[LIST[other]].map((group) => group.shown.criteria[c]);
            const left = total - parts.reduce((sum, one) => sum + (one ? base(one) : 0), 0);
            hidden += parts.filter((one) => one === null).length;
            // Those of a hidden total do not add up to it.
            if (view.hidden.criteria.includes(criterion)) expect(left).toBeGreaterThanOrEqual(Math.min(total, 5));
            else expect(left === 0 || left >= 5).toBe(true);
          }
          // Across views: the parts against the whole's own breakdown.
          for (const group of whole[LIST[other]]) {
            const shown = group.shown.criteria[c];
            if (!shown) continue;
            const known = [...views.values()].reduce((sum, view) => {
              const part = view[LIST[other]].find(({ id }) => id === group.id)?.shown.criteria[c];
              return sum + (part ? base(part) : 0);
            }, 0);
            const left = base(shown) - known;
            expect(left === 0 || left >= 5, `${criterion} ${dimension} ${other} ${group.id}: ${left}`).toBe(true);
          }
        }
    expect(hidden).toBeGreaterThan(20);
  },
  60_000,
);

it('a view is hidden as well when the rest of the whole is small', async () => {
  const server = openApp({ now: () => NOW });
  onTestFinished(() => server.close());
  const maker = ballotMaker('tablet-1', 7);
  const answers = SIX_CRITERIA.criteria.map(({ id }) => ({ criterion: id, level: 4 as const }));
  const make = (counter: string): Accepted => {
    const made = maker.next({ counter, answers, stage: 'filing', field: 'land' });
    return {
      ok: true,
      ...made,
      survey: SIX_CRITERIA,
      day: '2026-11-02',
      hour: 9,
      sentAt: 0,
      receivedAt: 0,
      note: null,
    };
  };
  const counters = [...Array<string>(40).fill('quay-1'), ...Array<string>(3).fill('quay-2')];
  createSubmissionStore(server.db, server.deps.office)(counters.map(make));
  const at = { server, headers: server.signIn(), records: [] };
  for (const counter of ['quay-1', 'quay-2']) {
    const { total, hidden, reasons, insight } = await resultsOf(at, { counter });
    expect(hidden).toEqual({ ballots: true, criteria: SIX_CRITERIA.criteria.map(({ id }) => id) });
    expect(total.criteria.map(base)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(total.ballots.all).toBe(counter === 'quay-1' ? 40 : 3);
    expect([reasons, insight.kind]).toEqual([[], 'tooFew']);
  }
});

it('why and comparison answer with their schema, and a word that is none of ours leaves nothing', async () => {
  const at = filled(4, 600);
  const why = Why.parse(await ask(at, `results/why?${queryOf({ counter: 'quay-1' })}`));
  expect(why.hours?.length).toBeGreaterThan(0);
  expect(Why.parse(await ask(at, `results/why?${queryOf({ field: 'land' })}`)).hours).toBeNull();
  const { months, surveys } = Comparison.parse(await ask(at, `results/comparison?${queryOf({})}`));
  expect(months.map(({ group, versions }) => [group.id, versions])).toEqual([
    ['2026-09', [1]],
    ['2026-10', [1]],
    ['2026-11', [1]],
  ]);
  expect(months.reduce((sum, { group }) => sum + group.ballots, 0)).toBe(600);
  expect(surveys).toEqual([{ version: 1, method: 'top2', overall: 'criteriaMean' }]);
  expect((await resultsOf(at, { counter: 'nowhere' })).total.ballots.all).toBe(0);
  const long = await at.server.app.request(`/api/results?counter=${'x'.repeat(60)}`, { headers: at.headers });
  expect([long.status, await long.json()]).toMatchObject([400, { code: 'wrong-type' }]);
});

it('the sentence of what is wrong names the counter and the half-day, and stays silent where the hours are not known', async () => {
  const server = openApp({ now: () => NOW });
  onTestFinished(() => server.close());
  const maker = ballotMaker('tablet-1', 8);
  const records = ['quay-1', 'quay-2'].flatMap((counter) =>
    // Two Mondays and the Tuesdays after them.
    ['2026-11-02', '2026-11-03', '2026-11-09', '2026-11-10'].flatMap((day) =>
      Array.from({ length: 25 }, (_, i): Accepted => {
        const bad = counter === 'quay-2' && (day === '2026-11-02' || day === '2026-11-09') && i % 5 > 0;
        const answers = SIX_CRITERIA.criteria.map(({ id }) => ({
          criterion: id,
          level: id === 'result' && bad ? (2 as const) : (5 as const),
        }));
        const made = maker.next({ counter, answers, stage: 'filing', field: 'land' });
        return { ok: true, ...made, survey: SIX_CRITERIA, day, hour: 9, sentAt: 0, receivedAt: 0, note: null };
      }),
    ),
  );
  createSubmissionStore(server.db, server.deps.office)(records);
  const at = { server, headers: server.signIn(), records };
  const monday = { weekday: 0, half: 'morning' };
  expect((await resultsOf(at)).insight).toEqual({
    kind: 'below',
    criterion: 'result',
    counter: 'quay-2',
    when: monday,
  });
  expect((await resultsOf(at, { counter: 'quay-1' })).insight).toMatchObject({
    kind: 'met',
    counter: null,
    when: null,
  });
  expect((await resultsOf(at, { field: 'land' })).insight).toMatchObject({ criterion: 'result', counter: null });
});

it('the period before and the sample rule come with the results', async () => {
  const at = filled(5, 900);
  saveSetting(at.server.db, at.server.deps.office, 'population', { '2026-10': 1200 });
  const month = { from: '2026-10-01', to: '2026-10-31' };
  const results = Results.parse(await ask(at, `results?${queryOf({}, month)}`));
  expect(results.coverage).toEqual({ population: 1200, needed: 300 });
  expect(results.before).toMatchObject({ period: { from: '2026-09-01', to: '2026-09-30' }, versions: [1], breaks: [] });
  const september = at.records.filter(({ day }) => day < '2026-10-01').length;
  expect(results.before?.total.ballots.all).toBe(september);
  const first = Results.parse(await ask(at, `results?${queryOf({}, { from: '2026-09-01', to: '2026-09-30' })}`));
  expect(first.before).toBeNull();
});
