/** What an office sees of those beneath it: the sum of what they see themselves, small ones hidden, and nothing beside or above. */
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type Period } from '../../src/domain/period.ts';
import { OfficesView } from '../../src/domain/results-offices.ts';
import { createApp } from '../../src/server/app.ts';
import type { Database } from '../../src/server/deps.ts';
import { SESSION_COOKIE } from '../../src/server/policy.ts';
import { addAccount } from '../../src/server/store/accounts.ts';
import { createAudit } from '../../src/server/store/audit.ts';
import { databaseFile } from '../../src/server/store/connection.ts';
import { makeOffice } from '../../src/server/store/office.ts';
import { saveUnit } from '../../src/server/store/offices.ts';
import { readResults } from '../../src/server/store/results.ts';
import { readOffices } from '../../src/server/store/results-offices.ts';
import { openSession } from '../../src/server/store/sessions.ts';
import { fill } from '../helpers/frozen.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';
import { openApp, type TestApp } from '../helpers/server.ts';

const NOW = Date.parse('2026-11-20T03:00:00Z');
const TODAY = '2026-11-20';
const ZONE = 'Asia/Ho_Chi_Minh';
const ALL: Period = { from: '2026-05-11', to: '2026-11-20' };
const PERIODS: Period[] = [
  { from: '2026-01-01', to: '2026-12-31' },
  { from: '2026-07-01', to: '2026-07-31' },
  { from: '2026-06-15', to: '2026-09-07' },
  { from: '2026-08-12', to: '2026-08-12' },
  { from: '2026-11-01', to: '2026-11-20' },
];

let server: TestApp;
let db: Database;
let country: number;
let province: number;
let [big, other, small, far]: number[] = [];
beforeAll(() => {
  server = openApp({ env: { OFFICE_CODE: 'VN', OFFICE_NAME: 'Cả nước' }, now: () => NOW });
  ({ db } = server);
  country = server.deps.office;
  const make = (code: string, parent: number, count: number, seed: number) => {
    const office = makeOffice(db, { code, name: `Đơn vị ${code}` }, parent, NOW);
    if (count > 0) fill(db, office, { count, seed, period: ALL });
    return office;
  };
  province = make('56', country, 0, 0);
  far = make('48', country, 400, 5);
  big = make('22504', province, 900, 1);
  other = make('22505', province, 500, 2);
  // Made when others have been summed up already; in the last month alone, and few.
  small = makeOffice(db, { code: '22506', name: 'Xã nhỏ' }, province, NOW);
  fill(db, small, { count: 3, seed: 3, period: { from: '2026-11-16', to: TODAY } });
}, 60_000);
afterAll(() => server.close());

const query = (officeId: number, unitId: number, period: Period) => ({
  officeId,
  unitId,
  period,
  zone: ZONE,
  today: TODAY,
  now: NOW,
});
const view = (officeId: number, unitId: number, period: Period) => readOffices(db, query(officeId, unitId, period));
const own = (officeId: number, period: Period) => readResults(db, { officeId, period, zone: ZONE, today: TODAY }).total;
/** The counts of tallies, added up. */
const added = (tallies: ReturnType<typeof own>[]) => ({
  ballots: tallies.map(({ ballots }) => ballots).reduce((a, b) => plus(a, b)),
  levels: tallies
    .map(({ criteria }) => criteria.flatMap(({ levels, unknown, blank }) => [...levels, unknown, blank]))
    .reduce((a, b) => a.map((n, i) => n + (b[i] ?? 0))),
});
const plus = <T extends Record<string, number>>(a: T, b: T): T =>
  Object.fromEntries(Object.entries(a).map(([key, n]) => [key, n + (b[key] ?? 0)])) as T;
const ballotsOf = (rows: OfficesView['rows']) => rows.map(({ unit, group }) => [unit.code, group.ballots]);

