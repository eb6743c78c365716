import { describe, expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { dayHour, weekday } from '../../src/domain/period.ts';
import { summarise } from '../../src/domain/summary.ts';
import type { Counter } from '../../src/domain/place.ts';
import { createClient } from '../../src/server/demo/client.ts';
import { isOpen } from '../../src/server/demo/calendar.ts';
import { countsOfVisits, findDifferences } from '../../src/server/demo/check.ts';
import { demoPeriod, runDemo } from '../../src/server/demo/run.ts';
import { isRunning } from '../../src/server/demo/serve.ts';
import { visitsOf } from '../../src/server/demo/visits.ts';
import { readResults } from '../../src/server/store/results.ts';
import { verifyTallies } from '../../src/server/store/verify.ts';
import { TODAY, ZONE } from '../helpers/paper.ts';
import { startServer, type TestServerOptions } from '../helpers/server.ts';

const counters: Counter[] = [1, 2, 3].map((number) => ({
  id: `quay-${number}`,
  name: `Quầy ${number}`,
  asksField: true,
  field: null,
  asksStage: true,
  stage: null,
}));
const year = { from: '2025-01-01', to: '2025-12-31' };
const plan = { survey: SIX_CRITERIA, counters, period: year, visits: 1500, zone: ZONE, seed: 5 };

describe('a simulated year', { timeout: 30_000 }, () => {
  it('is the same for the same seed, and another for another', () => {
    expect(visitsOf(plan)).toEqual(visitsOf(plan));
    expect(visitsOf({ ...plan, seed: 6 })).not.toEqual(visitsOf(plan));
  });

  it('has exactly as many visits as asked for, all within opening hours', () => {
    const visits = visitsOf(plan);
    expect(visits).toHaveLength(1500);
    const closed = visits.filter(({ at }) => {
      const { day, hour } = dayHour(at, ZONE);
      const open = isOpen(day) && weekday(day) < 5 && day >= year.from && day <= year.to;
      return !open || ![7, 8, 9, 10, 11, 13, 14, 15, 16].includes(hour);
    });
    expect(closed).toEqual([]);
  });
});

async function demoOn(options: TestServerOptions, visits: number, seed: number, times = 1) {
  const server = await startServer(options);
  onTestFinished(() => server.stop());
  const { db, deps, url } = server;
  const folder = { db, office: deps.office, config: deps.config };
  const period = demoPeriod(null, Date.now(), ZONE);
  if (!period) throw new Error('the year that ends yesterday is always one');
  const client = createClient(url);
  const say: string[] = [];
  const run = () => runDemo({ folder, client, period, visits, seed, now: Date.now, say: (text) => say.push(text) });
  const results = [];
  for (let i = 0; i < times; i++) results.push(await run());
  return { results, server, period, say };
}

describe('the demo', { timeout: 60_000 }, () => {
  it('brings every visit of a year to the results exactly once, with seed 11', async () => {
    const { results, server, period } = await demoOn({}, 4000, 11);
    const [result] = results;
    expect(result).toMatchObject({ visits: 4000, stored: 4000, refused: {}, differences: [] });
    expect(result?.repeated).toBeGreaterThan(0);
    expect(result?.duplicates).toBeGreaterThan(0);
    expect(result?.corrected).toBeGreaterThan(50);
    const { db, deps } = server;
    expect(verifyTallies(db, deps.office)).toEqual({ submissions: 4000, differences: [], altered: [] });
    // One tablet believed that it was 1970; its answers count on the days on which they were given.
    const reset = `select count(*) from submissions where json_extract(body, '$.answeredAt') < 31536000000 and day >= ?`;
    expect(db.prepare(reset).pluck().get(period.from)).toBeGreaterThan(10);
    const read = readResults(db, { officeId: deps.office, period, zone: ZONE, today: TODAY });
    const { criteria } = summarise(read.total, read.survey);
    const lowest = criteria.toSorted(
      (a, b) => Number(a.index?.num) / Number(a.index?.den) - Number(b.index?.num) / Number(b.index?.den),
    );
    expect(lowest[0]?.id).toBe('result');
    expect(read.reasons[0]).toMatchObject({ criterion: 'result', reason: 'waiting' });
    expect(read.devices.map(({ unsent }) => unsent)).toEqual([0, 0, 0]);
  });

  it('adds a second year beside the first when it is run again, with seed 12', async () => {
    const { results } = await demoOn({}, 400, 12, 2);
    for (const result of results) expect(result).toMatchObject({ stored: 400, refused: {}, differences: [] });
  });

  it('waits when the server asks it to, with seed 13', async () => {
    const { results } = await demoOn({ limits: { burst: 2, perMinute: 120 } }, 600, 13);
    expect(results[0]).toMatchObject({ stored: 600, refused: {}, differences: [] });
  });

  it('sees when the server counts anything else than what was made', () => {
    const visits = visitsOf({ ...plan, visits: 50 });
    const made = countsOfVisits(visits, SIX_CRITERIA, ZONE);
    expect(findDifferences(made, new Map(), made)).toEqual([]);
    const fewer = countsOfVisits(visits.slice(1), SIX_CRITERIA, ZONE);
    expect(findDifferences(made, new Map(), fewer)).toContain('ballots all: made 50, the server counts 49');
  });

  it('knows a running server of ours from nothing and from another program', async () => {
    const server = await startServer();
    onTestFinished(() => server.stop());
    expect(await isRunning(server.url)).toBe(true);
    expect(await isRunning(`${server.url}/api/results`)).toBe(false);
    expect(await isRunning('http://127.0.0.1:1')).toBe(false);
  });

  it('makes only years that have begun and that the server counts', () => {
    const now = Date.parse('2026-11-22T03:00:00Z');
    expect(demoPeriod(null, now, ZONE)).toEqual({ from: '2025-11-22', to: '2026-11-21' });
    expect(demoPeriod(2024, now, ZONE)).toEqual({ from: '2024-01-01', to: '2024-12-31' });
    expect(demoPeriod(2026, now, ZONE)).toEqual({ from: '2026-01-01', to: '2026-11-21' });
    expect([demoPeriod(2027, now, ZONE), demoPeriod(2022, now, ZONE)]).toEqual([null, null]);
  });
});
