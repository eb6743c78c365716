import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { Results } from '../../src/domain/results.ts';
import { base } from '../../src/domain/tally.ts';
import { periodOf } from '../../src/server/routes/results.ts';
import { publishSurvey } from '../../src/server/store/surveys.ts';
import { readResults } from '../../src/server/store/results.ts';
import { NOW, paperFolder, TODAY, ZONE } from '../helpers/paper.ts';
import { openApp, startServer } from '../helpers/server.ts';
import { oneCriterion, sixCriteria } from '../helpers/worked.ts';

type Folder = ReturnType<typeof paperFolder>;
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
const resultsOf = ({ db, office }: Folder, period = NOVEMBER) =>
  Results.parse(readResults(db, { officeId: office, period, zone: ZONE, today: TODAY }));
const ballots = (count: number, start: string, answers = '5,5,5,5,5,5') =>
  Array.from({ length: count }, () => `${start},${answers}`);

describe('the results of a period', { timeout: 30_000 }, () => {
  it('count levels, unknown and blank of the worked example', async () => {
    const folder = paperFolder();
    await folder.importLines(oneCriterion());
    const { total, versions, survey } = resultsOf(folder);
    expect(total.ballots).toEqual({ all: 108, left: 0, valid: 100, satisfied: 90 });
    expect(total.criteria[0]).toEqual({ id: 'access', levels: [1, 2, 7, 60, 30], unknown: 5, blank: 3 });
    expect(total.criteria[1]).toEqual({ id: 'reception', levels: [0, 0, 0, 0, 0], unknown: 0, blank: 108 });
    expect([versions, survey.version]).toEqual([[1], 1]);
  });

  it('take both ends of the period in and nothing outside it, and leave empty days out', async () => {
    const folder = paperFolder();
    const days = ['2026-10-31', '2026-11-01', '2026-11-09', '2026-11-10', '2026-11-11'];
    await folder.importLines(days.flatMap((day) => ballots(5, `${day},quay-1,land,filing`)));
    const { total, days: shown } = resultsOf(folder, { from: '2026-11-01', to: '2026-11-10' });
    expect(total.ballots.all).toBe(15);
    expect(shown.map(({ id, ballots: count }) => [id, count])).toEqual([
      ['2026-11-01', 5],
      ['2026-11-09', 5],
      ['2026-11-10', 5],
    ]);
  });

  it('are empty, with the current survey, where nobody answered', () => {
    const { total, versions, survey, days, counters, reasons } = resultsOf(paperFolder());
    expect(total.ballots.all).toBe(0);
    expect(total.criteria.map(({ id }) => id)).toEqual(SIX_CRITERIA.criteria.map(({ id }) => id));
    expect([versions, survey.version, days, counters, reasons]).toEqual([[], 1, [], [], []]);
  });

  it('break down by counter, field, stage and channel, in the order of the settings and with "none" last', async () => {
    const folder = paperFolder();
    await folder.importLines([
      ...ballots(5, '2026-11-02,quay-3,,'),
      ...ballots(6, '2026-11-02,quay-1,other-judicial,collecting'),
      ...ballots(7, '2026-11-02,quay-1,civil-status,filing'),
    ]);
    const results = resultsOf(folder);
    const shown = (groups: Results['fields']) => groups.map(({ id, ballots: count }) => [id, count]);
    expect(shown(results.counters)).toEqual([
      ['quay-1', 13],
      ['quay-3', 5],
    ]);
    expect(shown(results.fields)).toEqual([
      ['civil-status', 7],
      ['other-judicial', 6],
      ['', 5],
    ]);
    expect(shown(results.stages)).toEqual([
      ['filing', 7],
      ['collecting', 6],
      ['', 5],
    ]);
    expect(shown(results.channels)).toEqual([['paper', 18]]);
  });

  it('hide a group of less than five, and the one that would give it away by subtraction', async () => {
    const folder = paperFolder();
    await folder.importLines([
      ...ballots(4, '2026-11-02,quay-1,land,filing'),
      ...ballots(20, '2026-11-02,quay-2,land,filing'),
      ...ballots(30, '2026-11-02,quay-3,land,filing'),
    ]);
    const { counters, total } = resultsOf(folder);
    expect(counters.map(({ shown }) => shown.ballots?.valid ?? null)).toEqual([null, null, 30]);
    expect(counters.map(({ shown }) => shown.criteria.map((one) => one && base(one)))).toEqual([
      [null, null, null, null, null, null],
      [null, null, null, null, null, null],
      [30, 30, 30, 30, 30, 30],
    ]);
    expect(total.ballots.all).toBe(54);
  });

  it('have the criteria of the newest version with answers first, then those that only older ones have', async () => {
    const folder = paperFolder();
    await folder.importLines(ballots(5, '2026-10-30,quay-1,land,filing'));
    const [access, reception, procedure, staff, result] = SIX_CRITERIA.criteria;
    if (!access || !reception || !procedure || !staff || !result) throw new Error('six criteria');
    publishSurvey(folder.db, folder.office, { ...SIX_CRITERIA, criteria: [staff, access, result, reception] }, NOW);
    expect(resultsOf(folder, { from: '2026-10-01', to: '2026-10-31' }).survey.version).toBe(1);
    await folder.importText(
      ['date,counter,field,stage,access,staff,result,reception', '2026-11-02,quay-1,,,1,2,3,4', ''].join('\n'),
      'moi.csv',
    );
    const results = resultsOf(folder, { from: '2026-10-01', to: '2026-11-30' });
    expect([results.survey.version, results.versions]).toEqual([2, [1, 2]]);
    expect(results.total.criteria.map((one) => [one.id, base(one)])).toEqual([
      ['staff', 6],
      ['access', 6],
      ['result', 6],
      ['reception', 6],
      ['procedure', 5],
      ['feedback', 5],
    ]);
  });

  it('come from the tallies alone: they are the same without a single submission', async () => {
    const folder = paperFolder();
    await folder.importLines([...oneCriterion(), ...sixCriteria('2026-11-03,quay-2,,collecting')]);
    const before = resultsOf(folder);
    folder.db.exec('delete from remarks; delete from submissions');
    expect(resultsOf(folder)).toEqual(before);
  });
});