test.each(PERIODS)('from $from to $to the whole is what the offices see themselves, added up', (period) => {
  const offices = [big, other, small].map((office) => own(office ?? 0, period));
  expect(offices.every(({ ballots }) => ballots.all === 0)).toBe(false);
  const { results, rows } = view(province, province, period);
  expect(added([results.total])).toEqual(added(offices));
  expect(ballotsOf(rows)).toEqual(offices.map(({ ballots }, i) => [`2250${i + 4}`, ballots.all]));
  const above = view(country, country, period);
  expect(added([above.results.total])).toEqual(added([...offices, own(far ?? 0, period)]));
  expect(ballotsOf(above.rows)).toEqual([
    ['48', own(far ?? 0, period).ballots.all],
    ['56', results.total.ballots.all],
  ]);
  // One level down from the country the province is the same.
  const down = view(country, province, period);
  expect(ballotsOf(down.rows)).toEqual(ballotsOf(rows));
  expect(down.path.map(({ code }) => code)).toEqual(['VN', '56']);
});

test('an office is looked at with its criteria and its months', () => {
  const period = { from: '2026-08-01', to: '2026-08-31' };
  const { results, rows, months } = view(province, big ?? 0, period);
  expect(results.total).toEqual(own(big ?? 0, period));
  expect(rows).toEqual([]);
  expect(months.map(({ id }) => id)).toEqual(['2026-05', '2026-06', '2026-07', '2026-08']);
  expect(months.at(-1)?.shown.ballots).toEqual(own(big ?? 0, period).ballots);
});

test('an office with three ballots is hidden, another with it, and looking at it alone tells no more', () => {
  const period = { from: '2026-11-01', to: '2026-11-30' };
  const { results, rows } = view(province, province, period);
  const shown = rows.map(({ unit, group }) => [unit.code, group.shown.ballots !== null]);
  expect(shown).toEqual([
    ['22504', true],
    ['22505', false],
    ['22506', false],
  ]);
  expect(results.total.ballots.valid).toBeGreaterThan(5);
  const alone = view(province, small ?? 0, period);
  expect([alone.results.hidden.ballots, alone.results.total.ballots]).toMatchObject([true, { all: 3, valid: 0 }]);
  expect(alone.unit.group.shown.criteria.every((one) => one === null)).toBe(true);
  expect(alone.months.map(({ shown: { ballots } }) => ballots)).toEqual([null]);
  // Nor does any longer or shorter time whose difference would be those three.
  for (const days of [0, 1, 2, 3, 4, 5]) {
    const longer = view(province, province, { from: '2026-10-01', to: addDays('2026-11-15', days) });
    const row = longer.rows.find(({ unit }) => unit.code === '22506');
    expect([days, row?.group.shown.ballots?.valid ?? 0]).toEqual([days, 0]);
  }
});

test('what is not directly comparable is marked', () => {
  const facts = { kind: 'xã', validTo: null, predecessors: [] };
  const marks = (period: Period) => view(province, province, period).rows.map((row) => row.marks);
  expect(marks({ from: '2026-07-01', to: '2026-07-31' })).toEqual([[], [], []]);
  saveUnit(db, other ?? 0, {
    ...facts,
    name: 'Xã mới',
    validFrom: '2026-07-15',
    predecessors: [{ code: null, name: 'Xã cũ' }],
  });
  expect(marks({ from: '2026-07-01', to: '2026-07-31' })).toEqual([[], ['validity', 'merged'], []]);
  expect(marks({ from: '2026-08-01', to: '2026-08-31' })).toEqual([[], [], []]);
  expect(marks({ from: '2025-06-01', to: '2026-08-31' })[0]).toEqual(['merged']);
  saveUnit(db, other ?? 0, { ...facts, name: 'Xã mới', validFrom: null, validTo: '2026-08-10' });
  expect(marks({ from: '2026-08-01', to: '2026-08-31' })).toEqual([[], ['validity'], []]);
  saveUnit(db, other ?? 0, { ...facts, name: 'Đơn vị 22505', validFrom: null });
});

