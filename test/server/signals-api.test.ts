/** What people are told of flags, and how an administrator changes the thresholds: over HTTP, on a real data folder. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayHour } from '../../src/domain/period.ts';
import { SIX_CRITERIA } from '../../src/domain/presets.ts';
import { SignalList } from '../../src/domain/signal-list.ts';
import { DEFAULT_THRESHOLDS } from '../../src/domain/signal-thresholds.ts';
import type { Draft } from '../../src/domain/submission.ts';
import { lookAtAll } from '../../src/server/store/signal-look.ts';
import { lengthOfQueue } from '../../src/server/store/signal-queue.ts';
import { createSubmissionStore, type Accepted } from '../../src/server/store/submissions.ts';
import { ballotMaker } from '../helpers/ballots.ts';
import { openApp, type TestApp } from '../helpers/server.ts';
import { LOW, MIXED, TOP, ZONE } from '../helpers/signals.ts';

let server: TestApp;
let tablets = 0;
beforeEach(() => {
  server = openApp({ now: () => Date.parse('2026-11-20T09:00:00+07:00') });
});
afterEach(() => server.close());

/** Ballots of one tablet on one day, each so many minutes after eight. */
function day(device: string, date: string, ballots: readonly [minutes: number, change?: Partial<Draft>][]): void {
  const maker = ballotMaker(device, ++tablets, { counters: ['quay-1'] });
  const records = ballots.map(([minutes, change]): Accepted => {
    const at = Date.parse(`${date}T08:00:00+07:00`) + minutes * 60_000;
    const still: Partial<Draft> = { channel: 'kiosk', end: 'finished', tookMs: 30_000, answers: MIXED, stage: null };
    const made = maker.next({ ...still, ...change, answeredAt: at });
    return { ok: true, ...made, survey: SIX_CRITERIA, ...dayHour(at, ZONE), sentAt: at, receivedAt: at, note: null };
  });
  createSubmissionStore(server.db, server.deps.office)(records);
}
const look = () => lookAtAll(server.db, server.deps.office, ZONE);
const get = async (path: string, headers: Record<string, string>) => server.app.request(path, { headers });
const list = async (query = 'from=2026-11-01&to=2026-11-30') =>
  SignalList.parse(await (await get(`/api/signals?${query}`, server.signIn('viewer'))).json());
const quick = { answers: TOP, tookMs: 5000 };

describe('the list of flags', () => {
  it('is by tablet and day, with no time and no id of a ballot in it', async () => {
    const { device } = await server.enrol('quay-1');
    day(device.id, '2026-11-10', [
      ...Array.from({ length: 10 }, (_, at): [number] => [at * 6]),
      [70, { answers: LOW }],
      [72, quick],
      [700],
    ]);
    look();
    const reply = await get('/api/signals?from=2026-11-01&to=2026-11-30', server.signIn('viewer'));
    const text = await reply.text();
    const { days, ballots, hidden, waiting } = SignalList.parse(JSON.parse(text));
    expect({ ballots, hidden, waiting }).toEqual({ ballots: 2, hidden: 0, waiting: 0 });
    expect(days).toHaveLength(1);
    expect(days[0]).toMatchObject({ device: device.id, counter: 'quay-1', day: '2026-11-10', ballots: 13 });
    expect(days[0]?.signals.map(({ kind, ballots: of }) => [kind, of])).toEqual([
      ['compensation', 1],
      ['out-of-hours', 1],
      ['too-quick', 1],
    ]);
    for (const id of server.db.prepare<[], string>('select id from submissions').pluck().all())
      expect(text).not.toContain(id);
    expect(text).not.toMatch(/\d\d:\d\d|"(at|hour|answeredAt)"|1[67]\d{11}/);
  });

  it('does not tell of answers on a day of fewer than five ballots, and says that it does not', async () => {
    day('tablet-x', '2026-11-10', [[0, { answers: LOW }], [2, quick], [700]]);
    look();
    const found = await list();
    expect(found.hidden).toBe(1);
    expect(found.days[0]?.signals.map(({ kind }) => kind)).toEqual(['out-of-hours', 'too-quick']);
  });

  it('has the other period empty, refuses what is none, and tells strangers nothing', async () => {
    day('tablet-x', '2026-11-10', [[700]]);
    look();
    expect((await list('from=2026-10-01&to=2026-10-31')).days).toEqual([]);
    expect((await get('/api/signals?from=2026-10-01', server.signIn('viewer'))).status).toBe(400);
    expect((await get('/api/signals', {})).status).toBe(401);
  });

  it('names counters far above their peers, which are in no other count', async () => {
    const insert = server.db.prepare(
      `insert into ballot_tallies (office_id, span, counter, field, stage, channel, survey, ballots, left_early, valid, satisfied)
       values (?, ?, ?, '', '', 'kiosk', 1, 100, 0, 100, ?)`,
    );
    for (const [counter, satisfied] of [
      ['quay-1', 98],
      ['quay-2', 75],
      ['quay-3', 78],
    ])
      insert.run(server.deps.office, '2026-11-11', counter, satisfied);
    day('tablet-x', '2026-11-10', [[0]]);
    look();
    const { places, ballots } = await list();
    expect(ballots).toBe(0);
    expect(places).toEqual([
      { counter: 'quay-1', week: '2026-11-09', valid: 101, satisfied: 98, peersValid: 200, peersSatisfied: 153 },
    ]);
  });
});

describe('the thresholds', () => {
  const patch = (signals: unknown, role: 'team' | 'administrator' = 'administrator') =>
    server.app.request('/api/office-settings', {
      method: 'PATCH',
      headers: { ...server.signIn(role), 'Content-Type': 'application/json' },
      body: JSON.stringify({ signals }),
    });
  const lenient = { ...DEFAULT_THRESHOLDS, outOfHours: { on: false, graceMinutes: 45 } };

  it('are changed by an administrator, logged with both values, and this year is looked at again', async () => {
    day('tablet-x', '2025-12-30', [[700]]);
    day('tablet-y', '2026-11-10', [[700]]);
    look();
    expect((await list('from=2025-12-01&to=2026-11-30')).ballots).toBe(2);
    expect((await patch(lenient, 'team')).status).toBe(403);
    expect((await patch({ ...lenient, burst: { on: true, ballots: 1, minutes: 3 } })).status).toBe(400);
    expect(lengthOfQueue(server.db, server.deps.office)).toBe(0);
    expect((await patch(lenient)).status).toBe(200);
    expect((await list()).waiting).toBe(1);
    const detail = String(
      server.db.prepare("select detail from audit_log where action = 'office.settings'").pluck().get(),
    );
    expect(JSON.parse(detail)).toEqual({
      changed: 'signals',
      'outOfHours.on': 'true → false',
      'outOfHours.graceMinutes': '30 → 45',
    });
    look();
    // The year before keeps what it had.
    expect((await list('from=2025-12-01&to=2026-11-30')).days.map(({ day: on }) => on)).toEqual(['2025-12-30']);
  });

  it('that are saved as they were ask for no look', async () => {
    day('tablet-x', '2026-11-10', [[700]]);
    look();
    expect((await patch(DEFAULT_THRESHOLDS)).status).toBe(200);
    expect(lengthOfQueue(server.db, server.deps.office)).toBe(0);
  });
});
