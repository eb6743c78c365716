/** What could tell who a ballot is from: no exact time beside it in any reply, and no address or browser stored with it. */
import { expect, it, onTestFinished } from 'vitest';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openApp } from '../helpers/server.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
/** 12 November 2026, 9:37:41.123 at the office. */
const ANSWERED = Date.parse('2026-11-12T02:37:41.123Z');

function filled() {
  const server = openApp({ now: () => NOW });
  onTestFinished(() => server.close());
  const maker = ballotMaker('tablet-1', 3);
  const records = Array.from({ length: 40 }, (_, i): Accepted => {
    const answeredAt = ANSWERED + i * 61_000;
    const made = maker.next({ answeredAt, remark: 'Chờ hơi lâu' });
    const times = { sentAt: answeredAt + 5_000, receivedAt: answeredAt + 7_000 };
    return { ok: true, ...made, survey: SIX_CRITERIA, day: '2026-11-12', hour: 9, ...times, note: null };
  });
  createSubmissionStore(server.db, server.deps.office)(records);
  return { server, records };
}

it('no list, export or page tells when a ballot was given, sent or stored, nor by which tablet', async () => {
  const { server, records } = filled();
  const [first, second] = records.map(({ submission }) => submission.id);
  const headers = server.signIn('administrator');
  await server.app.request(`/api/ballots/${first}/void`, {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ reason: 'test', note: 'thử máy' }),
  });
  const day = 'from=2026-11-12&to=2026-11-12';
  for (const path of [
    `/api/remarks?${day}`,
    `/api/remarks/export?${day}`,
    `/api/remarks/${second}/opened`,
    '/api/ballots?day=2026-11-12',
    `/api/exports/submissions.csv?${day}`,
    `/api/results?${day}`,
    `/api/results/why?${day}`,
    `/api/results/comparison?${day}`,
  ]) {
    const method = path.endsWith('/opened') ? 'POST' : 'GET';
    const reply = await server.app.request(path, { method, headers });
    expect(reply.status, path).toBe(200);
    const text = await reply.text();
    expect(text.length, path).toBeGreaterThan(200);
    for (const { submission, sentAt, receivedAt, day: on } of records) {
      for (const instant of [submission.answeredAt, sentAt, receivedAt])
        for (const shape of [
          String(instant),
          String(Math.floor(instant / 1000)),
          new Date(instant).toISOString().slice(0, 16),
        ])
          expect(text.includes(shape), `${path} has ${shape}`).toBe(false);
      expect(on).toBe('2026-11-12');
    }
    // Nor a time of day in words: 9:37, 09:37, 9h37.
    expect(text, path).not.toMatch(/\b0?9(?::|h|giờ )3[78]/);
    expect(text, path).not.toContain('tablet-1');
  }
});

it('no table has a column for an address or a browser, but the sessions of the people who sign in', () => {
  const { server } = filled();
  const columns = server.db
    .prepare<[], { table: string; column: string }>(
      `select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'`,
    )
    .all();
  expect(columns.length).toBeGreaterThan(150);
  const traces = columns.filter(({ column }) =>
    /(^|_)(ip|addr|address|agent|ua|browser|system|host|forwarded)(_|$)/.test(column),
  );
  expect(traces.map(({ table, column }) => `${table}.${column}`).sort()).toEqual([
    'sessions.browser',
    'sessions.system',
  ]);
  const bodies = server.db.prepare<[], string>('select body from submissions').pluck().all();
  for (const body of bodies) expect(Object.keys(JSON.parse(body) as object).join()).not.toMatch(/ip|agent|address/i);
});