describe('the period of a query', { timeout: 30_000 }, () => {
  it('is this month unless it says otherwise', () => {
    expect(periodOf({}, TODAY)).toEqual(NOVEMBER);
    expect(periodOf({ period: 'today' }, TODAY)).toEqual({ from: TODAY, to: TODAY });
    expect(periodOf({ period: 'week' }, TODAY)).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(periodOf({ period: 'year' }, TODAY)).toEqual({ from: '2026-01-01', to: '2026-12-31' });
    expect(periodOf({ from: '2026-02-01', to: '2026-02-28' }, TODAY)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it('is refused when it is none', () => {
    const wrong = [
      { period: 'decade' },
      { period: '' },
      { from: '2026-02-01' },
      { to: '2026-02-01' },
      { from: '2026-02-30', to: '2026-03-01' },
      { from: '2026-03-02', to: '2026-03-01' },
      { from: '2010-01-01', to: '2026-03-01' },
      { from: '2026-02-01', to: '2026-02-02', period: 'month' },
    ];
    for (const query of wrong) expect([query, periodOf(query, TODAY)]).toEqual([query, null]);
  });
});

describe('GET /api/results', { timeout: 30_000 }, () => {
  it('answers who is signed in, packed where that is asked for', async () => {
    const server = await startServer();
    onTestFinished(() => server.stop());
    const person = server.signIn('viewer');
    const reply = await fetch(`${server.url}/api/results?period=year`, {
      headers: { ...person, 'Accept-Encoding': 'identity' },
    });
    expect(Results.parse(await reply.json()).office.code).toBe('22504');
    expect(reply.headers.get('Cache-Control')).toBe('no-store');
    const packed = await server.app.request('/api/results', { headers: { ...person, 'Accept-Encoding': 'gzip' } });
    expect(packed.headers.get('Content-Encoding')).toBe('gzip');
    const text = gunzipSync(Buffer.from(await packed.arrayBuffer())).toString();
    expect(Results.parse(JSON.parse(text)).zone).toBe(ZONE);
    for (const [asked, given] of [
      [{}, null],
      [{ 'Accept-Encoding': 'br, deflate' }, null],
      [{ 'Accept-Encoding': 'gzip;q=0, identity' }, null],
      [{ 'Accept-Encoding': 'gzip;q=0.5, br' }, 'gzip'],
    ] as const) {
      const one = await server.app.request('/api/results/why', { headers: { ...person, ...asked } });
      expect([one.status, one.headers.get('Content-Encoding')], JSON.stringify(asked)).toEqual([200, given]);
      expect(one.headers.get('Vary')).toBe('Accept-Encoding');
    }
    const wrong = await fetch(`${server.url}/api/results?from=2026-13-01&to=2026-13-02`, { headers: person });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { code: 'bad-period' }]);
  });

  it('answers a program only with the read token', async () => {
    const token = 'a-read-token-of-some-length';
    const { app, close } = openApp({ env: { READ_TOKEN: token } });
    onTestFinished(close);
    const ask = (path: string, authorization?: string) =>
      app.request(path, authorization === undefined ? {} : { headers: { Authorization: authorization } });
    for (const path of ['/api/results', '/api/results/changes']) {
      expect((await ask(path)).status).toBe(401);
      expect((await ask(path, 'Bearer another-token-of-length')).status).toBe(401);
    }
    expect((await ask('/api/results', `Bearer ${token}`)).status).toBe(200);
  });
});