test('numbers that have not arrived are told by office', () => {
  db.prepare(
    `insert into devices (id, office_id, counter, name, token_hash, enrolled_at) values ('late-1', ?, 'quay-1', 'Máy', 'late-1', 0)`,
  ).run(big);
  db.prepare(
    `insert into device_told (office_id, device_id, epoch, seq, hash, told_at) values (?, 'late-1', 1, 4, '', ?)`,
  ).run(big, NOW - 3 * 3_600_000);
  const [row, next] = view(province, province, ALL).rows;
  expect([row?.missing, next?.missing]).toEqual([{ count: 4, since: NOW - 3 * 3_600_000 }, null]);
  expect(view(country, country, ALL).rows.map(({ missing }) => missing?.count)).toEqual([undefined, 4]);
});

test('an account sees its own office and what is beneath it; anything else is not there, and the log has it', async () => {
  const appOf = (office: number, code: string) => {
    const app = createApp({ ...server.deps, office, audit: createAudit(db, office, () => NOW) });
    const account = addAccount(db, office, { signInName: `viewer-${code}`, name: 'Lan', role: 'viewer' }, NOW);
    const headers = { Cookie: `${SESSION_COOKIE}=${openSession(db, office, account, NOW)}` };
    return async (path: string) => app.request(path, { headers });
  };
  const [above, below] = [appOf(province, '56'), appOf(big ?? 0, '22504')];
  for (const code of ['', '/56', '/22504', '/22506']) {
    const reply = await above(`/api/results/offices${code}`);
    expect([code, reply.status]).toEqual([code, 200]);
    OfficesView.parse(await reply.json());
  }
  for (const code of ['VN', '48', 'none']) expect((await above(`/api/results/offices/${code}`)).status).toBe(404);
  const refused = await Promise.all(['22505', '56', 'VN'].map((code) => below(`/api/results/offices/${code}`)));
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(await refused[0]?.text()).not.toContain('22505');
  expect(OfficesView.parse(await (await below('/api/results/offices')).json()).rows).toEqual([]);
  for (const office of [province, big])
    expect(
      db.prepare("select object from audit_log where office_id = ? and action = 'access.denied'").all(office),
    ).toEqual([{ object: 'GET /api/results/offices/:code' }]);
  // A session of the commune is none in the province's process.
  const stranger = db.prepare("select id from accounts where sign_in_name = 'viewer-22504'").pluck().get();
  const app = createApp({ ...server.deps, office: province, audit: createAudit(db, province, () => NOW) });
  const headers = { Cookie: `${SESSION_COOKIE}=${openSession(db, big ?? 0, String(stranger), NOW)}` };
  expect((await app.request('/api/results/offices', { headers })).status).toBe(401);
});

test.skipIf(ON_POSTGRES)('however many offices there are, the same few statements read tallies by their spans', () => {
  const file = databaseFile(server.dataDir);
  const statements = (unit: number, period: Period) => {
    const run: string[] = [];
    const reader = new Sqlite(file, { readonly: true, verbose: (sql) => run.push(String(sql)) });
    readOffices(reader, query(country, unit, period));
    reader.close();
    return run.filter((sql) => /^\s*(select|with)/i.test(sql));
  };
  const before = PERIODS.map((period) => statements(country, period).length);
  expect(Math.max(...before)).toBeLessThan(16);
  for (let i = 0; i < 30; i++)
    fill(db, makeOffice(db, { code: `9${i}`, name: 'Xã' }, province, NOW), { count: 20, seed: 100 + i });
  expect(PERIODS.map((period) => statements(country, period).length)).toEqual(before);
  expect(ballotsOf(view(province, province, PERIODS[0] ?? ALL).rows)).toHaveLength(33);
  const plans = new Sqlite(file, { readonly: true });
  let looked = 0;
  for (const sql of [...statements(country, PERIODS[2] ?? ALL), ...statements(big ?? 0, PERIODS[0] ?? ALL)]) {
    for (const { detail } of plans.prepare<[], { detail: string }>(`explain query plan ${sql}`).all()) {
      expect(detail).not.toMatch(/submissions|SCAN t\b/);
      if (!detail.startsWith('SEARCH t ') || !sql.includes('tallies')) continue;
      looked += 1;
      expect(detail).toContain('span>? AND span<?');
    }
  }
  expect(looked).toBeGreaterThan(10);
  plans.close();
});
